"""What the page of the time after closure shows, read once."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import access
from casework.calendar import WorkingDays
from casework.models import Case
from casework.rights import Right, Role
from closure.models import InformedParty, MonitoringCheck, Reopening
from closure.monitoring import due, rules
from common import clock, dates

State = MonitoringCheck.State


@dataclass(frozen=True)
class Row:
    """One check: its words, its notes, and what this reader may do with it."""

    check: MonitoringCheck
    who: str
    state: str
    kind: str
    notes: list[str]
    enter: bool
    not_held: bool
    correct: bool
    name: bool
    answer: bool


def rows(case: Case, user, holders: dict[str, str], days: WorkingDays) -> list[Row]:
    """The checks of every cycle, latest cycle first, each cycle by its days (one query)."""
    found = (
        MonitoringCheck.objects.visible_to(user)
        .filter(case=case)
        .select_related("person", "proposal")
        .order_by("-proposal__cycle", "due_on", "number")
    )
    coordinates = bool(access.may(user, Right.ENTER_CHECK, case))
    content = bool(access.may(user, Right.PROPOSE_CLOSURE, case))
    return [_row(check, case, user, holders, days, coordinates, content) for check in found]


def _row(check, case, user, holders, days, coordinates, content) -> Row:
    quiet = case.state == Case.State.MONITORING
    mine = coordinates or check.person_id == user.pk
    open_one = check.state in (State.DUE, State.NOT_HELD)
    missing = due.not_held_so_far(check, days)
    return Row(
        check=check,
        who=check.person.display if check.person else holders.get(Role.PROCESS_COORDINATOR, ""),
        state=_("not held so far") if missing else check.get_state_display(),
        kind="risk" if missing else _KINDS[check.state],
        notes=_notes(check, days),
        enter=quiet and mine and open_one,
        not_held=quiet and mine and check.state == State.DUE and check.due_on <= clock.today(),
        correct=mine and check.state == State.HELD,
        name=quiet and coordinates and open_one,
        answer=quiet and content and proposes(check),
    )


_KINDS = {State.DUE: "planned", State.HELD: "ok", State.NOT_HELD: "warn", State.DROPPED: "plain"}


def proposes(check: MonitoringCheck) -> bool:
    """Whether it proposed to reopen and nobody has answered yet."""
    asks = check.decision == MonitoringCheck.Decision.REOPEN
    return check.state == State.HELD and asks and not check.reason


def _notes(check: MonitoringCheck, days: WorkingDays) -> list[str]:
    """Why its day is what it is, and what was late (2.4, J1)."""
    notes = []
    if check.anchor_on != check.due_on:
        notes.append(_("Moved from %(day)s, a day off.") % {"day": dates.long_day(check.anchor_on)})
    if check.state == State.HELD:
        late = (check.held_on - check.due_on).days
        if late > 0:
            notes.append(rules.late_words(late))
        notes += _entered_late(check, days)
    return notes


def _entered_late(check: MonitoringCheck, days: WorkingDays) -> list[str]:
    late = (rules.local_day(check.entered_at) - due.entry_ends_on(check.held_on, days)).days
    if late <= 0:
        return []
    words = ngettext("Entered %(count)d day late.", "Entered %(count)d days late.", late)
    return [words % {"count": late}]


def informed(case: Case, user) -> list[InformedParty]:
    """Who around the person was told, or not, that the file may be reopened (S79)."""
    return list(
        InformedParty.objects.visible_to(user)
        .filter(case=case)
        .select_related("told_by")
        .order_by("-told", "told_on", "pk")
    )


def reopenings(case: Case, user) -> list[Reopening]:
    """Each time the file was opened again, latest first (S78)."""
    return list(
        Reopening.objects.visible_to(user)
        .filter(case=case)
        .select_related("reopened_by")
        .order_by("-cycle")
    )
