"""Carrying out stands still for a while, and goes on (rulings 1)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from casework import clock, phases
from casework.models import Case
from plans.decisions.analysis.lines import refuse, signed
from plans.decisions.carrying.base import tell
from plans.models import Pause
from plans.rules import carrying as rules


@transaction.atomic
def pause(case: Case, *, by, reason: str, review_on: date) -> Pause:
    """Stop the work until it is looked at again; the whole team is told.

    Raises Refused: not being carried out, no reason, a date of review that is over.
    """
    refuse(
        phases.obstacles(Case.locked(case.pk), "case.paused"),
        rules.is_said(reason, _("Write why the work pauses."), "S60"),
        rules.looked_at_again(review_on),
    )
    case = phases.move(case, "case.paused", by=by, reason=reason)
    made = signed(Pause(case=case, reason=reason, review_on=review_on), by)
    tell(case, "case_paused", f"pause:{made.pk}:begun", by)
    return made


@transaction.atomic
def resume(case: Case, *, by, reason: str) -> Case:
    """Go on; the whole team is told. Raises Refused: not paused, no reason."""
    refuse(
        phases.obstacles(Case.locked(case.pk), "case.resumed"),
        rules.is_said(reason, _("Write why the work goes on."), "S60"),
    )
    case = phases.move(case, "case.resumed", by=by, reason=reason)
    running = rules.open_pause(case)
    if running:
        running = Pause.locked(running.pk)
        running.ended_at, running.ended_by, running.ended_because = clock.now(), by, reason
        running.save_changes(reason=reason)
    tell(case, "case_resumed", f"case:{case.pk}:resumed:{case.version}", by)
    return case
