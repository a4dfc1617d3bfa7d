"""Decisions on a pause of carrying out: begun, ended (rulings 1)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from casework import phases
from casework.deciding import decides, lets, starts
from casework.models import Case
from casework.rights import Right
from common import clock
from common.refusals import is_written, refuse
from plans.analysis.decisions.lines import signed
from plans.carrying import rules
from plans.carrying.decisions.base import tell
from plans.models import Pause

PAUSED, RESUMED = "case.paused", "case.resumed"


@decides(Right.RECORD_DECISION, when=(starts(PAUSED),), rules=(lets(PAUSED),))
def pause(case: Case, *, by, reason: str, review_on: date) -> Pause:
    """Pause carrying out until the day on which it is looked at again; the team is told.

    Raises Refused: no reason, a date of review that is over.
    """
    refuse(
        [
            *is_written(reason, _("Write why the work pauses."), "S60"),
            *rules.looked_at_again(review_on),
        ]
    )
    case = phases.move(case, PAUSED, by=by, reason=reason)
    made = signed(Pause(case=case, reason=reason, review_on=review_on), by)
    tell(case, "case_paused", f"pause:{made.pk}:begun", by)
    return made


@decides(Right.RECORD_DECISION, when=(starts(RESUMED),), rules=(lets(RESUMED),))
def resume(case: Case, *, by, reason: str) -> Case:
    """End the pause; the team is told. Raises Refused without a reason."""
    refuse(is_written(reason, _("Write why the work goes on."), "S60"))
    case = phases.move(case, RESUMED, by=by, reason=reason)
    running = rules.open_pause(case)
    if running:
        running = Pause.locked(running.pk)
        running.ended_at, running.ended_by, running.ended_because = clock.now(), by, reason
        running.save_changes(reason=reason)
    tell(case, "case_resumed", f"case:{case.pk}:resumed:{case.version}", by)
    return case
