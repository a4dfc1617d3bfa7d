"""The sweep of reminders: each step is told once to whom it concerns (J1-J4).

Of what there is to look at (``worklist/looking.py``) it asks a reminder which occurrences have come
and are not told, and writes notices: soon, today, late, escalated. The row of the notice is the
memory; run twice, by two workers or after three days off, a step is told once, and only the latest
that has come.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q

from agencies import presence
from casework.calendar import WorkingDays
from casework.reminders import Found, Look, Member, Reminder
from casework.rights import OVERSEERS, Role
from common import clock
from common.scope import WORKER, bound
from notices import sweeps, telling
from worklist.looking import Looking

log = logging.getLogger(__name__)
# So many occurrences are told together, in one transaction.
BATCH = 200
# So many are read at once: finding them costs the same for one as for all.
FOUND = 10_000
# So many notices of what is done are settled in one sweep.
MOST_SETTLED = 2000
# Seconds after which a sweep begins no other batch: the next sweep goes on from there, well before
# Celery's limit.
AT_MOST = 30
# Roles that are told when nobody else is there, in this order.
LAST = OVERSEERS


def sweep(reminder: Reminder) -> int:
    """Tell what has come of this reminder, a batch a transaction, until nothing is left.

    Returns how many notices are new. While it is held because of the clock it tells nothing and
    returns 0. More than ``REMINDERS_ALARM`` are told too, and marked for the health page (J4).
    """
    if not sweeps.believed(reminder.name, sweeps.TELLING):
        return 0
    with bound(WORKER):
        days = WorkingDays()
    told, until = Told(), time.monotonic() + AT_MOST
    looking, is_through = Looking(reminder, days), True
    for look in looking.looks():
        is_through = _swept(reminder, days, look, told, until)
        if not is_through:
            break
    if is_through:
        looking.done(told.again)
    marks: dict = {"told": told.new, "unheard": told.unheard}
    if told.new > settings.REMINDERS_ALARM:
        log.error("many reminders in one go", extra={"state": reminder.name, "count": told.new})
        marks["many_at"] = clock.now()
    sweeps.ticked(reminder.name, **marks)
    return told.new


@dataclass
class Told:
    """How many notices are new, how many occurrences had nobody, and what is to be looked at again.

    ``again``: the cases or signals of what failed, or had nobody.
    """

    new: int = 0
    unheard: int = 0
    again: set[uuid.UUID] = field(default_factory=set)

    def add(self, other: Told) -> None:
        self.new, self.unheard = self.new + other.new, self.unheard + other.unheard
        self.again |= other.again


def _swept(reminder: Reminder, days: WorkingDays, look: Look, told: Told, until: float) -> bool:
    """Tell what has come there and settle what is done; whether all of it was looked at in time."""
    is_through = True
    batches = (
        (one, each) for one in reminder.found for each in _batches(reminder, one, days, look)
    )
    for found, batch in batches:
        told.add(_tell(reminder, found, batch))
        if time.monotonic() > until:
            is_through = False
            break
    with bound(WORKER):
        _by_index()
        settled = telling.settle_all(reminder.done(look)[:MOST_SETTLED])
    return is_through and settled < MOST_SETTLED


def _batches(
    reminder: Reminder, found: Found, days: WorkingDays, look: Look
) -> Iterator[list[dict]]:
    """Untold occurrences, a batch at a time, those that are late before those that come soon.

    One that failed, or has nobody to tell, is skipped. What is done while those before it are told
    is told too, and settled by the next sweep.
    """
    after = Q()
    while True:
        with bound(WORKER):
            _by_index()
            rows = list(reminder.untold(found, days, look).filter(after)[:FOUND])
        for start in range(0, len(rows), BATCH):
            yield rows[start : start + BATCH]
        if len(rows) < FOUND:
            return
        last = rows[-1]
        after = Q(o_due__gt=last["o_due"]) | Q(o_due=last["o_due"], o_name__gt=last["o_name"])


def _by_index() -> None:
    """In this transaction no table is read whole where an index leads to its rows.

    Whether something was told is dear for the planner: beside it a table read whole for every row
    seems to cost the same as an index, and the question does not end before its time is over.
    """
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")


def _tell(reminder: Reminder, found: Found, batch: list[dict]) -> Told:
    """Tell a batch.

    One occurrence that fails must not hold up those beside it: they are then told one by one, and
    the next sweep tries it again.
    """
    try:
        return _tell_together(reminder, found, batch)
    except Exception:
        log.exception("reminders not told together")
    told = Told()
    for row in batch:
        try:
            told.add(_tell_together(reminder, found, [row]))
        except Exception:
            log.exception("reminder not told")
            told.again.add(row["o_subject"])
    return told


def _tell_together(reminder: Reminder, found: Found, batch: list[dict]) -> Told:
    with bound(WORKER):
        teams = _teams(reminder, batch)
        missing = {one.user for team in teams.values() for one in team if not one.there}
        named = presence.stand_ins(missing, clock.today()) if missing else {}
        letters, told = [], Told()
        for row in batch:
            people = who(reminder, found, row, teams[_subject(reminder, row)], named)
            if not people:
                told.unheard += 1
                told.again.add(row["o_subject"])
            letters.append(_letter(reminder, row, people))
        told.new = telling.queue_all(letters)
        return told


def _letter(reminder: Reminder, row: dict, people: set[int]) -> telling.Letter:
    subject = "case_id" if reminder.team.subject else "signal_id"
    return telling.Letter(
        kind=reminder.kind(row["o_step"]),
        key=row["o_key"],
        to=frozenset(people),
        reference=row["o_reference"],
        due_at=clock.end_of(row["o_due"]),
        **{subject: row["o_subject"]},
    )


def _subject(reminder: Reminder, row: dict):
    return row["o_subject"] if reminder.team.subject else None


def _teams(reminder: Reminder, batch: list[dict]) -> dict:
    """Case -> its team (one query); None -> the same people for every signal."""
    team, rows = reminder.team, reminder.team.rows()
    if team.subject:
        rows = rows.filter(**{f"{team.subject}__in": {row["o_subject"] for row in batch}})
    there = ExpressionWrapper(team.there(), output_field=BooleanField())
    columns = [team.subject] if team.subject else []
    columns += ["user_id", team.agency, team.role, "o_there"]
    found = defaultdict(list)
    for *subject, user, agency, role, is_there in rows.annotate(o_there=there).values_list(
        *columns
    ):
        found[subject[0] if subject else None].append(Member(user, agency, role, is_there))
    return found


# --- whom a step tells ---------------------------------------------------------------------------
def who(reminder: Reminder, found: Found, row: dict, team: list[Member], named: dict) -> set[int]:
    """The people to tell of a step: those concerned or their colleagues, later others too.

    Nobody only where nobody of the team is there: then nobody could act (X18).
    """
    asked = [one for one in team if found.asks(row, one)]
    there = [one for one in team if one.there]
    people = {one.user for one in asked if one.there}
    for missing in {one.user for one in asked} - people:
        people |= _stands_in(missing, team, there, named.get(missing))
    if row["o_step"] == "escalated" or not people:
        people |= {one.user for one in there if one.role in reminder.escalates_to}
    for role in LAST:
        people = people or {one.user for one in there if one.role == role}
    return people


def _stands_in(missing: int, team: list[Member], there: list[Member], named: int | None):
    """Who is told instead of somebody absent.

    Whoever they named, if on the team and there; else a colleague of the same agency; else who
    holds the same role, unless they are a partner; else the process coordinator.
    """
    agencies = {one.agency for one in team if one.user == missing}
    roles = {one.role for one in team if one.user == missing} - {Role.PARTNER}
    for fits in (
        lambda one: one.user == named,
        lambda one: one.agency in agencies,
        lambda one: one.role in roles,
        lambda one: one.role == Role.PROCESS_COORDINATOR,
    ):
        found = {one.user for one in there if fits(one)}
        if found:
            return found
    return set()
