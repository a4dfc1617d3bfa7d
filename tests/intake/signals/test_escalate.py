"""escalate: a signal nobody acknowledges goes on by the clock, each step once (S24, J2)."""

import pytest

from agencies.models import Channel, ChannelPost
from casework.models import JournalEntry, LocalHoliday
from common import clock
from common.scope import WORKER, bound
from intake import urls
from intake.models import Signal, SignalHop
from intake.signals import decisions as signals
from intake.signals.tasks import pass_on_unanswered
from notices import telling
from notices.models import Notice
from tests import ticking, worlds
from tests.browsing import away, paris, snapshot
from tests.people import acknowledged, hotline, signal_from

Why = SignalHop.Why


def sweep(*moment) -> int:
    with clock.at(paris(*moment)):
        ticking.has_run("pass_on_unanswered")
        return pass_on_unanswered()


def captured(people, *moment) -> Signal:
    with clock.at(paris(*moment)):
        return signal_from(people["sophie"], channel=hotline())


def now(signal) -> Signal:
    with bound(WORKER):
        return Signal.objects.select_related("holder").get(pk=signal.pk)


def escalations(signal) -> list[tuple]:
    with bound(WORKER):
        hops = signal.hops.filter(kind__in=["escalated", "nobody"]).select_related("to")
        return [(hop.to.full_name if hop.to else None, hop.why) for hop in hops]


def notices_of(signal, kind) -> list[str]:
    with bound(WORKER):
        found = Notice.objects.filter(signal_id=signal.pk, kind=kind)
        return sorted(found.values_list("recipient__full_name", flat=True))


def test_one_working_day_then_the_deputy(people):
    """S24: Friday 17:00 to Monday 17:00. Line: ``answer_due_at`` in why_it_moves_on."""
    signal = captured(people, 2026, 6, 5, 17)
    assert sweep(2026, 6, 8, 16, 59) == 0
    assert now(signal).holder == people["ines"]
    assert sweep(2026, 6, 8, 17) == 1
    assert now(signal).holder == people["thomas"]
    assert now(signal).answer_due_at == paris(2026, 6, 9, 17)
    assert escalations(signal) == [("Thomas Leclercq", Why.DELAY)]
    assert notices_of(signal, "signal_escalated") == ["Thomas Leclercq"]
    with bound(WORKER):
        entry = JournalEntry.objects.get(event="signal.escalated")
    assert (entry.by, entry.facts) == (None, {"name": "Thomas Leclercq", "why": "delay"})


def test_deputy_then_coordinator_then_everybody_each_step_once(people):
    """S24, J2. Lines: ``signal.answer_due_at = route.due_moment()``; ``had`` in route.after."""
    signal = captured(people, 2026, 6, 5, 17)
    steps = [sweep(2026, 6, day, 17) for day in (8, 8, 8, 9, 9, 10, 10, 11, 11)]
    assert steps == [1, 0, 0, 1, 0, 1, 0, 1, 0]
    assert escalations(signal) == [
        ("Thomas Leclercq", Why.DELAY),
        ("Claire Morvan", Why.DELAY),
        ("Luc Amiel", Why.DELAY),
        (None, Why.DESK_AWAY),
    ]
    signal = now(signal)
    assert signal.unattended
    assert notices_of(signal, "signal_unattended") == [
        "Claire Morvan",
        "Inès Vasseur",
        "Luc Amiel",
        "Thomas Leclercq",
    ]


def test_not_on_a_public_holiday(people):
    """S24: Whit Monday, 25 May 2026. Line: ``_public`` in WorkingDays.is_working."""
    signal = captured(people, 2026, 5, 22, 17)
    assert sweep(2026, 5, 25, 18) == 0
    assert sweep(2026, 5, 26, 16, 59) == 0
    assert sweep(2026, 5, 26, 17) == 1
    assert now(signal).holder == people["thomas"]


def test_not_on_a_local_day_off(people):
    """S24, S03. Line: ``day in self._local`` in WorkingDays.is_working."""
    LocalHoliday.objects.create(day=paris(2026, 6, 8).date(), name="Fête de la ville")
    captured(people, 2026, 6, 5, 17)
    assert sweep(2026, 6, 8, 23) == 0
    assert sweep(2026, 6, 9, 17) == 1


@pytest.mark.parametrize(
    ("friday", "monday"),
    [((2026, 10, 23, 17), (2026, 10, 26, 17)), ((2026, 3, 27, 17), (2026, 3, 30, 17))],
)
def test_the_hour_holds_when_the_clocks_change(people, friday, monday):
    """J1: 17:00 stays 17:00 over both changes. Line: make_aware in WorkingDays.due_after."""
    signal = captured(people, *friday)
    assert now(signal).answer_due_at == paris(*monday)
    hour, minute = monday[3] - 1, 59
    assert sweep(*monday[:3], hour, minute) == 0
    assert sweep(*monday) == 1


