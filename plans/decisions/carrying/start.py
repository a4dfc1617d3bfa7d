"""From the plan on paper to the plan carried out."""

from __future__ import annotations

from django.db import transaction

from casework import notices, phases
from casework.models import Case
from casework.rights import Role

EVENT = "plan.started"


@transaction.atomic
def start_carrying_out(case: Case, *, by, reason: str = "") -> Case:
    """Begin to carry out the plan; the team is told. Raises Refused with every sentence."""
    case = phases.move(case, EVENT, by=by, reason=reason)
    team = case.members.filter(active=True).exclude(role=Role.EVALUATOR).exclude(user=by)
    notices.queue(
        "carrying_out_started",
        key=f"case:{case.pk}:started:{case.version}",
        to=set(team.values_list("user_id", flat=True)),
        case=case,
    )
    return case
