"""The roster as it lies ahead: who is called in each of the next nights, and which have nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from agencies.models import Turn
from agencies.roster import Roster, Span, roster
from casework.calendar import WorkingDays
from casework.models import TerritoryProfile
from common import clock
from common.together import Asking, answer, listed, side_by_side
from intake.roster.nights import AHEAD, Night, is_off_hours, nights

# What is read around the nights that are looked at.
A_MOMENT = timedelta(seconds=1)
BEFORE, BEYOND = timedelta(days=2), timedelta(days=AHEAD + 2)


@dataclass(frozen=True)
class Line:
    """One night: its turns with whether somebody can be reached by them, and its holes."""

    night: Night
    turns: tuple[tuple[Turn, bool], ...]
    holes: tuple[Span, ...]

    @property
    def has_nobody(self) -> bool:
        """Whether nobody can be called in any hour of what is left of it."""
        return bool(self.holes) and not any(reached for _turn, reached in self.turns)


@dataclass(frozen=True)
class Ahead:
    """The nights ahead, and who is called at this moment where it is one of them."""

    lines: tuple[Line, ...]
    called: tuple[Turn, ...]
    is_now: bool

    @property
    def tonight(self) -> Line:
        """The night that runs, or the next one."""
        return self.lines[0]

    @property
    def first(self) -> tuple[tuple[Turn, bool], ...]:
        """Who is called first of all: now, at night; by day in the night to come."""
        if not self.is_now:
            return self.tonight.turns
        return tuple((turn, True) for turn in self.called)

    @property
    def uncovered(self) -> list[Line]:
        """The nights in which, for some hours or all, nobody is called."""
        return [line for line in self.lines if line.holes]


def called_now() -> tuple[TerritoryProfile, list[Turn]]:
    """The settings, and who is on call where it is night or a day off, in one statement.

    Nobody for whom the roster is not to read.
    """
    now, days_off = clock.now(), WorkingDays.days_off()
    asking = side_by_side(roster(now - A_MOMENT, now + A_MOMENT), listed(days_off))
    profile = TerritoryProfile.read(*next(asking))
    found, _local = answer(asking)
    is_night = is_off_hours(now, WorkingDays(profile, days_off))
    return profile, found.called(now) if is_night else []


def ahead() -> Asking[Ahead]:
    """Ask for the roster of the nights ahead, as the bound person may read it, in one step."""
    now, days_off = clock.now(), WorkingDays.days_off()
    asking = side_by_side(roster(now - BEFORE, now + BEYOND), listed(days_off))
    found, _local = yield from asking
    return of(found, now, WorkingDays(days_off=days_off))


def of(found: Roster, now: datetime, days: WorkingDays) -> Ahead:
    """The nights ahead of this roster."""
    lines = tuple(_line(found, night, now) for night in nights(now, days))
    return Ahead(lines, tuple(found.called(now)), is_off_hours(now, days))


def _line(found: Roster, night: Night, now: datetime) -> Line:
    begins = max(night.begins, now)
    turns = tuple(
        (turn, bool(found.covers(turn, begins, night.ends)))
        for turn in found.during(begins, night.ends)
    )
    return Line(night, turns, tuple(found.holes(begins, night.ends)))
