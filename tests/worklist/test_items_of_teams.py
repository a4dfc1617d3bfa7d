"""Items of My work of teams, each as a whole: a missing colleague, an interest to declare."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import User
from casework.models import Case
from common import clock
from common.dates import day as words
from common.scope import WORKER, bound
from common.together import answer
from tests import people as town
from tests import worlds
from tests.browsing import away
from worklist import from_team
from worklist.item import Item

ONE = "Hand this part over on the team page, or name a second person."
GONE = "Hand this part over on the team page: reminders go to somebody else meanwhile."
MANY = "Hand this part over on the team page of each, or name a second person."


@worlds.standing
def case(people):
    return town.open_case(people)


def items(people, key: str, of: str = "away") -> list[Item]:
    with town.acting(people[key]) as user:
        return answer(getattr(from_team, of)(user))


def test_somebody_will_be_away(people, case):
    """S54. Lines: each of the Item of ``away``; due when the absence begins, at midnight."""
    first = clock.today() + timedelta(days=3)
    last = first + timedelta(days=2)
    away(people["lea"], first, last)
    midnight = timezone.make_aware(datetime.combine(first, time()))
    (item,) = items(people, "claire")
    assert item == Item(
        title="Léa Fontaine (Jeunesse), partner, will be away from"
        f" {words(first)} to {words(last)}.",
        href=reverse("case_team", args=[case.pk]),
        reference=case.reference,
        due_at=midnight,
        kind="person",
        meta=ONE,
        act="Hand over",
    )
    for key in ("lea", "bruno", "marc"):
        assert items(people, key) == []


def test_somebody_is_away_since_yesterday(people, case):
    """S54. Line: ``max(now, first)``: what was due before now is due now, and not late."""
    away(people["lea"], clock.today() - timedelta(days=1), clock.today() + timedelta(days=1))
    (item,) = items(people, "claire")
    assert item.due_at == clock.now()
    assert not item.is_late


def test_somebody_is_gone(people, case):
    """X18. Lines: ``else now`` and ``todo_words`` of a single one."""
    with bound(WORKER):
        User.objects.filter(pk=people["lea"].pk).update(is_active=False)
    (item,) = items(people, "claire")
    assert (item.due_at, item.meta) == (clock.now(), GONE)
    assert "is no longer there" in item.title


def test_one_item_for_a_person_and_part_another_for_another(people, case):
    """S54. Lines: ``setdefault`` by the words, and ``many``."""
    second = town.open_case(people, given="Nadia")
    first = clock.today() + timedelta(days=3)
    away(people["lea"], first)
    away(people["bruno"], first)
    found = {item.title.split(" (")[0]: item for item in items(people, "claire")}
    assert set(found) == {"Léa Fontaine", "Bruno Faure"}
    for item in found.values():
        assert item.meta == MANY
        assert set(item.reference.split(", ")) == {case.reference, second.reference}
        shown = item.reference.split(", ")[0]
        with bound(WORKER):
            led_to = Case.objects.get(reference=shown)
        assert item.href == reverse("case_team", args=[led_to.pk])


@pytest.mark.parametrize(
    ("number", "most", "ends"),
    [(4, 50, ""), (5, 50, "and 1 other"), (6, 50, "and 2 others"), (6, 6, "and at least 2 others")],
)
def test_few_are_named_and_the_others_counted(people, monkeypatch, number, most, ends):
    """X06. Lines: each of ``_references``; ``len(missed) == MOST`` of ``away``."""
    monkeypatch.setattr(from_team, "MOST", most)
    cases = [town.open_case(people, given=f"Anaïs{'abcdef'[n]}") for n in range(number)]
    away(people["lea"], clock.today() + timedelta(days=3))
    (item,) = items(people, "claire")
    assert sum(case.reference in item.reference for case in cases) == from_team.FEW
    assert item.reference.endswith(ends)
    assert ("other" in item.reference) == bool(ends)


def test_an_interest_is_to_be_said(people, case):
    """S55. Lines: each of the Item of ``declarations``; the case that has waited longest."""
    with clock.at(clock.now() + timedelta(hours=1)):
        second = town.open_case(people, given="Nadia")
    (item,) = items(people, "lea", "declarations")
    assert item == Item(
        title="Say whether you have an interest of your own",
        href=reverse("case_declare", args=[case.pk]),
        reference=f"{case.reference}, {second.reference}",
        due_at=None,
        kind="question",
        act="Declare",
    )


def test_who_is_on_no_team_is_asked_nothing(people, case):
    """S55. Line: ``if not cases``."""
    assert items(people, "marc", "declarations") == []
