"""The decision to begin carrying out the plan."""

from __future__ import annotations

from casework import phases
from casework.deciding import decides, lets, starts
from casework.models import Case
from casework.rights import Right
from plans.carrying.decisions.base import tell

EVENT = "plan.started"


@decides(Right.PLAN_MEETINGS, when=(starts(EVENT),), rules=(lets(EVENT),))
def start_carrying_out(case: Case, *, by, reason: str = "") -> Case:
    """Begin to carry out the plan; the team is told."""
    case = phases.move(case, EVENT, by=by, reason=reason)
    tell(case, "carrying_out_started", f"case:{case.pk}:started:{case.version}", by)
    return case
