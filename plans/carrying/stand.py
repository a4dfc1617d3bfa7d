"""Where an action stands, in the order in which a page shows it."""

from __future__ import annotations

from typing import Any

from agencies.models import User
from common import clock
from plans.models import FollowUp
from plans.plan.folding import NO_GOAL, Standing

State = FollowUp.State
FIRST = {"unanswered": 0, "late": 1, "declined": 2, "open": 3, "to_verify": 4, "over": 5}


def stand_of(one: FollowUp) -> str:
    """Where an action stands: over, to_verify, declined, unanswered, late or open."""
    today = clock.today()
    if one.state in FollowUp.OVER:
        verifiable = one.state != State.STOPPED and not one.checked_by_id
        return "to_verify" if verifiable else "over"
    if one.state == State.DECLINED:
        return "declined"
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
        open=one.state in FollowUp.OPEN,
        own=one.agency_id == user.agency_id,
    )
