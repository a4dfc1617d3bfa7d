"""The duty roster is kept by the signal coordinators: turns added, changed, taken off (S24)."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from agencies.models import Duty, Turn
from casework.deciding import NotTheirs
from common import clock
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from intake.models import Signal
from intake.roster import decisions as roster
from intake.roster import rules
from notices import telling
from notices.models import Notice
from operations.departures.held import held_by
from tests import worlds
from tests.browsing import paris, snapshot
from tests.intake.roster.rostered import NUMBER, turn
from tests.people import acting, hotline, signal_from

FRIDAY, SATURDAY = (2026, 6, 5, 18), (2026, 6, 6, 8)


@pytest.fixture(autouse=True)
def sentences_in_english():
    with translation.override("en"):
        yield


@worlds.standing
def night(people):
    """Luc is called in the night to Saturday."""
    return turn(people, "luc", FRIDAY, SATURDAY)


def notices_of(person) -> list[tuple]:
    with bound(WORKER):
        rows = Notice.objects.filter(recipient=person, kind__startswith="turn").order_by("kind")
        return [(row.kind, row.reference, row.read_at is None) for row in rows]


def refused(act, *args, **values) -> list[str]:
    before = snapshot()
    with pytest.raises(Refused) as told:
        act(*args, **values)
    assert snapshot() == before
    return [str(one) for one in told.value.obstacles]


def changed(people, row, by="claire", **changes) -> Turn:
    with acting(people[by]) as user:
        return roster.change_turn(row, by=user, changes=changes)


# --- added ----------------------------------------------------------------------------------
def test_whoever_is_put_on_the_roster_is_told(people, night, everything):
    """S24. Lines: ``turn.save``, ``_tell`` in add_turn."""
    row = Turn.objects.get()
    assert (row.user, row.begins_at, row.ends_at) == (
        people["luc"],
        paris(*FRIDAY),
        paris(*SATURDAY),
    )
    assert (row.phone, row.call, row.version) == (NUMBER, "first", 1)
    assert row.history.get().history_user == people["claire"]
    assert notices_of(people["luc"]) == [("turn_given", "05/06 18:00 – 06/06 08:00", True)]


def test_one_puts_oneself_on_it_and_hears_nothing(people):
    """Rulings 7: a turn is no power. Line: ``if user.pk != by.pk``."""
    turn(people, "claire", FRIDAY, SATURDAY)
    assert notices_of(people["claire"]) == []


def test_several_turns_overlap(people, night):
    """A first and a second call. Line: ``user=user`` in is_called_once."""
    turn(people, "thomas", FRIDAY, SATURDAY, call=Turn.Call.SECOND)
    with bound(WORKER):
        assert Turn.objects.count() == 2


@pytest.mark.parametrize("who", ["ines", "hugo", "samuel", "nadia"])
def test_nobody_but_a_signal_coordinator_keeps_it(people, who):
    """S24: as absences of the desk. Line: ``KEEP_ROSTER`` in GRANTS."""
    before = snapshot()
    with pytest.raises(NotTheirs):
        turn(people, "luc", FRIDAY, SATURDAY, by=who)
    assert snapshot() == before


@pytest.mark.parametrize(
    ("begins", "ends", "said"),
    [
        (SATURDAY, FRIDAY, "The turn ends before it begins."),
        ((2026, 6, 1, 18), (2026, 6, 2, 8), "This turn is over already."),
        ((2026, 6, 5, 18), (2026, 7, 7, 8), "A turn lasts 31 days at most"),
    ],
)
def test_times_that_are_no_turn(people, begins, ends, said):
    """S24. Lines: is_a_turn."""
    with acting(people["claire"]):
        words = refused(turn, people, "luc", begins, ends)
    assert len(words) == 1
    assert words[0].startswith(said)


def test_nobody_who_may_not_act_on_a_signal(people):
    """Rulings 7: a turn gives no right, so it is no use to whoever has none.

    Line: ``can_be_called``.
    """
    assert "a turn gives no right" in refused(turn, people, "hugo", FRIDAY, SATURDAY)[0]


def test_nobody_whose_account_is_closed_or_was_never_used(people):
    """X18. Line: ``presence.joined()`` in roster.people."""
    for change in ({"is_active": False}, {"is_active": True, "invited_at": clock.now()}):
        for name, value in change.items():
            setattr(people["luc"], name, value)
        people["luc"].save()
        assert refused(turn, people, "luc", FRIDAY, SATURDAY)


def test_nobody_twice_at_once(people, night):
    """S24. Line: is_called_once."""
    said = refused(turn, people, "luc", (2026, 6, 6, 7), (2026, 6, 6, 20))
    assert said == ["Luc Amiel is on the roster already for a part of this time."]
    turn(people, "luc", SATURDAY, (2026, 6, 6, 20))


def test_a_turn_gives_nothing_to_read(people, night):
    """Rulings 7: whoever is called reads what their post lets them read, before and after."""
    with clock.at(paris(2026, 6, 5, 20)):
        other = signal_from(people["sophie"])  # by the channel of the agencies
        own = signal_from(people["sophie"], channel=hotline())
        with acting(people["luc"]) as luc:
            seen = set(Signal.objects.visible_to(luc).values_list("pk", flat=True))
    assert seen == {own.pk}
    assert other.pk not in seen


def test_all_or_nothing(people, fails):
    """The turn and its notice stand together or not at all."""
    before = snapshot()
    with fails(telling, "queue"):
        turn(people, "luc", FRIDAY, SATURDAY)
    assert snapshot() == before


# --- changed --------------------------------------------------------------------------------
def test_other_times_are_told_and_the_earlier_notice_is_called_back(people, night, everything):
    """S24. Lines: ``save_changes``, ``call_back``, ``turn_changed``."""
    changed(people, night, ends_at=paris(2026, 6, 6, 12), note="Sonner deux fois.")
    row = Turn.objects.get()
    assert (row.ends_at, row.note, row.version) == (paris(2026, 6, 6, 12), "Sonner deux fois.", 2)
    assert notices_of(people["luc"]) == [
        ("turn_changed", "05/06 18:00 – 06/06 12:00", True),
        ("turn_given", "05/06 18:00 – 06/06 08:00", False),
    ]


def test_given_to_somebody_else_both_are_told(people, night):
    """S24. Line: ``before.pk == turn.user_id``."""
    changed(people, night, user=people["thomas"])
    assert [kind for kind, *_more in notices_of(people["luc"])] == ["turn_given", "turn_taken"]
    assert [kind for kind, *_more in notices_of(people["thomas"])] == ["turn_given"]


def test_the_rules_of_a_new_turn_hold_for_a_changed_one(people, night):
    """S24. Lines: ``_refuse`` in change_turn; ``but`` in is_called_once."""
    assert refused(changed, people, night, user=people["hugo"])
    assert refused(changed, people, night, ends_at=paris(2026, 6, 5, 17))
    changed(people, Turn(pk=night.pk), phone="04 65 71 20 20")


@pytest.mark.parametrize("act", ["change", "remove"])
def test_what_is_over_or_taken_off_stays(people, night, act):
    """S24. Lines: ``stands``, ``is_not_over``."""

    def go():
        with acting(people["claire"]) as claire:
            if act == "change":
                return roster.change_turn(night, by=claire, changes={"note": "Trop tard."})
            return roster.remove_turn(night, by=claire)

    with clock.at(paris(*SATURDAY)):
        assert refused(go) == ["This turn is over."]
    with acting(people["claire"]) as claire:
        roster.remove_turn(night, by=claire)
    assert refused(go) == ["This turn was taken off the roster."]


@pytest.mark.parametrize("who", ["luc", "ines"])
def test_whoever_reads_it_does_not_change_it(people, night, who):
    """S24: not one's own turn either. Line: ``KEEP_ROSTER`` of change_turn and remove_turn."""
    before = snapshot()
    with acting(people[who]) as user:
        with pytest.raises(NotTheirs):
            roster.change_turn(night, by=user, changes={"note": "Non."})
        with pytest.raises(NotTheirs):
            roster.remove_turn(night, by=user)
    assert snapshot() == before


