"""The fifth answer of a case: when it may end, and what its closing waits for (S01)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.models import Case
from closure.closing.sheet import ClosingSheet
from common import dates
from worklist.answers import Answer, Asked

State = Case.State


def end(asked: Asked) -> Answer | None:
    """The answer on the end by the rules of closing; None where the state gives it."""
    case = asked.case
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
    if all(pair.is_assessed_again for pair in ClosingSheet.at_hand(case).compared):
        return Answer(_("The assessment was repeated: closure may be proposed."), href=href)
    return Answer(
        _("Not yet: the assessment was not repeated."),
        missing=True,
        todo=_("The team rates again each domain that it rated first."),
        href=href,
    )
