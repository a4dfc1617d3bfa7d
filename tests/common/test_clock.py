"""One source of domain time (rulings 4)."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from casework.models import Case, Record
from common import clock, dates
from tests.browsing import paris
from tests.people import information, open_case


def test_it_goes_by_itself():
    """Line: ``timezone.now()``."""
    assert abs(clock.now() - timezone.now()) < timedelta(seconds=5)


def test_set_and_put_back_even_after_a_failure():
    """Lines: ``_set.set`` and the ``finally``."""
    with clock.at(paris(2026, 6, 2, 10)):
        with pytest.raises(ZeroDivisionError), clock.at(paris(2027, 1, 1, 0)):
            assert clock.now().year / 0
        assert clock.now() == paris(2026, 6, 2, 10)
    assert abs(clock.now() - timezone.now()) < timedelta(seconds=5)


def test_a_moment_without_zone_is_the_territorys():
    """Line: make_aware in ``at``."""
    with clock.at(datetime(2026, 6, 2, 10)):
        assert clock.now() == paris(2026, 6, 2, 10)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "UTC"])
def test_today_is_the_territorys_day(zone):
    """J1: duties and absences begin when they begin here. Line: get_default_timezone."""
    with clock.at(datetime(2026, 6, 2, 22, 30, tzinfo=UTC)), timezone.override(zone):
        assert clock.today() == date(2026, 6, 3)


def test_another_thread_has_its_own():
    """A context variable, not a global. Line: ContextVar."""
    seen = []
    with clock.at(paris(2020, 1, 1, 0)):
        thread = threading.Thread(target=lambda: seen.append(clock.now().year))
        thread.start()
        thread.join()
    assert seen[0] > 2020


def test_a_story_holds_no_date_of_the_day_of_loading(people, everything):
    """Rulings 4: rows, journal and histories carry the story's days. Line: ``_history_date``."""
    with clock.at(paris(2025, 3, 4, 9)):
        case = open_case(people)
        record = information(case, people["hugo"], "Vu à la gare")
    story = paris(2025, 3, 4, 9)
    case = Case.objects.get(pk=case.pk)
    assert {case.opened_at, case.state_since, case.history.get().history_date} == {story}
    assert set(case.journal.values_list("at", flat=True)) == {story}
    assert set(case.members.values_list("joined_at", flat=True)) == {story}
    record = Record.objects.get(pk=record.pk)
    assert {record.written_at, record.history.get().history_date} == {story}


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "UTC"])
def test_a_whole_day_is_said_as_a_day(zone):
    """Due on Tuesday is due all Tuesday, here. Lines: ``time.max`` and the zone in ``meant``."""
    with timezone.override(zone):
        assert clock.end_of(date(2026, 6, 2)) == paris(2026, 6, 2, 23, 59, 59, 999999)
        assert clock.meant(clock.end_of(date(2026, 6, 2))) == date(2026, 6, 2)
        assert clock.meant(paris(2026, 6, 2, 23, 59)) == paris(2026, 6, 2, 23, 59)
        assert clock.meant(date(2026, 6, 2)) == date(2026, 6, 2)
        with clock.at(paris(2026, 6, 2, 20)):
            said = clock.end_of(clock.today())
            assert "23" not in dates.moment(said) + dates.relative(said)
