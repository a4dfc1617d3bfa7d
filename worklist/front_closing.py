"""The fifth answer of a case: when it may end, how it ended, what it waits for (S01, X25)."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.models import Case
from closure.closing.sheet import ClosingSheet
from closure.models import Absorption, ClosureProposal, Transfer
from common import dates
from common.compiled import Rows, asked_once
from worklist.answers import Answer, Asked

State = Case.State
Way = ClosureProposal.Way


@asked_once
def _signed(case: Case) -> QuerySet[ClosureProposal]:
    """The closing that was signed last."""
    rows = ClosureProposal.objects.filter(case=case, state=ClosureProposal.State.SIGNED)
    return rows.order_by("-signed_at")[:1]


@asked_once
def _transfers(case: Case) -> QuerySet[Transfer]:
    """The transfer that was signed."""
    rows = Transfer.objects.filter(case=case, state=Transfer.State.SIGNED)
    return rows.order_by("-signed_at")[:1]


@asked_once
def _absorptions(case: Case) -> QuerySet[Absorption]:
    """The files that this one absorbed, and the one that absorbed it, the latest first."""
    rows = Absorption.objects.filter(case=case, state__in=Absorption.HOLDS)
    return rows.order_by("-settled_at", "pk")


def of_answers(asked: Asked) -> list[Rows]:
    """What the answer asks of a case that is closed; the others have their sheet."""
    found: list[Rows] = [_absorptions(asked.case)]
    if asked.case.state == State.TRANSFERRED:
        return [*found, _transfers(asked.case)]
    return [*found, _signed(asked.case)] if asked.case.state in Case.CLOSED else found


def absorbing(asked: Asked) -> Answer | None:
    """Which younger file this one absorbed last, and when; None where there is none (X04)."""
    taken = [row for row in _absorptions(asked.case) if not row.is_younger]
    if not taken:
        return None
    words = {
        "day": dates.day(asked.case.opened_at),
        "reference": taken[0].other_reference,
        "absorbed": dates.day(taken[0].settled_at),
    }
    return Answer(
        _("Opened on %(day)s; the file %(reference)s was absorbed on %(absorbed)s") % words,
        href=reverse("closure:one_file", args=[asked.case.pk]),
    )


def _absorbed(case: Case) -> Answer | None:
    """Which older file absorbed this one, and when (X04)."""
    by = next((row for row in _absorptions(case) if row.is_younger), None)
    if by is None:
        return None
    words = {"reference": by.other_reference, "day": dates.day(by.settled_at)}
    return Answer(
        _("Absorbed by the file %(reference)s on %(day)s.") % words,
        href=reverse("closure:one_file", args=[case.pk]),
    )


def end(asked: Asked) -> Answer | None:
    """The answer on the end by the rules of closing; None where the state gives it."""
    case = asked.case
    if case.state == State.TRANSFERRED:
        return _transferred(case)
    if case.state == State.ABSORBED:
        return _absorbed(case)
    out = ClosingSheet.at_hand(case).transfer
    if out is not None:
        words = {"authority": out.authority, "day": dates.day(out.asked_at)}
        return Answer(
            _("Transfer to %(authority)s asked on %(day)s.") % words,
            href=reverse("closure:transfer", args=[case.pk]),
        )
    if case.state in Case.CLOSED:
        return _without_year(case)
    proposed = ClosingSheet.at_hand(case).without_year
    if proposed is not None:
        words = {"why": proposed.get_why_display(), "day": dates.day(proposed.proposed_at)}
        return Answer(
            _("Proposed on %(day)s to close it without a year of checks: %(why)s.") % words,
            href=reverse("closure:without_year", args=[case.pk]),
        )
    return _jointly(case)


def _without_year(case: Case) -> Answer | None:
    """How a case ended for which nobody was left to follow."""
    signed = next(iter(_signed(case)), None)
    if signed is None or signed.way != Way.WITHOUT_YEAR:
        return None
    words = {"why": signed.get_why_display(), "day": dates.day(signed.signed_at)}
    if case.state == State.MONITORING:
        sentence = _("Closed on %(day)s, with checks after the move: %(why)s.")
    else:
        sentence = _("Closed on %(day)s: %(why)s.")
    return Answer(sentence % words, href=reverse("closure:without_year", args=[case.pk]))


def _transferred(case: Case) -> Answer | None:
    """To which authority the case went, and since when (X25)."""
    signed = next(iter(_transfers(case)), None)
    if signed is None:
        return None
    words = {"authority": signed.authority, "day": dates.day(signed.signed_at)}
    return Answer(
        _("Transferred to %(authority)s on %(day)s.") % words,
        href=reverse("closure:transfer", args=[case.pk]),
    )


def _jointly(case: Case) -> Answer | None:
    href = reverse("closure:closing", args=[case.pk])
    if case.state == State.CLOSING:
        proposal = ClosingSheet.at_hand(case).proposal
        if proposal is None:
            return None
        day = dates.day(proposal.proposed_at)
        return Answer(
            _("Closure proposed on %(day)s; the risk owner has not signed yet.") % {"day": day},
            href=href,
        )
    if case.state not in (State.ACTIVE, State.PAUSED):
        return None
    compared = ClosingSheet.at_hand(case).compared
    # Of a file from paper no level may be agreed on yet: then nothing was repeated.
    if compared and all(pair.is_assessed_again for pair in compared):
        return Answer(_("The assessment was repeated: closure may be proposed."), href=href)
    return Answer(
        _("Not yet: the assessment was not repeated."),
        missing=True,
        todo=_("The team rates again each domain that it rated first."),
        href=href,
    )
