"""Whether a sweep may trust the machine's clock; each asks before it tells or acts (J4, X20).

A sweep that goes on from its last run trusts it. After a gap nobody can tell whether the machine
was off or its clock has leapt, forward or back: the sweep is held until the clock has run evenly
for a while, longer after a far leap, and then goes on by itself. A clock that is put right
meanwhile has told nobody anything and done nothing.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.db import connection

from common import clock
from common.scope import WORKER, bound
from notices.models import Sweep

log = logging.getLogger(__name__)
# The clocks of the machine and of the database server may differ by so much.
APART = timedelta(minutes=10)
NONE = timedelta(0)
# The name of the mark that a backup leaves; a backup is never held.
BACKUP = "backup"
Doubt = Sweep.Doubt
# What the clock's guard writes of a sweep.
OF_THE_CLOCK = ("held_since", "seen_at", "steady", "doubt")


@dataclass(frozen=True)
class Bounds:
    """How far from its last run a sweep may be and go on, and how long it is held beyond.

    Within ``near`` it goes on. Beyond, it is held for ``short``; beyond ``far``, for ``long``. Time
    counts as even while sweeps follow one another.
    """

    near: timedelta
    far: timedelta
    short: timedelta
    long: timedelta = timedelta(days=1)

    @property
    def nearest(self) -> timedelta:
        """``near``, or the time of three sweeps where sweeps are rarer: a few may be missed."""
        return max(self.near, timedelta(seconds=3 * settings.SWEEP_SECONDS))


# A notice told too early does little harm; passing on, ending, erasing cannot be taken back.
TELLING = Bounds(timedelta(hours=6), timedelta(days=30), timedelta(minutes=10))
ACTING = Bounds(timedelta(minutes=90), timedelta(days=3), timedelta(hours=1))


def believed(name: str, bounds: Bounds) -> bool:
    """Whether the sweep of this name may tell or act now; where not, its row says why."""
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
    """Note a run that went through; it holds the sweep no longer."""
    fresh = {"last_at": clock.now(), "held_since": None, "seen_at": None, "steady": NONE}
    values: dict[str, Any] = fresh | {"doubt": ""} | marks
    with bound(WORKER):
        # What it looked at (worklist/looking.py) is not touched: another may be looking.
        if not Sweep.objects.filter(name=name).update(**values):
            Sweep.objects.get_or_create(name=name, defaults=values)


def has_just_run(name: str) -> bool:
    """Whether the sweep ran within half its interval: tasks that piled up do nothing then."""
    with bound(WORKER):
        last = Sweep.objects.filter(name=name).values_list("last_at", flat=True).first()
    half = timedelta(seconds=settings.SWEEP_SECONDS / 2)
    return last is not None and abs(clock.now() - last) < half


def in_doubt() -> bool:
    """Whether the clock is not trusted to throw something away, such as an old backup."""
    with bound(WORKER):
        rows = Sweep.objects.exclude(last_at=None).exclude(name=BACKUP)
        held = Sweep.objects.exclude(held_since=None).exists()
        latest = rows.order_by("-last_at").values_list("last_at", flat=True).first()
    gone = clock.now() - latest if latest else NONE
    return held or abs(gone) > TELLING.nearest or clocks_differ()


def clocks_differ() -> bool:
    """Whether the clocks of this machine and of the database server differ."""
    return abs(clock.of_the_machine() - database_now()) > APART


def database_now() -> datetime:
    """The present moment of the database server, to compare clocks; no domain time."""
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
    """How long the clock must have run evenly; after a leap back an hour, as nothing falls due."""
    if row.doubt == Doubt.BACK:
        return max(bounds.short, timedelta(hours=1))
    gone = clock.now() - cast(datetime, row.last_at)  # a sweep without a last run is in no doubt
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
    row.save(update_fields=OF_THE_CLOCK)


def _let_go(row: Sweep) -> None:
    if row.held_since:
        row.held_since, row.seen_at, row.steady, row.doubt = None, None, NONE, ""
        row.save(update_fields=OF_THE_CLOCK)
