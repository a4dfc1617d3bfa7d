"""Where an action stands, in the order in which a page shows it, and in words (X29).

What an action's own row says is true while its case is at work. After the closure, and in a file
that was opened again, the state of the case says more: every page takes its words from here.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from agencies.models import User
from casework.models import Case
from common import clock
from common.words import Words
from plans.models import FollowUp
from plans.plan.folding import NO_GOAL, Standing

State = FollowUp.State
FIRST = {"unanswered": 0, "late": 1, "declined": 2, "open": 3, "to_verify": 4, "over": 5}


def runs(one: FollowUp, case: Case) -> bool:
    """Whether it is reported and ended today: under monitoring what was accepted goes on (S89)."""
    if one.state not in FollowUp.OPEN or case.state not in Case.WITH_ACTIONS:
        return False
    return case.state != Case.State.MONITORING or one.state != State.WAITING


def in_words(one: FollowUp, case: Case) -> Words:
    """The state of an action in words, by its own row and the state of its case (X29)."""
    if one.state not in FollowUp.OPEN or case.state in Case.WITH_PLAN:
        return one.get_state_display()
    if runs(one, case):
        return _("goes on under monitoring")
    if case.state in Case.CLOSED:
        return _("left open when the case was closed")
    return _("of the plan before the reopening")


def stand_of(one: FollowUp) -> str:
    """Where an action stands: over, to_verify, declined, unanswered, late or open.

    ``one.case`` is loaded: nothing is late or unanswered in a case that does not work on it (X29).
    """
    today = clock.today()
    if one.state in FollowUp.OVER:
        may_be = one.case.state in (*Case.CARRIED_OUT, Case.State.MONITORING)
        verifiable = may_be and one.state != State.STOPPED and not one.checked_by_id
        return "to_verify" if verifiable else "over"
    if one.state == State.DECLINED:
        return "declined"
    if not runs(one, one.case):
        return "over"
    if one.state == State.WAITING and one.answer_due_on < today:
        return "unanswered"
    return "late" if one.ends_on < today else "open"


def standing(row: Any, key: str, one: FollowUp, goal: Any, user: User) -> Standing:
    """The action as a folded page looks at it: ``row`` is shown, ``goal`` its goal's line."""
    stand = stand_of(one)
    return Standing(
        row,
        key,
        str(goal or NO_GOAL),
        one.ends_on,
        late=stand == "late",
        unanswered=stand == "unanswered",
        declined=stand == "declined" and not one.absence_answered,
        open=runs(one, one.case),
        own=one.agency_id == user.agency_id,
    )
