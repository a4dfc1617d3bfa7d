"""A clock that leaps silences nobody and lets no sweep act too early (X20, J4)."""

from datetime import timedelta

import pytest
from django.utils import translation

from closure.closing.tasks import end_access
from common import clock
from common.scope import WORKER, bound
from intake.models import Signal
from intake.signals.tasks import pass_on_unanswered
from notices import outbox, sweeps
from notices.models import Delivery, Notice, Sweep
from operations import health
from tests import worlds
from tests.browsing import paris
from tests.people import acknowledged, hotline, signal_from
from worklist import sweep
from worklist.all_reminders import REMINDERS

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = paris(2026, 6, 2, 10)  # a Tuesday
REMINDER = REMINDERS["first_analysis"]
NAMES = ("pass_on_unanswered", "end_access", REMINDER.name)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@worlds.standing
def signal(people):
    """A signal of Tuesday at ten: it is passed on to Thomas on Wednesday at ten."""
    with clock.at(START):
        return signal_from(people["sophie"], channel=hotline())


@worlds.standing
def analysis(people):
    """A first analysis of Tuesday: due on 16 June, told from the fifteenth on."""
    with clock.at(START):
        return acknowledged(signal_from(people["luc"], channel=hotline()), people["ines"])


def tick(moment) -> tuple[int, int]:
    """One round of sweeps at that moment: how many signals went on, how many were told."""
    with clock.at(moment):
        moved = pass_on_unanswered()
        end_access()
        return moved, sweep.sweep(REMINDER)


def passing(start, until, every=HOUR) -> int:
    """How many signals go on while that sweep alone runs."""
    moved = 0
    while start <= until:
        with clock.at(start):
            moved, start = moved + pass_on_unanswered(), start + every
    return moved


def ticks(start, until, every=timedelta(minutes=30)) -> tuple[int, int]:
    moved = told = 0
    while start <= until:
        one, other = tick(start)
        moved, told, start = moved + one, told + other, start + every
    return moved, told


def held() -> dict[str, str]:
    with bound(WORKER):
        return dict(Sweep.objects.exclude(held_since=None).values_list("name", "doubt"))


def holder(signal):
    with bound(WORKER):
        return Signal.objects.select_related("holder").get(pk=signal.pk).holder


def steps() -> list[str]:
    with bound(WORKER):
        rows = Notice.objects.filter(kind__startswith="first_analysis_").order_by("made_at")
        return [
            kind.removeprefix("first_analysis_") for kind in rows.values_list("kind", flat=True)
        ]


@pytest.mark.parametrize("leap", [365 * DAY, 20 * DAY, 2 * HOUR, -HOUR, -40 * DAY])
def test_for_one_sweep_and_back(people, signal, analysis, leap):
    """X20: nothing lost, nothing said twice, nobody silenced. Lines: ``believed`` in each task.

    The leap comes on Wednesday at nine, an hour before the signal goes on.
    """
    ticks(START, START + 2 * HOUR, HOUR)
    ticks(START + 22 * HOUR, START + 23 * HOUR)
    before = START + 23 * HOUR
    # Held from Tuesday noon to Wednesday at eight, the machine was off: believed again by nine.
    assert held() == {}
    assert tick(before + leap) == (0, 0)
    assert holder(signal) == people["ines"]
    assert steps() == []
    assert set(held()) <= set(NAMES)
    assert (held() != {}) == (abs(leap) > HOUR)
    assert ticks(before + timedelta(minutes=5), before + timedelta(minutes=55)) == (0, 0)
    assert held() == {}, "put right, it is believed at once"
    assert tick(START + DAY) == (1, 0)
    assert holder(signal) == people["thomas"]
    with bound(WORKER):
        due = Signal.objects.get(pk=signal.pk).answer_due_at
    assert due == paris(2026, 6, 4, 10)


def test_a_clock_that_stays_ahead_acts_after_a_day(people, signal):
    """X20: a far leap is held for a day of sweeps; then it is time. Line: ``_needed``."""
    passing(START, START)
    far = START + 20 * DAY
    assert passing(far, far + 23 * HOUR) == 0
    assert holder(signal) == people["ines"]
    assert passing(far + DAY, far + DAY) == 1
    assert held() == {}


def test_three_days_off_is_one_step_soon_after(people, signal, analysis):
    """J4: told within minutes, acted on within the hour. Lines: TELLING and ACTING."""
    on = paris(2026, 6, 14, 10)
    tick(on - timedelta(minutes=5))
    tick(on)
    back = on + 2 * DAY  # the sixteenth: what was due meanwhile is said once, as it stands
    assert tick(back)[1] == 0
    assert held()[REMINDER.name] == Sweep.Doubt.AHEAD
    assert tick(back + timedelta(minutes=10))[1] > 0
    assert set(steps()) == {"today"}
    assert ticks(back + timedelta(minutes=15), back + 2 * HOUR)[1] == 0


