"""Working days of the territory, and due moments counted in them (J1)."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

import holidays
from django.db.models import QuerySet
from django.forms.models import model_to_dict
from django.utils import timezone

from casework.models import LocalHoliday, TerritoryProfile
from common import clock
from common.compiled import Rows, compiled
from common.windows import shifted


@lru_cache(maxsize=64)
def _public(country: str, region: str, year: int) -> frozenset[date]:
    try:
        days = holidays.country_holidays(country, subdiv=region or None, years=year)
    except NotImplementedError:
        return frozenset()
    return frozenset(days)


def _days_off() -> QuerySet[LocalHoliday, date]:
    return LocalHoliday.objects.values_list("day", flat=True)


class WorkingDays:
    """The calendar in force, read once: one query, then none."""

    def __init__(
        self,
        profile: TerritoryProfile | None = None,
        days_off: Rows[date] | None = None,
    ):
        local = self.days_off() if days_off is None else days_off
        self.profile = profile or TerritoryProfile.read(local)
        self._local = frozenset(local)

    @staticmethod
    def days_off() -> Rows[date]:
        """The question for the local days off, for whoever asks more with it."""
        return compiled(_days_off)

    def settings(self) -> str:
        """The settings of the territory and its days off, as text that differs when they do."""
        return repr((sorted(model_to_dict(self.profile).items()), sorted(self._local)))

    def is_working(self, day: date) -> bool:
        """Whether it is Monday to Friday, and neither a public nor a local day off."""
        if day.weekday() >= 5 or day in self._local:
            return False
        return day not in _public(
            self.profile.holiday_country, self.profile.holiday_region, day.year
        )

    def next_working(self, day: date) -> date:
        """``day`` itself, or the first working day after it; the calendar's last day at its end."""
        while day < date.max and not self.is_working(day):
            day = shifted(day, 1)
        return day

    def add(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``."""
        for _step in range(count):
            day = self.next_working(shifted(day, 1))
            if day == date.max:
                break
        return day

    def due_after(self, moment: datetime, count: int) -> datetime:
        """``count`` working days later at the same time of the territory (aware in, aware out).

        What arrives on a day off counts as arriving at midnight of the next working day's start.
        """
        zone = timezone.get_default_timezone()
        local = clock.in_zone(moment, zone)
        start = self.next_working(local.date())
        clock_time = local.time() if start == local.date() else datetime.min.time()
        target = datetime.combine(self.add(start, count), clock_time.replace(fold=0))
        return timezone.make_aware(target, zone)


def invitation_ends(sent_at: datetime) -> datetime:
    """The end of the last working day on which an invitation sent then can be used (X22)."""
    days = WorkingDays()
    on = clock.in_zone(sent_at, timezone.get_default_timezone()).date()
    return clock.end_of(days.add(on, days.profile.invitation_working_days))
