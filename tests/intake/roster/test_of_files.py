"""A possible danger joined to a file at which nobody of it looks: by the same hours (S63, S86)."""

from __future__ import annotations

from agencies.models import Turn
from casework.models import Case
from common import clock
from common.scope import WORKER, bound
from intake.models import Outcome, Signal
from intake.outcomes.decisions import joining
from notices.models import Notice
from tests import worlds
from tests.browsing import away, paris
from tests.intake.roster.rostered import reminded, turn
from tests.people import about_person, acknowledged, acting, hotline, open_case, signal_from

PAUL, LUC, CLAIRE, HUGO = "Paul Rivoire", "Luc Amiel", "Claire Morvan", "Hugo Séverin"
WEEKEND = ((2026, 6, 6, 8), (2026, 6, 8, 8))


@worlds.standing
def case(people) -> Case:
    """Yanis is followed: Claire and Hugo coordinate, Paul answers for the risk."""
    return open_case(people)


def joined(people, case, *moment, by="thomas") -> Outcome:
    """A signal on a knife that Thomas joined to the file at that moment."""
    with clock.at(paris(*moment)):
        signal = signal_from(
            people["luc"], "Il a un couteau.", channel=hotline(), danger=Signal.Danger.YES
        )
        signal = acknowledged(signal, people["luc"])
        with bound(WORKER):
            about_person(Signal.objects.get(pk=signal.pk), case.subject)
        with acting(people[by]) as user:
            row = Signal.objects.get(pk=signal.pk)
            return joining.join_to_case(row, by=user, reason="C’est la même personne.")


def told(outcome) -> dict[str, str]:
    """Person -> kind of the reminder that they had of it."""
    with bound(WORKER):
        rows = Notice.objects.filter(key=f"urgent:{outcome.pk}:file")
        found = list(rows.values_list("recipient__full_name", "kind"))
    assert len(found) == len(dict(found))
    return dict(found)


def read_by(person) -> None:
    with bound(WORKER):
        rows = Notice.objects.filter(recipient=person, kind="file_signal_urgent")
        assert rows.update(read_at=clock.now()) == 1


def chairs_are_empty(people, *days) -> None:
    """Claire has no account any more, Hugo is away."""
    people["claire"].is_active = False
    people["claire"].save()
    away(people["hugo"], *(paris(*day).date() for day in days))


def test_by_day_the_coordinators_then_the_risk_owner_then_the_desk(people, case):
    """Rulings 7. Lines: ``_of_file``; the third step in ``_letters``."""
    outcome = joined(people, case, 2026, 6, 3, 9)
    assert reminded(2026, 6, 3, 10, 59) == 0
    assert reminded(2026, 6, 3, 11) == 2
    assert told(outcome) == {CLAIRE: "file_urgent_waits", HUGO: "file_urgent_waits"}
    assert reminded(2026, 6, 3, 13) == 1
    assert told(outcome)[PAUL] == "file_urgent_waits"
    assert reminded(2026, 6, 3, 15) == 1
    assert told(outcome)["Thomas Leclercq"] == "urgent_file"
    assert reminded(2026, 6, 3, 17) == 0


def test_looked_at_by_one_it_reminds_nobody(people, case):
    """A receipt. Line: ``read_at__isnull=False`` in ``unread``."""
    outcome = joined(people, case, 2026, 6, 3, 9)
    read_by(people["hugo"])
    assert reminded(2026, 6, 3, 15) == 0
    assert told(outcome) == {}


def test_at_night_with_two_empty_chairs_the_roster_alone(people, case):
    """Rulings 7, X18. Line: ``of_file = frozenset()`` where somebody is on call."""
    chairs_are_empty(people, (2026, 6, 6), (2026, 6, 7))
    turn(people, "luc", *WEEKEND, by="thomas")
    turn(people, "thomas", *WEEKEND, call=Turn.Call.SECOND, by="thomas")
    outcome = joined(people, case, 2026, 6, 6, 23, 10)
    assert reminded(2026, 6, 7, 1, 9) == 0
    assert reminded(2026, 6, 7, 1, 10) == 1
    assert told(outcome) == {LUC: "urgent_file"}
    assert reminded(2026, 6, 7, 3, 10) == 1
    assert set(told(outcome)) == {LUC, "Thomas Leclercq"}
    # On the Monday those of the file hear of it, nobody twice.
    assert reminded(2026, 6, 8, 8) == 2
    assert {name for name, kind in told(outcome).items() if kind == "file_urgent_waits"} == {
        HUGO, PAUL,
    }  # fmt: skip


def test_with_no_roster_whoever_of_the_file_can_act(people, case):
    """Rulings 7: never an empty chair. Line: ``present()`` in ``_of_file``."""
    chairs_are_empty(people, (2026, 6, 6), (2026, 6, 7))
    outcome = joined(people, case, 2026, 6, 6, 23, 10)
    assert reminded(2026, 6, 7, 2) == 1
    assert told(outcome) == {PAUL: "file_urgent_waits"}


def test_with_nobody_of_the_file_the_desk(people, case):
    """Never nobody. Line: ``there(desk)`` in ``_letters``."""
    chairs_are_empty(people, (2026, 6, 6), (2026, 6, 7))
    away(people["paul"], paris(2026, 6, 6).date(), paris(2026, 6, 7).date())
    outcome = joined(people, case, 2026, 6, 6, 23, 10)
    reminded(2026, 6, 7, 2)
    assert set(told(outcome)) == {"Inès Vasseur", LUC, "Thomas Leclercq"}
    assert set(told(outcome).values()) == {"urgent_file"}


def test_taken_off_it_is_no_news(people, case, everything):
    """Line: ``call_back(key=urgent_key(…))`` in taken_off; ``status`` in ``unread``."""
    outcome = joined(people, case, 2026, 6, 3, 9)
    assert reminded(2026, 6, 3, 11) == 2
    with clock.at(paris(2026, 6, 3, 12)), acting(people["thomas"]) as thomas:
        joining.take_off_case(
            Outcome.objects.get(pk=outcome.pk), by=thomas, reason="Un autre que lui."
        )
    rows = Notice.objects.filter(key=f"urgent:{outcome.pk}:file")
    assert rows.count() == 2
    assert not rows.filter(read_at=None).exists()
    assert reminded(2026, 6, 3, 15) == 0
