"""Windows of days that may be typed, and sums of days that end where the calendar ends.

Pure: the present day is an argument. The database holds wider bounds (common/columns.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar, cast

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext_lazy as _

from common.words import Words

Day = TypeVar("Day", bound=date)

FLOOR = date(2000, 1, 1)
A_LIFE = 120  # years: nobody was born longer ago
BEFORE_FLOOR = _("This day lies before 1 January 2000. Look at the year.")
TEN_YEARS = _("This day is more than ten years ahead. Choose an earlier one.")
TO_COME = _("This day is still to come. Write the day on which it happened.")


def shifted(day: date, days: int) -> date:
    """``day`` plus so many days; the first or last day of the calendar where it ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def months_from(day: Day, months: int) -> Day:
    """A day or a moment so many months later; the calendar's end where it ends."""
    try:
        return day + relativedelta(months=months)
    except (OverflowError, ValueError):
        end: Any = type(day).max if months > 0 else type(day).min
        end = end.replace(tzinfo=day.tzinfo) if isinstance(day, datetime) else end
        return cast(Day, end)


def years_from(day: date, years: int) -> date:
    """The same day so many years later; 28 February where the year has no 29th."""
    year = day.year + years
    if not date.min.year <= year <= date.max.year:
        return date.max if years > 0 else date.min
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


@dataclass(frozen=True)
class Window:
    """From when to when a typed day may lie, in years from today or from a fixed day.

    ``asked_after``: beyond so many years ahead it is taken when the person says once more that
    this day is meant. ``early`` and ``late`` are the sentences of the two refusals.
    """

    early: Words
    late: Words
    ahead: int = 0
    back: int | None = None
    asked_after: int | None = None

    def first(self, today: date) -> date:
        return FLOOR if self.back is None else years_from(today, -self.back)

    def last(self, today: date) -> date:
        return years_from(today, self.ahead)

    def complaint(self, day: date, today: date) -> Words:
        """The sentence that refuses ``day``; empty when the day may be typed."""
        if day < self.first(today):
            return self.early
        return self.late if day > self.last(today) else ""

    def is_asked(self, day: date, today: date) -> bool:
        """Whether ``day`` is so far ahead that one is asked whether it is meant."""
        if self.asked_after is None or self.complaint(day, today):
            return False
        return day > years_from(today, self.asked_after)


BIRTH = Window(
    back=A_LIFE,
    early=_("This day is more than 120 years ago. Look at the year of birth."),
    late=_("This date lies ahead. Write the day on which the person was born."),
)
HAPPENED = Window(early=BEFORE_FLOOR, late=TO_COME)
PLANNED = Window(ahead=10, asked_after=2, early=BEFORE_FLOOR, late=TEN_YEARS)
