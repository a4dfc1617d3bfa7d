"""The roster as it lies ahead: nights, who can be called then, and holes (S24, X18)."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from agencies.models import ChannelPost, Duty, Turn
from agencies.roster import roster
from casework.calendar import WorkingDays
from casework.models import LocalHoliday, TerritoryProfile
from common import clock
from common.scope import WORKER, bound
from common.together import answer
from intake.roster.ahead import Ahead, ahead
from intake.roster.nights import is_off_hours, nights
from tests.browsing import away, paris
from tests.intake.roster.rostered import turn

# A Tuesday at ten, as the clock of these people stands.
FRIDAY, SATURDAY, MONDAY = (2026, 6, 5, 18), (2026, 6, 6, 8), (2026, 6, 8, 8)


def seen(*moment) -> Ahead:
    with clock.at(paris(*moment)), bound(WORKER):
        return answer(ahead())


def holes(found: Ahead) -> list[tuple]:
    return [hole for line in found.lines for hole in line.holes]


def called(*moment) -> list[str]:
    with clock.at(paris(*moment)) as now, bound(WORKER):
        found = answer(roster(now - timedelta(seconds=1), now + timedelta(seconds=1)))
        return [turn.user.full_name for turn in found.called(now)]


# --- nights ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("moment", "is_off"),
    [
        ((2026, 6, 2, 7, 59), True),
        ((2026, 6, 2, 8), False),
        ((2026, 6, 2, 17, 59), False),
        ((2026, 6, 2, 18), True),
        ((2026, 6, 6, 12), True),  # a Saturday
        ((2026, 5, 25, 12), True),  # Whit Monday
        ((2026, 6, 8, 3), True),
        ((2026, 6, 8, 9), False),
    ],
)
def test_nights_and_days_off(people, moment, is_off):
    """Rulings 7. Lines: ``by_day`` and ``is_working`` in is_off_hours."""
    with bound(WORKER):
        assert is_off_hours(paris(*moment), WorkingDays()) is is_off


def test_a_local_day_off_and_the_hours_are_settings(people):
    """S03. Lines: ``day_begins_hour``, ``day_ends_hour``."""
    LocalHoliday.objects.create(day=paris(2026, 6, 3).date(), name="Fête de la ville")
    profile = TerritoryProfile.load()
    profile.day_begins_hour, profile.day_ends_hour = 7, 20
    profile.save()
    with bound(WORKER):
        days = WorkingDays()
        assert is_off_hours(paris(2026, 6, 3, 12), days)
        assert not is_off_hours(paris(2026, 6, 2, 7), days)
        assert not is_off_hours(paris(2026, 6, 2, 19, 59), days)
        first = nights(paris(2026, 6, 2, 12), days, 2)
    assert [(one.begins, one.ends, one.is_day_off) for one in first] == [
        (paris(2026, 6, 2, 20), paris(2026, 6, 3, 7), False),
        (paris(2026, 6, 3, 7), paris(2026, 6, 4, 7), True),
    ]


def test_nights_follow_one_another_without_a_gap_or_leave_the_day_out(people):
    """A weekend is whole: Friday six to Monday eight. Line: ``_of``."""
    with bound(WORKER):
        found = nights(paris(2026, 6, 5, 12), WorkingDays(), 4)
    spans = [(one.begins, one.ends) for one in found]
    assert spans == [
        (paris(*FRIDAY), paris(*SATURDAY)),
        (paris(*SATURDAY), paris(2026, 6, 7, 8)),
        (paris(2026, 6, 7, 8), paris(*MONDAY)),
        (paris(2026, 6, 8, 18), paris(2026, 6, 9, 8)),
    ]


def test_before_the_morning_it_is_still_the_night_before(people):
    """Line: the day before in ``nights``."""
    with bound(WORKER):
        night = nights(paris(2026, 6, 6, 3), WorkingDays(), 1)[0]
    assert night.begins == paris(*FRIDAY)


def test_the_hours_hold_when_the_clocks_change(people):
    """J1: the night to Sunday, 25 October 2026, lasts an hour longer. Line: ``_at``."""
    with bound(WORKER):
        night = nights(paris(2026, 10, 24, 12), WorkingDays(), 1)[0]
    assert (night.begins, night.ends) == (paris(2026, 10, 24, 8), paris(2026, 10, 25, 8))
    assert night.ends.astimezone(UTC) - night.begins.astimezone(UTC) == timedelta(hours=25)


# --- who is called --------------------------------------------------------------------------
def test_the_first_call_before_the_second(people):
    """S24. Line: the order in ``called``."""
    turn(people, "thomas", (2026, 6, 5, 12), MONDAY, call=Turn.Call.SECOND)
    turn(people, "luc", FRIDAY, SATURDAY)
    assert called(2026, 6, 5, 18) == ["Luc Amiel", "Thomas Leclercq"]
    assert called(2026, 6, 6, 7, 59) == ["Luc Amiel", "Thomas Leclercq"]
    assert called(2026, 6, 6, 8) == ["Thomas Leclercq"]
    assert called(2026, 6, 5, 17, 59) == ["Thomas Leclercq"]
    assert called(2026, 6, 5, 11, 59) == []


def _closed(luc):
    luc.is_active = False
    luc.save()


def _never_came(luc):
    luc.invited_at = clock.now()
    luc.save()


def _away(luc):
    away(luc, paris(2026, 6, 6).date())


def _without_post(luc):
    ChannelPost.objects.filter(user=luc).update(active=False)


@pytest.mark.parametrize("gone", [_closed, _never_came, _away, _without_post])
def test_whoever_cannot_act_leaves_a_hole_that_the_next_turn_fills(people, gone):
    """X18, S24: by the one function. Lines: ``_can_act`` of the roster."""
    turn(people, "luc", FRIDAY, MONDAY)
    turn(people, "thomas", (2026, 6, 6, 20), MONDAY, call=Turn.Call.SECOND)
    assert called(2026, 6, 6, 12) == ["Luc Amiel"]
    gone(people["luc"])
    assert called(2026, 6, 6, 12) == []
    assert called(2026, 6, 6, 21) == ["Thomas Leclercq"]
    found = seen(2026, 6, 6, 12)
    assert not found.called
    assert holes(found)[0] == (paris(2026, 6, 6, 12), paris(2026, 6, 6, 20))


def test_away_on_one_day_is_a_hole_of_that_day(people):
    """S24. Line: a day at a time in ``covers``."""
    turn(people, "luc", FRIDAY, MONDAY)
    away(people["luc"], paris(2026, 6, 7).date())
    found = seen(2026, 6, 5, 12)
    assert holes(found)[:2] == [
        (paris(2026, 6, 7, 0), paris(2026, 6, 7, 8)),
        (paris(2026, 6, 7, 8), paris(2026, 6, 8, 0)),
    ]


def test_a_duty_that_ends_before_its_turn_covers_nothing(people):
    """A turn gives no right. Line: the days of the duty in ``_holds_duty``."""
    ChannelPost.objects.filter(user=people["thomas"]).delete()
    turn(people, "thomas", FRIDAY, MONDAY)
    assert called(2026, 6, 6, 12) == ["Thomas Leclercq"]
    Duty.objects.filter(user=people["thomas"]).update(until=paris(2026, 6, 7).date())
    assert called(2026, 6, 6, 12) == []
    days = {"since": paris(2026, 6, 6).date(), "until": None}
    Duty.objects.filter(user=people["thomas"]).update(**days)
    assert called(2026, 6, 6, 12) == []


def test_what_is_taken_off_calls_nobody(people, everything):
    """Line: ``removed_at=None``."""
    row = turn(people, "luc", FRIDAY, MONDAY)
    row.removed_at = clock.now()
    row.save_changes()
    assert called(2026, 6, 6, 12) == []


# --- holes ----------------------------------------------------------------------------------
def test_holes_are_the_nights_that_no_turn_covers(people):
    """S24: never silently. Lines: ``holes``; the present moment in ``_line``."""
    turn(people, "luc", (2026, 6, 2, 18), (2026, 6, 16, 8))
    assert holes(seen(2026, 6, 2, 12)) == []
    assert len(seen(2026, 6, 3, 12).uncovered) == 1
    found = seen(2026, 6, 6, 12)
    assert len(found.uncovered) == 4
    assert all(line.has_nobody for line in found.uncovered)
    assert found.is_now
    assert [one.user for one in found.called] == [people["luc"]]


def test_a_part_of_a_night_is_a_hole_too(people):
    """Line: ``at`` in ``holes``."""
    turn(people, "luc", (2026, 6, 2, 18), (2026, 6, 2, 22))
    turn(people, "thomas", (2026, 6, 3, 0), (2026, 6, 3, 8))
    line = seen(2026, 6, 2, 12).tonight
    assert list(line.holes) == [(paris(2026, 6, 2, 22), paris(2026, 6, 3, 0))]
    assert not line.has_nobody
