"""What has a date is not forgotten: duties, their days, and whom each step tells (J1-J4).

An app registers a duty on import. One sweep asks each duty what is near, and tells whoever is
concerned once a step: soon, today, late, escalated. The row of the notice is the memory; run twice,
by two workers or after three days off, a step is told once, and only the latest that has come.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction

from agencies.models import Absence
from casework import clock, notices
from casework.calendar import WorkingDays
from casework.models import Case, Delivery, Notice, Sweep, TeamMember
from casework.rights import Role
from casework.scope import WORKER, bound

log = logging.getLogger(__name__)
# More than this a sweep tells nobody: a clock gone wrong does not mail a whole town (J4).
CAP = 200
# So many rows of a duty are looked at in one sweep, the earliest day first.
MOST = 2000
# A clock that is this far from the last sweep is asked about before anybody is told.
BACK, AHEAD, HELD_FOR = timedelta(hours=1), timedelta(days=30), timedelta(days=1)
STEPS = ("soon", "today", "late", "escalated")


@dataclass(frozen=True)
class Occurrence:
    """One thing with a day. ``key`` names its row; a moved day is another occurrence.

    ``people`` are asked first (ids). It is about a case, or about a ``signal`` before there is one
    (whatever has a key and a reference: the foundation does not know the signals).
    """

    key: str
    case: Case | None
    due_on: date
    people: tuple[int, ...]
    signal: object | None = None

    @property
    def name(self) -> str:
        return f"{self.key}:{self.due_on.isoformat()}"


# Somebody who may be told: user, agency, role.
Post = tuple[int, int, str]


def team_of(occurrence: Occurrence) -> list[Post]:
    """Who works on the case of the occurrence: only they are told."""
    return list(
        TeamMember.objects.filter(case=occurrence.case, active=True)
        .exclude(role=Role.EVALUATOR)
        .values_list("user_id", "agency_id", "role")
    )


@dataclass(frozen=True)
class Duty:
    """A kind of thing with a day.

    ``find(horizon, limit)``: what is due up to that day and not done, earliest first, as the worker
    sees it. ``before``: days before the day from which it is said; ``patience``: working days after
    it until others hear of it (either a number, or the name of a setting of the territory);
    ``escalates_to``: who, by role on the case; ``team``: who may be told at all, with their roles.
    """

    name: str
    find: Callable[[date, int], Iterable[Occurrence]]
    before: int | str = 0
    patience: int | str = 5
    escalates_to: tuple[str, ...] = (Role.PROCESS_COORDINATOR,)
    team: Callable[[Occurrence], list[Post]] = team_of

    def kind(self, step: str) -> str:
        return f"{self.name}_{step}"


@dataclass
class Registry:
    """The duties of all apps, in the order of their registration."""

    duties: dict[str, Duty] = field(default_factory=dict)

    def add(self, duty: Duty, route: str, **sentences) -> None:
        """Register a duty with the sentence of each step and the page that it leads to.

        Raises ValueError on a name taken, LookupError on a step that is none.
        """
        if duty.name in self.duties:
            raise ValueError(f"The duty {duty.name} exists already.")
        for step, sentence in sentences.items():
            if step not in STEPS:
                raise LookupError(step)
            notices.register(duty.kind(step), sentence, route)
        self.duties[duty.name] = duty


registry = Registry()


# --- one sweep --------------------------------------------------------------------------------
def sweep(duty: Duty) -> int:
    """Tell what has come of this duty, each occurrence in a transaction of its own.

    Returns how many notices are new. Held, it tells nothing and returns 0.
    """
    with bound(WORKER):
        if not _clock_is_believed(duty):
            return 0
        days = WorkingDays()
        horizon = clock.today() + timedelta(days=_number(duty.before, days))
        found = list(duty.find(horizon, MOST))
    told = 0
    for occurrence in found:
        if told >= CAP:
            break
        told += _tell(duty, occurrence, days)
    with bound(WORKER):
        if len(found) < MOST:
            _settle_the_done(duty, {occurrence.name for occurrence in found})
        _ticked(duty, told)
    return told


def _tell(duty: Duty, occurrence: Occurrence, days: WorkingDays) -> int:
    """One occurrence that fails must not hold up those behind it; the next sweep retries."""
    try:
        with bound(WORKER), transaction.atomic():
            step = step_of(duty, occurrence.due_on, days)
            people = _who(duty, occurrence, step)
            return notices.queue(
                duty.kind(step),
                key=f"{duty.name}:{occurrence.name}:{step}",
                to=people,
                case=occurrence.case,
                signal=occurrence.signal,
                due_at=clock.end_of(occurrence.due_on),
            )
    except Exception:
        log.exception("reminder not told")
        return 0


def _number(value: int | str, days: WorkingDays) -> int:
    return getattr(days.profile, value) if isinstance(value, str) else value


def step_of(duty: Duty, due_on: date, days: WorkingDays) -> str:
    """The step that has come today: the latest alone, so that time missed makes no burst (J4)."""
    today = clock.today()
    if today < due_on:
        return "soon"
    if today == due_on:
        return "today"
    return "escalated" if today > days.add(due_on, _number(duty.patience, days)) else "late"


def _who(duty: Duty, occurrence: Occurrence, step: str) -> set[int]:
    """Whom the step tells: those asked, a colleague for whoever is away, later the coordinators."""
    team = duty.team(occurrence)
    absences = Absence.objects.on(clock.today()).filter(
        user_id__in=[user for user, _agency, _role in team]
    )
    away = dict(absences.values_list("user_id", "stand_in_id"))
    asked = {user for user in occurrence.people if any(user == one[0] for one in team)}
    people = asked - away.keys()
    for missing in asked & away.keys():
        people |= _stands_in(missing, team, away)
    if step == "escalated" or not people:
        people |= {user for user, _agency, role in team if role in duty.escalates_to}
    return people


def _stands_in(missing: int, team: list[Post], away: dict) -> set[int]:
    """Whoever they named, on the team and there; else a colleague of the same agency; else of the
    same role; else PR."""
    agencies = {agency for user, agency, _role in team if user == missing}
    roles = {role for user, _agency, role in team if user == missing}
    there = [one for one in team if one[0] not in away]
    for fits in (
        lambda one: one[0] == away[missing],
        lambda one: one[1] in agencies,
        lambda one: one[2] in roles,
        lambda one: one[2] == Role.PROCESS_COORDINATOR,
    ):
        found = {one[0] for one in there if fits(one)}
        if found:
            return found
    return set()


def _settle_the_done(duty: Duty, names: set[str]) -> None:
    """What was done, moved or closed asks for nothing any more: read, and its mails stay."""
    kinds = [duty.kind(step) for step in STEPS]
    unread = Notice.objects.filter(kind__in=kinds, read_at__isnull=True)
    gone = [
        pk
        for pk, key in unread.values_list("pk", "key")
        if key.partition(":")[2].rpartition(":")[0] not in names
    ]
    if not gone:
        return
    waiting = Delivery.objects.filter(notice_id__in=gone, state=Delivery.State.WAITING)
    waiting.update(state=Delivery.State.DROPPED, leased_until=None)
    Notice.objects.filter(pk__in=gone).update(read_at=clock.now())


# --- the clock of the machine -----------------------------------------------------------------
def _clock_is_believed(duty: Duty) -> bool:
    """Whether the machine's clock goes on from the last sweep (J4).

    Gone back, nothing is told until it has caught up. Far ahead, nothing is told for a day of
    sweeps, so that a clock that is put right again has told nobody anything.
    """
    row, _made = Sweep.objects.get_or_create(name=duty.name)
    now = clock.now()
    if row.last_at is None:
        return True
    if now < row.last_at - BACK:
        log.error("clock gone back", extra={"state": duty.name})
        return False
    if now - row.last_at <= AHEAD:
        return True
    if row.held_since is None or row.held_since > now:
        row.held_since = now
        row.save()
    log.error("clock far ahead", extra={"state": duty.name})
    return now - row.held_since >= HELD_FOR


def _ticked(duty: Duty, told: int) -> None:
    now = clock.now()
    row = Sweep.objects.get(name=duty.name)
    row.last_at, row.held_since, row.told = now, None, told
    if told >= CAP:
        row.capped_at = now
        log.error("reminders capped", extra={"state": duty.name, "count": told})
    row.save()
