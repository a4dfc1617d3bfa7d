"""From gathering to the in-depth analysis: the content coordinator says «we know enough» (S40)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from casework import phases
from casework.models import Case
from common.refusals import refuse_unless
from notices import telling


@transaction.atomic
def start_analysis(case: Case, *, by, enough: bool, reason: str = "") -> Case:
    """Move the case to the analysis. ``enough`` is the coordinator's own judgement, ticked.

    Raises Refused: not ticked, neutrality not declared, or a weak point without a reason.
    """
    refuse_unless(
        enough,
        _("Say yourself that there is enough information to begin: nothing computes it."),
        "S40",
    )
    case = phases.move(case, "case.analysis_started", by=by, reason=reason)
    team = case.members.filter(active=True).exclude(user=by).exclude(role="evaluator")
    telling.queue(
        "analysis_started",
        key=f"case:{case.pk}:analysis:{case.version}",
        to=set(team.values_list("user_id", flat=True)),
        case=case,
    )
    return case
