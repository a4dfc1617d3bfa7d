"""A possible danger that nobody acknowledges: two hours, four, six; at night the roster (S63)."""

from __future__ import annotations

import pytest

from agencies.models import ChannelPost, Turn
from casework.models import TerritoryProfile
from common import clock
from common.scope import WORKER, bound
from intake.models import Signal
from intake.signals import decisions as signals
from intake.signals import urgent
from intake.signals.tasks import remind_of_urgent
from notices.models import Delivery, Notice
from tests import ticking
from tests.browsing import away, paris
from tests.intake.roster.rostered import reminded, told, turn
from tests.people import acknowledged, acting, hotline, signal_from

INES, LUC, THOMAS, CLAIRE = "Inès Vasseur", "Luc Amiel", "Thomas Leclercq", "Claire Morvan"
# The night from Saturday to Sunday, and the weekend.
SATURDAY, SUNDAY, MONDAY = (2026, 6, 6, 8), (2026, 6, 7, 8), (2026, 6, 8, 8)


def captured(people, *moment, danger=Signal.Danger.YES, **more) -> Signal:
    with clock.at(paris(*moment)):
        return signal_from(people["sophie"], channel=hotline(), danger=danger, **more)


# --- by day ---------------------------------------------------------------------------------
def test_by_day_two_hours_four_six(people):
    """S63, rulings 7. Lines: the three steps of ``_by_day``; the settings of ``until``."""
    signal = captured(people, 2026, 6, 3, 9)
    assert reminded(2026, 6, 3, 10, 59) == 0
    assert reminded(2026, 6, 3, 11) == 1
    assert told(signal) == {INES: "urgent_waits"}
    assert reminded(2026, 6, 3, 12, 59) == 0
    assert reminded(2026, 6, 3, 13) == 1
    assert told(signal) == {INES: "urgent_waits", THOMAS: "urgent_stand_in"}
    assert reminded(2026, 6, 3, 14, 59) == 0
    assert reminded(2026, 6, 3, 15) == 1
    assert told(signal) == {
        INES: "urgent_waits", THOMAS: "urgent_stand_in", CLAIRE: "urgent_nobody",
    }  # fmt: skip
    assert reminded(2026, 6, 3, 16) == 0


def test_the_hours_are_settings(people):
    """S03. Lines: ``profile.urgent_…_hours``."""
    profile = TerritoryProfile.load()
    profile.urgent_reminder_hours, profile.urgent_stand_in_hours = 1, 2
    profile.urgent_number_hours = 3
    profile.save()
    signal = captured(people, 2026, 6, 3, 9)
    assert [reminded(2026, 6, 3, hour) for hour in (9, 10, 11, 12)] == [0, 1, 1, 1]
    assert set(told(signal)) == {INES, THOMAS, CLAIRE}


@pytest.mark.parametrize(
    ("danger", "number"),
    [("yes", 1), ("unknown", 1), ("no", 0), ("", 0)],
)
def test_only_a_possible_danger_is_urgent(people, danger, number):
    """S34. Line: POSSIBLE_DANGER."""
    captured(people, 2026, 6, 3, 9, danger=danger)
    assert reminded(2026, 6, 3, 11) == number


def test_an_acknowledged_signal_reminds_nobody_and_settles_what_asked(people, everything):
    """J5. Lines: ``state`` in ``waiting``; URGENT among ASKING."""
    signal = captured(people, 2026, 6, 3, 9)
    assert reminded(2026, 6, 3, 13) == 2
    with clock.at(paris(2026, 6, 3, 13, 30)):
        acknowledged(signal, people["ines"])
    rows = Notice.objects.filter(signal_id=signal.pk, kind__startswith="urgent")
    assert rows.count() == 2
    assert not rows.filter(read_at=None).exists()
    states = set(rows.values_list("delivery__state", flat=True))
    assert Delivery.State.WAITING not in states
    assert reminded(2026, 6, 3, 17) == 0


def test_a_danger_that_was_misheard_is_urgent_no_more(people, everything):
    """Line: ``settle(…, kinds=telling.URGENT)`` in correct_signal."""
    signal = captured(people, 2026, 6, 3, 9)
    assert reminded(2026, 6, 3, 11) == 1
    changes = {"words": signal.words, "danger": Signal.Danger.NO}
    with clock.at(paris(2026, 6, 3, 12)), acting(people["ines"]) as ines:
        signals.correct_signal(
            Signal.objects.get(pk=signal.pk), by=ines, expected=signal.version, changes=changes
        )
    assert not Notice.objects.filter(kind__startswith="urgent", read_at=None).exists()
    assert Notice.objects.filter(kind="signal_waits", read_at=None).exists()
    assert reminded(2026, 6, 3, 17) == 0


def test_whoever_holds_it_and_is_gone_is_not_reminded(people):
    """X18: never an empty chair. Line: ``holds`` in ``_by_day``."""
    signal = captured(people, 2026, 6, 3, 9)
    people["ines"].is_active = False
    people["ines"].save()
    assert reminded(2026, 6, 3, 11) == 1
    assert told(signal) == {THOMAS: "urgent_stand_in"}


