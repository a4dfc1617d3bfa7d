"""The rules of a reopening, and of telling somebody of it (S78, S79)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agencies import presence
from casework import one_file
from casework.deciding import case_of
from casework.models import Case
from casework.phases import guards
from casework.rights import OVERSEERS
from closure.models import MonitoringCheck, Reopening
from common import clock
from common.compiled import asked_once
from common.refusals import Obstacle


@asked_once
def reopenings_of(case: Case) -> QuerySet[Reopening]:
    """Each time the file was opened again, latest first."""
    return Reopening.objects.filter(case=case).select_related("reopened_by").order_by("-cycle")


@guards("case.reopened")
def somebody_to_work_with(case: Case) -> Iterator[Obstacle]:
    """A file opens again for a team: who has gone is replaced first (S78)."""
    here = {part.role for part in case.parts() if not presence.is_gone(part.user, part.agency_id)}
    for role in OVERSEERS:
        if role not in here:
            yield Obstacle(
                _("There is no %(role)s on the team any more.") % {"role": role.label.lower()},
                row="S78",
                todo=_("Somebody has to be named before the case is reopened."),
            )


@guards("case.reopened")
def no_other_file_goes_on(case: Case) -> Iterator[Obstacle]:
    """No file is opened again while there is another one on the person (S78)."""
    yield from one_file.only_one(case)


def was_reopened(row, by) -> Iterator[Obstacle]:
    """Somebody is told of a reopening only where there was one (S79)."""
    if not reopenings_of(case_of(row)):
        yield Obstacle(_("This case was not reopened."), row="S79")


# --- of what was typed: asked by the decision alone -----------------------------------------
def since_the_reopening(case: Case, day: date) -> Iterator[Obstacle]:
    """The day of telling is not before the reopening, and not ahead (S79)."""
    reopened_on = clock.day_of(reopenings_of(case)[0].reopened_at)
    if not reopened_on <= day <= clock.today():
        yield Obstacle(
            _("The day lies between the reopening and today."),
            row="S79",
            todo=_("Look at the date."),
        )


def asked_by(case: Case, trigger: str) -> MonitoringCheck | None:
    """The latest check that proposed to reopen, where ``trigger`` is a check; else None."""
    if trigger != Reopening.Trigger.CHECK:
        return None
    State, Decision = MonitoringCheck.State, MonitoringCheck.Decision
    held = MonitoringCheck.objects.filter(case=case, state=State.HELD, decision=Decision.REOPEN)
    return held.order_by("-held_on", "-number").first()