def test_a_machine_that_is_off_each_night_is_never_silent(people, signal):
    """X20: held time adds up over the nights, eight hours each. Line: ``row.steady +=``."""
    passing(START, START)
    mornings = [START + day * DAY for day in range(30, 34)]
    assert [passing(one, one + 8 * HOUR) > 0 for one in mornings] == [False, False, True, False]


def test_back_for_good_is_believed_after_an_hour(people, signal, analysis):
    """X20: a mark in the future silences nobody for weeks. Line: ``Doubt.BACK`` in ``_needed``."""
    tick(START + 40 * DAY)  # the first run of all is believed: the clock was wrong already
    assert tick(START)[0] == 0
    assert set(held().values()) == {Sweep.Doubt.BACK}
    with clock.at(START):
        found = {point.name: point.state for point in health.points()}
    assert found["Clock of the machine"] == health.FAILED
    ticks(START + HOUR / 2, START + HOUR)
    assert held() == {}
    with clock.at(START + HOUR):
        assert "Clock of the machine" not in {point.name for point in health.points()}


def test_the_database_server_is_asked_as_well(people, signal, monkeypatch):
    """X20: two clocks that differ are believed neither, however long. Line: ``clocks_differ``."""
    tick(START)
    ahead = clock.of_the_machine() + timedelta(minutes=11)
    monkeypatch.setattr(sweeps, "database_now", lambda: ahead)
    assert ticks(START + DAY, START + 2 * DAY, HOUR * 6) == (0, 0)
    assert set(held().values()) == {Sweep.Doubt.APART}
    monkeypatch.undo()
    assert ticks(START + 2 * DAY, START + 2 * DAY + HOUR)[0] == 1


def test_mail_written_ahead_of_time_leaves(people, signal):
    """X20: a mail queued while the clock was ahead. Lines: ``amiss`` and ``min`` in claim."""
    later = START + 20 * DAY
    with bound(WORKER):
        Delivery.objects.update(next_try_at=later, leased_until=later, first_try_at=later)
    with clock.at(START):
        assert outbox.deliver_waiting() == 1
    with bound(WORKER):
        assert Delivery.objects.get().first_try_at == START


def test_a_leap_gives_up_no_mail(people, signal, monkeypatch):
    """X20, J3. Line: ``give_up=believed`` in notices.tasks."""
    from notices.tasks import deliver_waiting

    def fails(self, *args, **kwargs):
        raise OSError

    monkeypatch.setattr("notices.outbox.EmailMessage.send", fails)
    with clock.at(START):
        deliver_waiting()
    with clock.at(START + 20 * DAY):
        deliver_waiting()
    with bound(WORKER):
        assert Delivery.objects.get().state == Delivery.State.WAITING
    with clock.at(START + HOUR):
        deliver_waiting()
    for minutes in (0, 70):
        with clock.at(START + 26 * HOUR + timedelta(minutes=minutes)):
            deliver_waiting()
    with bound(WORKER):
        assert Delivery.objects.get().state == Delivery.State.UNDELIVERED


@pytest.mark.parametrize("name", ["pass_on_unanswered", "first_analysis", sweeps.BACKUP])
def test_a_mark_in_the_future_is_not_well(people, name):
    """X20. Line: ``_is_ahead`` in operations/health.py: a mark ahead of now is not well."""
    with clock.at(START):
        for one in (*health.TASKS, *REMINDERS, sweeps.BACKUP):
            sweeps.ticked(one)
        words = {"first_analysis": "Reminders", sweeps.BACKUP: "Backup"}.get(name)
        words = words or str(health.TASKS[name])
        assert {p.name: p.state for p in health.points()}[words] == health.OK
        with bound(WORKER):
            Sweep.objects.filter(name=name).update(last_at=START + 20 * DAY)
        found = {point.name: point for point in health.points()}
        assert found[words].state == health.FAILED
        assert "in the future" in found[words].sentence


def test_no_backup_is_thrown_away_in_doubt(people):
    """X20. Line: ``in_doubt``: a year ahead every backup but the newest would be old."""
    with clock.at(START):
        sweeps.ticked("end_access")
        assert not sweeps.in_doubt()
    with clock.at(START + 365 * DAY):
        assert sweeps.in_doubt()
