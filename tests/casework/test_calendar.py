"""Working days of the territory and due moments counted in them (J1, S24)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casework.calendar import WorkingDays
from casework.models import LocalHoliday, Person, TerritoryProfile
from common import clock, dates
from tests.browsing import paris

LOCAL = {date(2026, 6, 8), date(2027, 1, 4)}
PARIS = ZoneInfo("Europe/Paris")


class Known(WorkingDays):
    """The calendar without its two queries."""

    def __init__(self, country="FR", region="", local=LOCAL):
        self.profile = TerritoryProfile(holiday_country=country, holiday_region=region)
        self._local = frozenset(local)


moments = st.datetimes(datetime(2024, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC))
counts = st.integers(1, 30)


@settings(max_examples=150, deadline=None)
@given(moments, counts)
def test_a_due_moment_is_on_a_working_day_and_never_early(moment, count):
    """J1, any moment from 2024 to 2040, both changes of the clocks, leap days, days off.

    Lines: ``next_working`` in add and in due_after.
    """
    days = Known()
    due = days.due_after(moment, count)
    local = due.astimezone(PARIS)
    assert days.is_working(local.date())
    assert due > moment
    length = (local.date() - _start(days, moment)).days
    between = [local.date() - timedelta(days=back) for back in range(length)]
    assert sum(days.is_working(day) for day in between) == count


def _start(days, moment) -> date:
    return days.next_working(moment.astimezone(PARIS).date())


@settings(max_examples=80, deadline=None)
@given(moments, counts)
def test_the_same_hour_of_the_day(moment, count):
    """J1: on a working day the local hour holds, but for an hour that the day does not have."""
    days = Known()
    came, due = (m.astimezone(PARIS) for m in (moment, days.due_after(moment, count)))
    if days.is_working(came.date()):
        wanted = datetime.combine(due.date(), came.time(), PARIS)
        assert due == wanted.astimezone(UTC)
    else:
        assert due.time() == time(0)


@settings(max_examples=50, deadline=None)
@given(moments, moments, counts)
def test_what_came_first_is_due_first(one, other, count):
    """J1: no later signal overtakes an earlier one."""
    first, second = sorted((one, other))
    days = Known()
    assert days.due_after(first, count) <= days.due_after(second, count) + timedelta(hours=1)


@pytest.mark.parametrize(
    ("came", "due"),
    [
        ((2026, 6, 5, 17), (2026, 6, 9, 17)),  # Friday; Monday is a local day off
        ((2026, 5, 22, 17), (2026, 5, 26, 17)),  # Whit Monday
        ((2026, 6, 6, 14), (2026, 6, 10, 0)),  # Saturday counts as Tuesday's first minute
        ((2026, 5, 1, 9), (2026, 5, 5, 0)),  # a public holiday on a Friday
        ((2026, 10, 23, 17), (2026, 10, 26, 17)),  # winter time begins
        ((2026, 3, 27, 17), (2026, 3, 30, 17)),  # summer time begins
        ((2026, 12, 31, 23, 59), (2027, 1, 5, 23, 59)),  # over the year, and a local day off
        ((2028, 2, 28, 8), (2028, 2, 29, 8)),  # a leap day is a day like another
    ],
)
def test_days_that_people_know(came, due):
    """S24, J1."""
    assert Known().due_after(paris(*came), 1) == paris(*due)


def test_the_territory_s_days_wherever_the_reader_is():
    """J1: a colleague in Auckland does not move a due moment. Line: get_default_timezone."""
    friday = paris(2026, 6, 12, 23)
    with timezone.override("Pacific/Auckland"):  # where it is Saturday
        assert Known().due_after(friday, 1) == paris(2026, 6, 15, 23)


def test_the_region_has_days_of_its_own():
    """S03. Line: ``subdiv=region``."""
    good_friday = date(2026, 4, 3)
    assert Known().is_working(good_friday)
    assert not Known(region="Moselle").is_working(good_friday)


@pytest.mark.parametrize(("country", "region"), [("XX", ""), ("FR", "nowhere")])
def test_an_unknown_place_has_weekends_at_least(country, region):
    """S03: a wrong setting stops no signal. Line: ``except NotImplementedError``."""
    days = Known(country, region)
    assert days.is_working(date(2026, 5, 25))
    assert not days.is_working(date(2026, 5, 24))


def test_read_in_one_query_then_none(db, django_assert_num_queries):
    """S03: profile and local days, whatever is asked afterwards."""
    TerritoryProfile.objects.update_or_create(pk=1, defaults={"holiday_country": "FR"})
    LocalHoliday.objects.create(day=date(2026, 6, 8), name="Fête")
    with django_assert_num_queries(1):
        days = WorkingDays()
        assert not days.is_working(date(2026, 6, 8))
        assert days.add(date(2026, 6, 5), 20)


# --- the ends of the calendar ------------------------------------------------------------------
def test_no_day_falls_off_the_calendar():
    """X09: one stored 9999-12-31 made a case's page fail for good. Line: ``shifted`` in add."""
    days = Known()
    for day in (date.max, date.max - timedelta(days=1)):
        assert days.next_working(day) == date.max or days.is_working(days.next_working(day))
        assert days.add(day, 3650) == date.max
    assert days.add(date.min, 5) > date.min
    for day in (date.max, date.min):
        assert days.due_after(datetime.combine(day, time.max, UTC), 5).tzinfo


@settings(max_examples=150, deadline=None)
@given(st.dates(), st.integers(0, 40), st.sampled_from(["FR", "DE", "XX"]))
@example(date.max, 40, "FR")
@example(date.min, 0, "FR")
def test_every_day_of_the_calendar_is_counted_from(day, count, country):
    """X09: whatever the database holds, 0001-01-01 to 9999-12-31; never earlier than the day."""
    days = Known(country)
    assert days.add(day, count) >= day
    assert days.next_working(day) >= day


@settings(max_examples=150, deadline=None)
@given(st.dates(), st.sampled_from(["Europe/Paris", "Pacific/Apia", "America/Los_Angeles"]))
@example(date.max, "America/Los_Angeles")
@example(date.min, "Pacific/Apia")
def test_every_day_of_the_calendar_is_said(day, zone):
    """X09: each filter of a date, for a day and for the end of it, in the reader's own zone."""
    with timezone.override(zone), translation.override("fr"):
        for value in (day, clock.end_of(day), datetime.combine(day, time.min, UTC)):
            for say in (dates.day, dates.long_day, dates.month, dates.relative, dates.ago):
                assert say(value)
            assert dates.state(value) in ("late", "soon", "")
        assert dates.moment(clock.end_of(day))
        assert clock.day_of(clock.end_of(day))


@settings(max_examples=150, deadline=None)
@given(st.dates(), st.dates())
@example(date(10, 1, 1), date(2026, 11, 28))
def test_nobody_is_two_thousand_years_old(born, today):
    """X09: a birth that cannot be is none, so a minor stays protected. Line: ``A_LIFE``."""
    person = Person(birth_date=born)
    age = person.age_on(today)
    assert age is None or 0 <= age <= 120
    assert person.may_be_minor_on(today) == (age is None or age < 18)
