"""Is the clock of the machine believed? Every sweep asks before it tells or acts (J4, X20).

A sweep that goes on from its last run is believed. After a gap nobody can tell whether the machine
was off or its clock has leapt, forward or back: the sweep is held until the clock has gone on
steadily for a while, longer after a far leap, and goes on by itself. A clock that is put right in
the meantime has told nobody anything and done nothing.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.db import connection

from common import clock
from common.scope import WORKER, bound
from notices.models import Sweep

log = logging.getLogger(__name__)
# Further apart than this, the machine and the database server do not live in the same moment.
APART = timedelta(minutes=10)
NONE = timedelta(0)
# The mark that a backup leaves; it waits for nobody.
BACKUP = "backup"
Doubt = Sweep.Doubt


@dataclass(frozen=True)
class Bounds:
    """What one kind of sweep takes for going on.

    ``near``: as far from the last run as it may be. Beyond, it is held for ``short``; ``far``
    beyond the last run, for ``long``. Time counts as steady while sweeps follow one another.
    """

    near: timedelta
    far: timedelta
    short: timedelta
    long: timedelta = timedelta(days=1)

    @property
    def nearest(self) -> timedelta:
        """Where sweeps are rare, a few of them may be missed."""
        return max(self.near, timedelta(seconds=3 * settings.SWEEP_SECONDS))


# Telling can be said again; passing on, ending and erasing cannot be taken back.
TELLING = Bounds(timedelta(hours=6), timedelta(days=30), timedelta(minutes=10))
ACTING = Bounds(timedelta(minutes=90), timedelta(days=3), timedelta(hours=1))


def believed(name: str, bounds: Bounds) -> bool:
    """Whether the sweep of this name may tell or act now. Where not, its row says so and why."""
    with bound(WORKER):
        Sweep.objects.get_or_create(name=name)
        row = Sweep.objects.select_for_update(no_key=True).get(name=name)
        doubt = _doubt(row, bounds)
        if not doubt:
            _let_go(row)
            return True
        _hold(row, doubt, bounds)
        return doubt != Doubt.APART and row.steady >= _needed(row, bounds)


def ticked(name: str, **marks: object) -> None:
    """Leave the mark of a run that went through; what was held goes on from here."""
    fresh = {"last_at": clock.now(), "held_since": None, "seen_at": None, "steady": NONE}
    with bound(WORKER):
        Sweep.objects.update_or_create(name=name, defaults=fresh | {"doubt": ""} | marks)


def has_just_run(name: str) -> bool:
    """Whether this sweep ran within half its interval: tasks that have piled up are then done."""
    with bound(WORKER):
        last = Sweep.objects.filter(name=name).values_list("last_at", flat=True).first()
    half = timedelta(seconds=settings.SWEEP_SECONDS / 2)
    return last is not None and abs(clock.now() - last) < half


def in_doubt() -> bool:
    """Whether the clock may not be used to throw something away, such as a backup of long ago."""
    with bound(WORKER):
        rows = Sweep.objects.exclude(last_at=None).exclude(name=BACKUP)
        held = Sweep.objects.exclude(held_since=None).exists()
        latest = rows.order_by("-last_at").values_list("last_at", flat=True).first()
    gone = clock.now() - latest if latest else NONE
    return held or abs(gone) > TELLING.nearest or clocks_differ()


def clocks_differ() -> bool:
    """Whether this machine and the database server are in different moments."""
    return abs(clock.of_the_machine() - database_now()) > APART


def database_now() -> datetime:
    """The present moment of the database server: no domain time, a second opinion on it."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
        return moment


def _doubt(row: Sweep, bounds: Bounds) -> str:
    if clocks_differ():
        return Doubt.APART
    if row.last_at is None:
        return ""
    gone = clock.now() - row.last_at
    if abs(gone) <= bounds.nearest:
        return ""
    return Doubt.AHEAD if gone > NONE else Doubt.BACK


def _needed(row: Sweep, bounds: Bounds) -> timedelta:
    """How long the clock must have gone on. Back, nothing more falls due: an hour is enough."""
    if row.doubt == Doubt.BACK:
        return max(bounds.short, timedelta(hours=1))
    gone = clock.now() - cast(datetime, row.last_at)  # only what has run once can be ahead
    return bounds.long if gone > bounds.far else bounds.short


def _hold(row: Sweep, doubt: str, bounds: Bounds) -> None:
    now = clock.now()
    if row.doubt != doubt:
        row.held_since, row.seen_at, row.steady = None, None, NONE
        log.error("clock not believed", extra={"state": row.name, "error": doubt})
    if row.seen_at and NONE <= now - row.seen_at <= bounds.nearest:
        row.steady += now - row.seen_at
    row.held_since = row.held_since or now
    row.doubt, row.seen_at = doubt, now
    row.save()


def _let_go(row: Sweep) -> None:
    if row.held_since:
        row.held_since, row.seen_at, row.steady, row.doubt = None, None, NONE, ""
        row.save()