def test_at_capture_the_second_receiver(people):
    """S24: put A absent, B is told. Line: ``present(receivers)`` in the duty desk."""
    away(people["ines"], paris(2026, 6, 2).date())
    signal = captured(people, 2026, 6, 2, 10)
    assert now(signal).holder == people["luc"]
    assert notices_of(signal, "signal_waits") == ["Luc Amiel"]


def test_at_capture_the_deputy(people):
    """S24: every receiver away. Line: ``desk.deputies_present`` in route.first."""
    for key in ("ines", "luc"):
        away(people[key], paris(2026, 6, 2).date())
    signal = captured(people, 2026, 6, 2, 10)
    assert now(signal).holder == people["thomas"]
    with bound(WORKER):
        assert signal.hops.last().why == Why.RECEIVERS_AWAY


def test_at_capture_a_coordinator(people):
    """S24: the whole desk away. Line: ``desk.coordinators_present`` in route.first."""
    for key in ("ines", "luc", "thomas"):
        away(people[key], paris(2026, 6, 2).date())
    signal = captured(people, 2026, 6, 2, 10)
    assert now(signal).holder == people["claire"]
    assert not now(signal).unattended
    with bound(WORKER):
        assert signal.hops.last().why == Why.DESK_AWAY


def test_at_capture_nobody_and_everybody_is_told(people, sign_in):
    """S24: flag, all told though away, banner. Lines: ``unattended=chosen is None``; everyone."""
    for key in ("ines", "luc", "thomas", "claire"):
        away(people[key], paris(2026, 6, 2).date())
    signal = captured(people, 2026, 6, 2, 10)
    assert (now(signal).holder, now(signal).unattended) == (None, True)
    assert notices_of(signal, "signal_unattended") == [
        "Claire Morvan",
        "Inès Vasseur",
        "Luc Amiel",
        "Thomas Leclercq",
    ]
    page = sign_in(people["luc"]).get(f"/signals/{signal.pk}/").content.decode()
    assert "Nobody has this signal" in page
    home = sign_in(people["luc"]).get("/").content.decode()
    assert signal.reference in home
    reporter = sign_in(people["sophie"]).get(f"/signals/{signal.pk}/").content.decode()
    assert "Nobody has this signal" not in reporter


def test_a_holder_who_goes_away_does_not_keep_it(people):
    """S24: at the next sweep. Lines: ``can_act`` in is_gone; ``holder_away`` in due."""
    signal = captured(people, 2026, 6, 2, 10)
    assert sweep(2026, 6, 2, 11) == 0
    away(people["ines"], paris(2026, 6, 2).date())
    assert sweep(2026, 6, 2, 11, 5) == 1
    assert sweep(2026, 6, 2, 11, 10) == 0
    assert escalations(signal) == [("Thomas Leclercq", Why.HOLDER_AWAY)]
    assert now(signal).answer_due_at == paris(2026, 6, 3, 11, 5)


def test_a_holder_whose_account_is_closed_does_not_keep_it(people):
    """S24: at the next sweep. Lines: ``can_act`` in is_gone; ``gone`` in due."""
    signal = captured(people, 2026, 6, 2, 10)
    people["ines"].is_active = False
    people["ines"].save()
    assert sweep(2026, 6, 2, 10, 5) == 1
    assert escalations(signal) == [("Thomas Leclercq", Why.HOLDER_AWAY)]


def test_while_nobody_is_left_everybody_is_told_each_working_day(people):
    """S24: no signal falls silent. Line: the key of the notice carries the version."""
    for key in ("ines", "luc", "thomas", "claire"):
        away(people[key], paris(2026, 6, 2).date(), paris(2026, 6, 30).date())
    signal = captured(people, 2026, 6, 2, 10)
    assert [sweep(2026, 6, day, 10) for day in (2, 3, 3, 4)] == [0, 1, 0, 1]
    assert len(notices_of(signal, "signal_unattended")) == 3 * 4


def test_an_acknowledged_signal_stays(people):
    """The wrong state. Line: ``if not signal.is_open`` in why_it_moves_on."""
    signal = captured(people, 2026, 6, 2, 10)
    with clock.at(paris(2026, 6, 2, 11)):
        acknowledged(signal, people["ines"])
    before = snapshot()
    assert sweep(2026, 6, 20, 10) == 0
    with clock.at(paris(2026, 6, 20, 10)), bound(WORKER):
        assert signals.escalate(signal.pk) is None
    assert snapshot() == before


