"""Not all partners at the same time (S51): who begins too close together, and what helps."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from plans import balance, overlap, smart, timeline
from plans.content import Content
from plans.models import Action, Checkpoint, Goal, Plan

RULE = overlap.Rule(agencies=2, days=14)
MONDAY = date(2026, 6, 1)


def action(number: int, day: int, agency: int, meets=True, days=30) -> Action:
    starts = MONDAY + timedelta(days=day)
    return Action(
        id=UUID(int=number), title=f"A{number}", agency_id=agency, starts_on=starts,
        ends_on=starts + timedelta(days=days), meets_person=meets, position=number, kind="social",
    )  # fmt: skip


def titles(clash) -> list[str]:
    return [one.title for one in clash.actions]


def test_three_starts_in_one_week_are_listed():
    """Red when ``clashes`` lets the third new agency pass."""
    three = [action(1, 0, 1), action(2, 2, 2), action(3, 4, 3)]
    (found,) = overlap.clashes(three, RULE)
    assert titles(found) == ["A1", "A2", "A3"]
    assert not found.same_day


def test_two_agencies_three_weeks_or_no_meeting_are_nobodys_clash():
    assert overlap.clashes([action(1, 0, 1), action(2, 2, 2)], RULE) == []
    assert overlap.clashes([action(n, n * 7, n) for n in (0, 1, 2, 3)], RULE) == []
    assert overlap.clashes([action(n, n, n, meets=False) for n in (1, 2, 3)], RULE) == []


def test_an_agency_that_meets_him_already_is_no_new_face():
    """Red when ``first_meetings`` does not leave out the known ones."""
    three = [action(1, 0, 1), action(2, 2, 2), action(3, 4, 3)]
    assert overlap.clashes(three, RULE, frozenset({2})) == []


def test_two_contacts_on_one_day():
    """Red without ``_same_day``."""
    (found,) = overlap.clashes([action(1, 0, 1), action(2, 0, 2)], RULE)
    assert found.same_day
    assert overlap.clashes([action(1, 0, 1), action(2, 0, 1)], RULE) == []


def test_a_proposal_names_the_first_working_day_that_clears_it():
    three = [action(1, 0, 1), action(2, 2, 2), action(3, 4, 3)]
    (clash,) = overlap.clashes(three, RULE)
    found = overlap.proposals(clash, three, RULE, frozenset(), lambda day: day.weekday() < 5)
    assert [(one.action.title, one.starts_on) for one in found] == [
        ("A3", date(2026, 6, 15)),
        ("A2", date(2026, 6, 15)),
    ]
    assert [one.starts_on for one in three] == [MONDAY + timedelta(days=n) for n in (0, 2, 4)]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 8)), max_size=14))
def test_what_is_proposed_helps(starts):
    """Moved as proposed, the action stands in no clash any more; nothing else was touched."""
    actions = [action(n, day, agency) for n, (day, agency) in enumerate(starts, 1)]
    for clash in overlap.clashes(actions, RULE):
        for one in overlap.proposals(clash, actions, RULE, frozenset(), lambda day: True):
            before, one.action.starts_on = one.action.starts_on, one.starts_on
            assert not any(one.action in left.actions for left in overlap.clashes(actions, RULE))
            one.action.starts_on = before


def test_the_letters_of_a_goal():
    """S49. Red when a letter is there without its words."""
    goal = Goal(statement="Aller mieux et s’améliorer", indicator="x", target="y", due_on=MONDAY)
    assert [one.there for one in smart.letters(goal)] == [False, False, False, False, True]
    assert smart.vague_words("Aller mieux, puis aller mieux") == ["aller mieux"]
    assert smart.vague_words("Tenir huit rendez-vous sur dix") == []


def test_the_sides_of_a_plan():
    """S47. Red when three to one does not lean, or when an empty plan does."""
    sides = [balance.Balance(*pair) for pair in ((0, 0), (1, 1), (1, 2), (1, 3), (0, 1), (3, 1))]
    assert [one.leans for one in sides] == [False, False, False, True, True, True]


def test_the_axis_holds_every_day():
    """Bars and marks lie inside the picture, however long the plan."""
    actions = [action(n, n * 9, n, days=200) for n in range(1, 61)]
    checkpoint = Checkpoint(due_on=MONDAY + timedelta(days=900))
    axis = timeline.axis_of(Content(Plan(), [], actions, [checkpoint]), MONDAY)
    for one in actions:
        bar = axis.bar(one.starts_on, one.ends_on)
        assert 0 <= bar.x < bar.x + bar.width <= axis.days
    assert all(0 <= mark.x <= axis.days for mark in (*axis.checkpoints, *axis.months))
    assert len(axis.months) <= timeline.MARKS
    assert timeline.axis_of(Content(Plan()), MONDAY) is None
