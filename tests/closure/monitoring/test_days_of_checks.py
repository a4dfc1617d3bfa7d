"""The days of the checks: every anchor of 2024-2040, and what a territory may set (S83, J1)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casework.calendar import WorkingDays
from casework.models import LocalHoliday, TerritoryProfile
from closure.monitoring.decisions import days_of_checks
from closure.monitoring.rules import local_day
from common.scope import WORKER, bound

ANCHORS = st.dates(date(2024, 1, 1), date(2040, 12, 31))
PARIS = ZoneInfo("Europe/Paris")


def calendar(local=(), **profile) -> WorkingDays:
    """A territory's calendar without a database: its settings and its local days off."""
    days = WorkingDays.__new__(WorkingDays)
    days.profile = TerritoryProfile(holiday_country="FR", **profile)
    days._local = frozenset(local)
    return days


def each_is_right(signed_on: date, days: WorkingDays) -> list:
    """What holds of every schedule: as many as set, rising, working days, near their anchor."""
    found = days_of_checks(signed_on, days)
    assert len(found) == days.profile.monitoring_checks
    due = [day for _anchor, day in found]
    assert due == sorted(set(due))
    for number, (anchor, day) in enumerate(found, 1):
        months = days.profile.monitoring_months * number
        whole = signed_on.year * 12 + signed_on.month - 1 + months
        assert (anchor.year, anchor.month) == (whole // 12, whole % 12 + 1)
        assert anchor.day == signed_on.day or (anchor + timedelta(days=1)).day == 1
        assert days.is_working(day)
        assert anchor <= day <= anchor + timedelta(days=7)
        assert not any(
            days.is_working(anchor + timedelta(days=n)) for n in range((day - anchor).days)
        )
    return found


FOUR = calendar()


@settings(max_examples=400, deadline=None)
@given(ANCHORS)
@example(date(2024, 2, 29))
@example(date(2036, 2, 29))
@example(date(2025, 11, 30))
@example(date(2026, 8, 31))
@example(date(2026, 3, 29))
@example(date(2026, 10, 25))
@example(date(2040, 12, 31))
def test_four_checks_on_working_days_from_every_anchor(signed_on):
    """S83: chaining the dates (31 August, 30 November, 28 February, 28 May) turns it red."""
    each_is_right(signed_on, FOUR)


@settings(max_examples=100, deadline=None)
@given(ANCHORS, st.integers(1, 6), st.integers(1, 12), st.sets(st.integers(1, 2000), max_size=3))
def test_whatever_the_territory_sets(signed_on, months, count, off):
    """Other months, other counts, local days off: the same holds."""
    local = {signed_on + timedelta(days=n) for n in off}
    each_is_right(signed_on, calendar(local, monitoring_months=months, monitoring_checks=count))


def test_every_single_day_of_the_seventeen_years():
    """No day between 2024 and 2040 is left to chance."""
    day = date(2024, 1, 1)
    while day.year < 2041:
        each_is_right(day, FOUR)
        day += timedelta(days=1)


def test_the_story_of_tilleul():
    """Signed on 25 November 2025: 25 May 2026 is a holiday, so the second one moves to the 26th."""
    due = [day for _anchor, day in days_of_checks(date(2025, 11, 25), FOUR)]
    assert due == [date(2026, 2, 25), date(2026, 5, 26), date(2026, 8, 25), date(2026, 11, 25)]


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
@pytest.mark.parametrize("hour", [0, 2, 23])
@pytest.mark.parametrize("fold", [0, 1])
def test_the_day_of_a_signature_is_the_territory_s_when_the_clock_changes(day, hour, fold):
    """Half past midnight in Paris is still yesterday in UTC: the anchor is Paris's day."""
    signed = datetime(day.year, day.month, day.day, hour, 30, tzinfo=PARIS, fold=fold)
    assert local_day(signed.astimezone(timezone.get_fixed_timezone(0))) == day


def test_a_local_day_off_of_the_database_moves_a_check(db):
    """The calendar that decisions use knows the town's own days off."""
    with bound(WORKER):
        LocalHoliday.objects.create(day=date(2026, 2, 25), name="Fête de la ville")
    assert days_of_checks(date(2025, 11, 25), WorkingDays())[0][1] == date(2026, 2, 26)
