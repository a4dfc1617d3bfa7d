"""The page of monitoring: the checks, what stands before the end, reopening."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import User
from casework import phases
from casework.acts import Button, buttons
from casework.calendar import WorkingDays
from casework.models import Case, TerritoryProfile
from casework.rights import Role
from casework.views.case import CaseView
from closure.closing.sheet import ClosingSheet
from closure.models import InformedParty, MonitoringCheck
from closure.monitoring import decisions, due, rules
from closure.monitoring.acts import ON_CHECK, EndEarly, EndMonitoring
from closure.monitoring.rows import TAB
from closure.reopening.acts import Reopen, TellAgain
from closure.reopening.decisions import reopen
from closure.reopening.rules import reopenings_of
from common import dates
from plans.carrying.acts import Finish, Report
from plans.carrying.happenings import Settle
from plans.models import Commitment, FollowUp

State = MonitoringCheck.State
KINDS = {State.DUE: "planned", State.HELD: "ok", State.NOT_HELD: "warn", State.DROPPED: "plain"}


@dataclass(frozen=True)
class Row:
    """One check: its words, its notes, and what this reader may do with it."""

    check: MonitoringCheck
    who: str
    state: str
    kind: str
    notes: list[str]
    buttons: list[Button]


class Monitoring(CaseView):
    """The checks, what stands before the end, the reopening, and who was told of it."""

    template_name = "closure/monitoring/monitoring.html"
    tab = TAB

    def get(self, request, pk):
        frame = self.frame()
        case, days_off = self.subject, WorkingDays.days_off()
        informed = self._informed_rows()
        running = ClosingSheet.at_hand(case)
        asked = rules.checks_of(case), reopenings_of(case), informed, days_off
        TerritoryProfile.read(*asked, *running.left_open)
        return self.page(
            **frame,
            **self._end(),
            **self._way_back(),
            rows=self._rows(frame["holders"], WorkingDays(days_off=days_off)),
            informed=self._informed(informed),
            reopenings=reopenings_of(self.subject),
            running=going_on(case, request.user),
            promises=promises_kept_on(case, request.user),
        )

    def _buttons(self, *declared) -> list[Button]:
        return buttons(self.request.user, self.subject, declared)

    def _end(self) -> dict:
        """What stands before the end while the case is at «monitoring», and who may end it."""
        case, user = self.subject, self.request.user
        if any(rules.in_monitoring(case, user)):
            return {"quiet": False}
        return {
            "quiet": True,
            "before_end": phases.obstacles(case, decisions.ENDED),
            "end": self._buttons(EndMonitoring, EndEarly),
            "ends": decisions.end_monitoring.verdict(case, user),
        }

    def _way_back(self) -> dict:
        case, user = self.subject, self.request.user
        if not reopen.is_its_moment(case, user):
            return {"can_reopen": False}
        return {
            "can_reopen": True,
            "before_reopening": reopen.obstacles(case, user),
            "reopen": self._buttons(Reopen),
            "reopens": reopen.verdict(case, user),
        }

    def _informed_rows(self) -> QuerySet[InformedParty]:
        """Who around the person was told, or not, that the file may be reopened (S79)."""
        found = InformedParty.objects.visible_to(self.request.user).filter(case=self.subject)
        return found.select_related("told_by").order_by("-told", "told_on", "pk")

    def _informed(self, rows: QuerySet[InformedParty]) -> QuerySet[InformedParty]:
        """The same rows, each with the buttons of this reader."""
        for row in rows:
            row.case = self.subject
            row.buttons = buttons(self.request.user, row, (TellAgain,))
        return rows

    def _rows(self, holders: dict[str, str], days: WorkingDays) -> list[Row]:
        """The checks of every cycle, latest cycle first, each cycle by its days."""
        return [self._row(check, holders, days) for check in rules.checks_of(self.subject)]

    def _row(self, check: MonitoringCheck, holders: dict[str, str], days: WorkingDays) -> Row:
        check.case = self.subject
        missing = due.not_held_so_far(check, days)
        return Row(
            check=check,
            who=check.person.display if check.person else holders.get(Role.PROCESS_COORDINATOR, ""),
            state=_("not held so far") if missing else check.get_state_display(),
            kind="risk" if missing else KINDS[check.state],
            notes=_notes(check, days),
            buttons=buttons(self.request.user, check, ON_CHECK),
        )


def going_on(case: Case, user: User) -> list[FollowUp]:
    """The actions that go on under monitoring, with what this reader may do about each (S89)."""
    if case.state != Case.State.MONITORING:
        return []
    rows = list(ClosingSheet.at_hand(case).running)
    for row in rows:
        row.case = case
        row.buttons = buttons(user, row, (Report, Finish))
    return rows


def promises_kept_on(case: Case, user: User) -> list[Commitment]:
    """What is promised and open under monitoring, with what this reader may do about it (X28)."""
    if case.state != Case.State.MONITORING:
        return []
    rows = list(ClosingSheet.at_hand(case).promises)
    for row in rows:
        row.case = case
        row.buttons = buttons(user, row, (Settle,))
    return rows


def _notes(check: MonitoringCheck, days: WorkingDays) -> list[str]:
    """Notes on a check: why it is due on that day, and what was not on its day (2.4, J1)."""
    notes = []
    if check.anchor_on != check.due_on:
        notes.append(_("Moved from %(day)s, a day off.") % {"day": dates.long_day(check.anchor_on)})
    if check.state == State.HELD:
        off = rules.off_its_day(check, check.held_on)
        if off:
            notes.append(rules.late_words(off) if off > 0 else rules.early_words(-off))
        notes += _entered_late(check, days)
    return notes


def _entered_late(check: MonitoringCheck, days: WorkingDays) -> list[str]:
    late = (rules.local_day(check.entered_at) - due.entry_ends_on(check.held_on, days)).days
    if late <= 0:
        return []
    words = ngettext("Entered %(count)d day late.", "Entered %(count)d days late.", late)
    return [words % {"count": late}]
