"""The picture beside the table: bars, checkpoints and today on one axis of days.

Numbers alone: every word stands in the table. The view box is in days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from plans.content import Content

LEAST = 28
MARKS = 7


@dataclass(frozen=True)
class Mark:
    """A month's first day on the axis, and its place in hundredths for the words."""

    x: int
    day: date
    percent: str


@dataclass(frozen=True)
class Bar:
    """An action's bar in days from the left edge; ``faces`` says what its colour stands for."""

    x: int
    width: int


@dataclass(frozen=True)
class Axis:
    """The days that the picture shows."""

    first: date
    days: int
    today: int | None
    checkpoints: tuple[Mark, ...]
    months: tuple[Mark, ...]

    def bar(self, starts_on: date, ends_on: date) -> Bar:
        return Bar(self.at(starts_on), max(1, (ends_on - starts_on).days + 1))

    def at(self, day: date) -> int:
        """The day's place, kept inside the picture."""
        return min(max((day - self.first).days, 0), self.days)


def axis_of(content: Content, today: date) -> Axis | None:
    """The axis from the first to the last day of a version; None when it has no days yet."""
    starts = [a.starts_on for a in content.actions] + [c.due_on for c in content.checkpoints]
    ends = [a.ends_on for a in content.actions] + [c.due_on for c in content.checkpoints]
    if not starts:
        return None
    first = min(starts) - timedelta(days=3)
    days = max((max(ends) - first).days + 4, LEAST)
    inside = first <= today <= first + timedelta(days=days)
    return Axis(
        first,
        days,
        (today - first).days if inside else None,
        tuple(_mark(first, days, c.due_on) for c in content.checkpoints),
        tuple(_months(first, days)),
    )


def _mark(first: date, days: int, day: date) -> Mark:
    x = (day - first).days
    return Mark(x, day, f"{100 * x / days:.2f}%")


def _months(first: date, days: int):
    """The first days of months, thinned so that their words do not touch."""
    found, day = [], first.replace(day=1)
    last = first + timedelta(days=days)
    while day <= last:
        if day >= first:
            found.append(_mark(first, days, day))
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    step = max(1, -(-len(found) // MARKS))
    return found[::step]
