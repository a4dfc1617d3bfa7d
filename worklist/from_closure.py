"""Items of My work of closing and monitoring (phase 4)."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from closure.closing import due
from closure.monitoring import due as monitoring_due
from common import clock
from common.compiled import compiled
from common.together import Asking
from worklist.item import MOST, Item, case_item

# How far ahead a check after closure is shown.
AHEAD = timedelta(days=30)


def opinions(user) -> Asking[list[Item]]:
    """An opinion that is asked of the reader's agency (S80)."""
    rows = compiled(due.opinions_asked_of, user, most=MOST, keys_first=True)
    yield [rows]
    return [
        case_item(
            proposal, _("Your agency’s opinion on closing is asked"), "closure:opinion",
            clock.end_of(proposal.opinions_due_on), kind="question", act=_("Give an opinion"),
        )
        for proposal in rows
    ]  # fmt: skip


def signatures(user) -> Asking[list[Item]]:
    """A signature that is waited for (S81)."""
    rows = compiled(due.to_sign, user, most=MOST)
    yield [rows]
    return [_signature(proposal) for proposal in rows]


def _signature(proposal) -> Item:
    """An item for a closure to sign; to be signed by another where the reader may not (X42)."""
    day = clock.end_of(proposal.opinions_due_on)
    if proposal.not_mine:
        title = _("A closure waits for the signature of somebody else than you")
        return case_item(
            proposal, title, "closure:closing", day, kind="decision", act=_("See whom to ask")
        )
    return case_item(
        proposal, _("A closure waits for your signature"), "closure:sign", day,
        kind="decision", act=_("Read and decide"),
        meta=_("what it rests on, what is uncertain, who disagrees"),
    )  # fmt: skip


def checks(user) -> Asking[list[Item]]:
    """Checks after closure that the reader holds (S83)."""
    rows = compiled(monitoring_due.checks_until, user, clock.today() + AHEAD, most=MOST)
    yield [rows]
    return [
        case_item(
            check, _("Check after closure"), "closure:check", clock.end_of(check.due_on), check.pk,
            kind="meeting", act=_("Enter it"),
        )
        for check in rows
    ]  # fmt: skip


def ends(user) -> Asking[list[Item]]:
    """Quiet years that may end (S83)."""
    rows = compiled(monitoring_due.ends_waiting, user, most=MOST)
    yield [rows]
    return [
        Item(
            title=_("The last check is entered: monitoring may end"),
            href=reverse("closure:monitoring", args=[case.pk]),
            reference=case.reference,
            due_at=None,
            kind="decision",
            act=_("Read and decide"),
        )
        for case in rows
    ]
