"""From the plan on paper to the plan carried out."""

from __future__ import annotations

from django.db import transaction

from casework import phases
from casework.models import Case
from plans.decisions.carrying.base import tell

EVENT = "plan.started"


@transaction.atomic
def start_carrying_out(case: Case, *, by, reason: str = "") -> Case:
    """Begin to carry out the plan; the team is told. Raises Refused with every sentence."""
    case = phases.move(case, EVENT, by=by, reason=reason)
    tell(case, "carrying_out_started", f"case:{case.pk}:started:{case.version}", by)
    return case
