"""The timetable as SVG: a row for each action, one unit wide for each day.

The page says everything in words beside it: dates, order and overlap.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from common.dates import MONTHS_SHORT
from common.windows import shifted
from plans.models import Action
from plans.plan.sheet import Sheet
from plans.plan.time_rules import clashes_of

LONGEST = 5 * 366
LABELS = 7


@dataclass(frozen=True)
class Mark:
    """A word above the time axis; ``at`` is its place in hundredths of the width."""

    text: str
    at: str


@dataclass
class Drawing:
    """What the rows share: width in days, months, checkpoints, today, days of too many starts."""

    first: date
    last: date
    days: int
    today: int | None
    months: list[int] = field(default_factory=list)
    labels: list[Mark] = field(default_factory=list)
    checkpoints: list[int] = field(default_factory=list)
    points: list[Mark] = field(default_factory=list)
    crowded: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, sheet: Sheet) -> Drawing | None:
        """The drawing of a version; None when nothing is dated."""
        dated = [d for a in sheet.actions for d in (a.starts_on, a.ends_on)]
        dated += [point.due_on for point in sheet.checkpoints]
        if not dated:
            return None
        first = max(min(dated), shifted(sheet.today, -LONGEST // 2)).replace(day=1)
        last = min(max(dated), shifted(first, LONGEST))
        last = max(last, shifted(first, 27))
        days = (last - first).days + 1
        drawn = cls(first, last, days, None)
        drawn.today = drawn._place(sheet.today)
        drawn._set_months()
        for number, point in enumerate(sheet.checkpoints, start=1):
            at = drawn._place(point.due_on)
            if at is not None:
                drawn.checkpoints.append(at)
                drawn.points.append(Mark(str(number), _share(at, days)))
        for clash in clashes_of(sheet):
            drawn._set_crowded(clash.first, clash.last)
        return drawn

    def bar(self, action: Action) -> tuple[int, int] | None:
        """From which day of the drawing, and for how many; None where it lies outside."""
        start = max(action.starts_on, self.first)
        end = min(action.ends_on, self.last)
        if end < start:
            return None
        return (start - self.first).days, max((end - start).days + 1, 1)

    def _place(self, day: date) -> int | None:
        return (day - self.first).days if self.first <= day <= self.last else None

    def _set_months(self) -> None:
        starts, day = [], self.first
        while day <= self.last:
            starts.append(day)
            day = shifted(day, 32).replace(day=1)
            if day <= starts[-1]:
                break
        self.months = [(day - self.first).days for day in starts]
        step = -(-len(starts) // LABELS)
        for day in starts[::step]:
            text = str(MONTHS_SHORT[day.month - 1])
            if day.month == 1 or day is starts[0]:
                text = f"{text} {day.year}"
            self.labels.append(Mark(text, _share((day - self.first).days, self.days)))

    def _set_crowded(self, first: date, last: date) -> None:
        start, end = max(first, self.first), min(last, self.last)
        if start <= end:
            self.crowded.append(((start - self.first).days, (end - start).days + 1))


def _share(at: int, days: int) -> str:
    """A place in hundredths of the width, with a decimal point in every language."""
    return f"{100 * at / days:.2f}%"


@dataclass(frozen=True)
class Row:
    """An action with its bar: ``ahead`` draws it dashed, ``crowded`` says that too many start."""

    action: Action
    bar: tuple[int, int] | None
    ahead: bool
    over: bool
    crowded: bool


def rows_of(sheet: Sheet, drawing: Drawing | None) -> list[Row]:
    """The actions of a version by their first day, each with its bar."""
    crowded = {start.action.pk for clash in clashes_of(sheet) for start in clash.starts}
    return [
        Row(
            action,
            drawing.bar(action) if drawing else None,
            ahead=action.starts_on > sheet.today or sheet.plan.is_draft,
            over=action.ends_on < sheet.today,
            crowded=action.pk in crowded,
        )
        for action in sheet.actions
    ]
