"""The front of a case in monitoring or opened again (S01)."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.models import Case
from closure.models import MonitoringCheck, Reopening
from common import dates
from common.compiled import Rows, asked_once
from worklist.answers import Answer, Asked


@asked_once
def _reopenings(case: Case) -> QuerySet[Reopening]:
    return Reopening.objects.filter(case=case).order_by("-cycle")[:1]


@asked_once
def _checks(case: Case) -> QuerySet[MonitoringCheck]:
    rows = MonitoringCheck.objects.filter(case=case, state=MonitoringCheck.State.DUE)
    return rows.order_by("due_on")[:1]


def of_answers(asked: Asked) -> list[Rows]:
    """What the answers here ask."""
    return [_reopenings(asked.case), _checks(asked.case)]


def opened(asked: Asked) -> Answer | None:
    """Since when the file is open again; None for one that never was closed."""
    last = next(iter(_reopenings(asked.case)), None)
    if last is None:
        return None
    words = {
        "day": dates.day(asked.case.opened_at),
        "cycle": last.cycle,
        "again": dates.day(last.reopened_at),
    }
    return Answer(
        _("Opened on %(day)s; cycle %(cycle)d since %(again)s") % words,
        href=reverse("closure:monitoring", args=[asked.case.pk]),
    )


def end(asked: Asked) -> Answer | None:
    """The answer on the end of a file that was opened again and has no new plan yet (X29)."""
    if asked.case.state != Case.State.ANALYSIS or not _reopenings(asked.case):
        return None
    return Answer(_("Not yet: no plan is approved since the reopening."), missing=True)


def follow(asked: Asked) -> Answer | None:
    """The answer on the next check after closure; None where the plan has it.

    What is over is followed by nobody, whatever days were planned (X25).
    """
    if asked.case.state in Case.OVER:
        return Answer(_("Nothing is followed any more."))
    if asked.case.state != Case.State.MONITORING:
        return None
    check = next(iter(_checks(asked.case)), None)
    href = reverse("closure:monitoring", args=[asked.case.pk])
    if check is None:
        return Answer(_("Every check is entered; monitoring can end."), href=href)
    return Answer(_("Check after closure on %(day)s") % {"day": dates.day(check.due_on)}, href=href)