def test_with_nobody_who_can_act_everybody_who_answers_is_told(people):
    """Never to nobody. Line: ``desk.everyone`` in ``_everybody``."""
    signal = captured(people, 2026, 6, 3, 9)
    for key in ("ines", "luc", "thomas", "claire"):
        away(people[key], paris(2026, 6, 3).date())
    reminded(2026, 6, 3, 11)
    assert set(told(signal)) == {INES, LUC, THOMAS, CLAIRE}


# --- at night and on days off ---------------------------------------------------------------
def test_at_night_the_roster_alone_first_then_second_call(people):
    """Rulings 7. Lines: ``hours.called is not None``; the first call in ``_on_call``."""
    turn(people, "luc", SATURDAY, MONDAY)
    turn(people, "thomas", SATURDAY, MONDAY, call=Turn.Call.SECOND)
    signal = captured(people, 2026, 6, 6, 23, 10)
    assert reminded(2026, 6, 7, 1, 9) == 0
    assert reminded(2026, 6, 7, 1, 10) == 1
    assert told(signal) == {LUC: "urgent_on_call"}
    assert reminded(2026, 6, 7, 3, 10) == 1
    assert told(signal) == {LUC: "urgent_on_call", THOMAS: "urgent_on_call"}
    assert [reminded(2026, 6, 7, hour) for hour in (6, 12, 20)] == [0, 0, 0]


def test_when_the_turn_changes_the_next_one_is_told(people):
    """Once each. Line: the key of the letter names the signal, the notice its reader."""
    turn(people, "luc", SATURDAY, SUNDAY)
    turn(people, "thomas", SUNDAY, MONDAY)
    signal = captured(people, 2026, 6, 6, 23, 10)
    assert reminded(2026, 6, 7, 2) == 1
    assert told(signal) == {LUC: "urgent_on_call"}
    assert reminded(2026, 6, 7, 8) == 1
    assert told(signal) == {LUC: "urgent_on_call", THOMAS: "urgent_on_call"}


def test_with_no_roster_everybody_able_is_told_as_by_day(people):
    """Rulings 7. Line: ``_everybody`` where ``on_call`` is empty."""
    signal = captured(people, 2026, 6, 6, 23, 10)
    away(people["thomas"], paris(2026, 6, 7).date())
    assert reminded(2026, 6, 7, 1, 10) == 3
    assert told(signal) == {INES: "urgent_waits", LUC: "urgent_nobody", CLAIRE: "urgent_nobody"}
    assert reminded(2026, 6, 7, 5) == 0


@pytest.mark.parametrize("how", ["away", "closed", "no post"])
def test_an_empty_chair_on_the_roster_is_no_roster(people, how):
    """X18. Line: ``called`` in the roster."""
    turn(people, "luc", SATURDAY, MONDAY)
    signal = captured(people, 2026, 6, 6, 23, 10)
    if how == "away":
        away(people["luc"], paris(2026, 6, 7).date())
    elif how == "closed":
        people["luc"].is_active = False
        people["luc"].save()
    else:
        ChannelPost.objects.filter(user=people["luc"]).delete()
    reminded(2026, 6, 7, 1, 10)
    assert set(told(signal)) == {INES, THOMAS, CLAIRE}


def test_whoever_may_not_act_on_this_signal_is_passed_over(people):
    """A turn gives no right: Inès receives the telephone alone. Line: ``may_act``."""
    turn(people, "ines", SATURDAY, MONDAY)
    with clock.at(paris(2026, 6, 6, 23, 10)):
        signal = signal_from(people["sophie"], danger=Signal.Danger.YES)  # agencies' channel
    reminded(2026, 6, 7, 1, 10)
    assert INES not in told(signal)
    assert set(told(signal)) == {CLAIRE, THOMAS}


def test_in_the_morning_the_others_hear_it_and_nobody_twice(people):
    """Rulings 7. Line: ``None`` by day in ``tell``."""
    turn(people, "luc", SATURDAY, MONDAY)
    signal = captured(people, 2026, 6, 6, 23, 10)
    assert reminded(2026, 6, 7, 2) == 1
    assert reminded(2026, 6, 8, 7, 59) == 0
    assert reminded(2026, 6, 8, 8) == 3
    assert told(signal) == {
        LUC: "urgent_on_call", INES: "urgent_waits",
        THOMAS: "urgent_stand_in", CLAIRE: "urgent_nobody",
    }  # fmt: skip
    assert reminded(2026, 6, 8, 12) == 0


# --- the sweep ------------------------------------------------------------------------------
def test_a_clock_that_is_not_believed_tells_nobody(people):
    """X20. Line: ``believed`` in remind_of_urgent."""
    captured(people, 2026, 6, 3, 9)
    with clock.at(paris(2026, 6, 3, 9, 5)):
        ticking.has_run("remind_of_urgent")
    with clock.at(paris(2026, 9, 3, 11)):
        assert remind_of_urgent() == 0
    with bound(WORKER):
        assert not Notice.objects.filter(kind__startswith="urgent").exists()


def test_more_than_one_batch_is_told_of(people, monkeypatch):
    """X21: a new one is told behind many old ones. Line: ``after`` in ``_batches``."""
    monkeypatch.setattr(urgent, "BATCH", 2)
    found = [captured(people, 2026, 6, 3, 9, minute) for minute in range(5)]
    assert reminded(2026, 6, 3, 12) == 5
    assert all(told(signal) == {INES: "urgent_waits"} for signal in found)
    assert reminded(2026, 6, 3, 12, 5) == 0