@pytest.mark.parametrize("who", ["hugo", "samuel"])
def test_for_a_stranger_there_is_no_turn(people, night, who):
    """Need-to-know: telephone numbers are for whoever may have to call. Line: OfRoster."""
    with acting(people[who]) as user, pytest.raises(Turn.DoesNotExist):
        roster.remove_turn(night, by=user)


def test_the_second_of_two_is_told(people, night):
    """X35. Line: ``expected`` under the lock."""
    with acting(people["claire"]) as claire:
        roster.change_turn(night, by=claire, changes={"note": "Un."}, expected=1)
    with acting(people["thomas"]) as thomas, pytest.raises(Conflict):
        roster.change_turn(night, by=thomas, changes={"note": "Deux."}, expected=1)


def test_changed_whole_or_not(people, night, fails):
    """The turn, what was told before and what is told now."""
    before = snapshot()
    with fails(telling, "queue"):
        changed(people, night, note="Sonner.")
    assert snapshot() == before


# --- taken off ------------------------------------------------------------------------------
def test_taken_off_it_stays_in_its_history(people, night, everything):
    """S24. Lines: ``removed_at``, ``turn_taken``."""
    with clock.at(paris(2026, 6, 3, 9)), acting(people["thomas"]) as thomas:
        roster.remove_turn(night, by=thomas)
    row = Turn.objects.get()
    assert row.removed_at == paris(2026, 6, 3, 9)
    assert row.history.first().history_user == people["thomas"]
    kinds = [(kind, unread) for kind, _when, unread in notices_of(people["luc"])]
    assert kinds == [("turn_given", False), ("turn_taken", True)]


def test_taken_off_whole_or_not(people, night, fails):
    """The turn and its notice."""
    before = snapshot()
    with fails(telling, "queue"), acting(people["claire"]) as claire:
        roster.remove_turn(night, by=claire)
    assert snapshot() == before


def test_a_duty_that_ends_before_the_turn_is_no_duty_then(people):
    """A turn may be entered for somebody whose duty ends; it is shown as a hole, not refused."""
    Duty.objects.filter(user=people["thomas"]).update(until=date(2026, 6, 4))
    turn(people, "thomas", FRIDAY, SATURDAY)
    assert list(rules.can_be_called(people["thomas"])) == []


def test_whoever_is_about_to_leave_is_shown_to_have_a_turn(people, night):
    """X18: before an administrator saves it. Line: the kind of turns in operations/departures."""
    with acting(people["samuel"]):
        assert "1 turn on the duty roster" in [one.words for one in held_by(people["luc"])]
        with clock.at(paris(*SATURDAY)):
            assert not [one for one in held_by(people["luc"]) if "roster" in one.words]
