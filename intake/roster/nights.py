"""Nights and days off of the territory: when nobody of the desk is expected to read (rulings 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from casework.calendar import WorkingDays
from common import clock

ONE_DAY = timedelta(days=1)
# So many nights are looked at ahead.
AHEAD = 14


@dataclass(frozen=True)
class Night:
    """From the end of one day to the beginning of the next; of a day off all of it."""

    begins: datetime
    ends: datetime
    is_day_off: bool

    @property
    def day(self) -> date:
        """The day of the territory on which it begins."""
        return clock.day_of(self.begins)


def is_off_hours(moment: datetime, days: WorkingDays) -> bool:
    """Whether it is night at that moment, or a day off, by the settings of the territory."""
    local = clock.in_zone(moment, timezone.get_default_timezone())
    profile = days.profile
    by_day = profile.day_begins_hour <= local.hour < profile.day_ends_hour
    return not (by_day and days.is_working(local.date()))


def nights(moment: datetime, days: WorkingDays, count: int = AHEAD) -> list[Night]:
    """Return the night that runs at that moment, or the next one, and those that follow it."""
    found: list[Night] = []
    day = clock.day_of(moment) - ONE_DAY
    while len(found) < count:
        night = _of(day, days)
        if night.ends > moment:
            found.append(night)
        day += ONE_DAY
    return found


def _of(day: date, days: WorkingDays) -> Night:
    profile = days.profile
    working = days.is_working(day)
    begins = _at(day, profile.day_ends_hour if working else profile.day_begins_hour)
    return Night(begins, _at(day + ONE_DAY, profile.day_begins_hour), not working)


def _at(day: date, hour: int) -> datetime:
    """That hour of a day in the territory's time."""
    zone = timezone.get_default_timezone()
    return timezone.make_aware(datetime.combine(day, time(hour)), zone)