def test_no_route_leads_to_it():
    """The wrong person: nobody's click moves the clock's hand; the sweep alone calls it."""
    assert not any("escalate" in route.name for route in urls.urlpatterns)


@worlds.standing
def signal_due(people):
    return captured(people, 2026, 6, 2, 10)


def test_all_or_nothing(people, signal_due, fails):
    """I5. The decorator and the block ``with elevated()`` hold each alone."""
    before = snapshot()
    with clock.at(paris(2026, 6, 4, 10)), bound(WORKER), fails(telling, "queue"):
        signals.escalate(signal_due.pk)
    assert snapshot() == before


def test_a_poisoned_signal_does_not_hold_up_the_others(people, monkeypatch):
    """J3: the sweep goes on. Line: ``except Exception`` in intake/signals/tasks.py."""
    first, second = captured(people, 2026, 6, 2, 10), captured(people, 2026, 6, 2, 11)
    real = signals.escalate

    def poisoned(pk):
        if pk == first.pk:
            raise ValueError("poison")
        return real(pk)

    monkeypatch.setattr(signals, "escalate", poisoned)
    assert sweep(2026, 6, 4, 10) == 1
    assert now(second).holder == people["thomas"]
    assert now(first).holder == people["ines"]


def test_the_oldest_first_and_not_more_than_a_sweep_holds(people, monkeypatch):
    """J4, X21: a clock gone wrong mails nobody's whole list; the next sweep goes on from there.

    Lines: ``order_by`` in unanswered_now; ``moved >= MOST`` in intake.signals.tasks.
    """
    monkeypatch.setattr("intake.signals.tasks.MOST", 2)
    found = [captured(people, 2026, 6, 2, hour) for hour in (12, 10, 11)]
    assert sweep(2026, 6, 4, 10) == 2
    assert [now(one).holder == people["ines"] for one in found] == [True, False, False]
    assert sweep(2026, 6, 4, 10) == 1


def test_three_days_of_silence_are_one_step(people):
    """J4: the server was off: one step, not a burst."""
    signal = captured(people, 2026, 6, 2, 10)
    assert [sweep(2026, 6, 9, 10) for _again in range(3)] == [1, 0, 0]
    assert len(escalations(signal)) == 1


HOME = "Fewer than two people receive signals here"


def test_one_receiver_is_a_permanent_warning(people, sign_in):
    """S24: on the home page of whoever answers for signals, until there are two. Line: _thin."""
    ChannelPost.objects.create(
        channel=Channel.objects.get(kind=Channel.Kind.PARTNER),
        user=people["sophie"],
        post="receiver",
        position=3,
    )
    assert HOME not in sign_in(people["claire"]).get("/").content.decode()
    ChannelPost.objects.filter(user=people["luc"]).update(active=False)
    for who in ("claire", "ines"):
        page = sign_in(people[who]).get("/").content.decode()
        assert HOME in page
        assert "Permanence téléphonique" in page
    assert HOME not in sign_in(people["bruno"]).get("/").content.decode()
    with clock.at(paris(2026, 6, 30, 10)):
        assert HOME in sign_in(people["claire"]).get("/").content.decode(), "it does not go away"


def test_a_receiver_away_is_a_warning_too(people, sign_in):
    """S24: today the channel rests on one person."""
    away(people["luc"], paris(2026, 6, 2).date())
    assert HOME in sign_in(people["ines"]).get("/").content.decode()
    with clock.at(paris(2026, 6, 3, 10)):
        assert HOME not in sign_in(people["ines"]).get("/").content.decode()


def test_the_route_with_its_times(people, sign_in):
    """S27: each hop with its time, for the desk alone. Line: ``if on_desk`` in SignalPage.get."""
    signal = captured(people, 2026, 6, 5, 17)
    sweep(2026, 6, 8, 17)
    with clock.at(paris(2026, 6, 8, 17, 30)):
        acknowledged(signal, people["thomas"])
    with clock.at(paris(2026, 6, 8, 18)):
        page = sign_in(people["claire"]).get(f"/signals/{signal.pk}/").content.decode()
        reporter = sign_in(people["sophie"]).get(f"/signals/{signal.pk}/").content.decode()
    route = page.partition("Route of this signal")[2].partition("Decisions")[0]
    places = [
        route.index(words)
        for words in ("received", "Inès Vasseur", "passed on by the clock", "acknowledged")
    ]
    assert places == sorted(places)
    assert route.count("17:00") == 3
    assert "17:30" in route
    assert "not acknowledged in time" in route
    assert "Thomas Leclercq" not in reporter.partition("<main")[2]
