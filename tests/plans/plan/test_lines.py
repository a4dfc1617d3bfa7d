"""Goals, actions, checkpoints of a draft: added, changed, moved, taken out, put back (S49-S52)."""

from datetime import date

import pytest

from casework.models import JournalEntry
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from notices.models import Notice
from plans.models import Action, Checkpoint, Goal
from plans.plan.decisions import lines, proposals
from tests import people as town
from tests.plans import planning


@pytest.fixture
def hugo(who):
    with town.acting(who["hugo"]):
        yield who["hugo"]


def add(case, hugo, owner, **more):
    return lines.add_action(case, by=hugo, **planning.action_fields(owner, **more))


def change(line, hugo, **changes):
    return lines.change_line(
        line, by=hugo, expected=line.version, changes=changes, why="Liste d’attente."
    )


def test_a_line_is_added_with_its_history_and_its_sentence(case, draft, who, hugo):
    """S50: `add_line`."""
    action = add(case, hugo, who["lea"], title="Boxe")
    assert Action.history.filter(id=action.pk).count() == 1
    entries = JournalEntry.objects.filter(case=case, event="plan.line_added", by=hugo)
    told = list(entries.values_list("facts", flat=True))
    assert told.count({"number": 1, "kind": "plan_action"}) == 3


def test_nothing_is_added_without_a_draft(case, applies, who, hugo):
    """S53: `rules.has_draft` of `add_checkpoint`."""
    with pytest.raises(Refused) as refusal:
        lines.add_checkpoint(case, by=hugo, due_on=planning.day(9))
    assert refusal.value.obstacles[0].row == "S53"
    assert Checkpoint.objects.filter(case=case).count() == 1


def test_a_line_of_an_approved_version_is_not_changed(case, applies, who, hugo):
    """S53: `rules.of_the_draft` of `change_line`."""
    old = Action.objects.filter(plan=applies).first()
    planning.new_version(case, hugo)
    with pytest.raises(Refused):
        change(old, hugo, title="Autre")


def test_a_change_says_why_and_two_windows_never_overwrite(case, draft, hugo):
    """I1: `expected` of `change_line`; the reason stays on the line and in its history."""
    goal = Goal.objects.get(plan=draft)
    change(goal, hugo, target="5 jours sur 5")
    assert Goal.objects.get(pk=goal.pk).why == "Liste d’attente."
    assert Goal.history.filter(id=goal.pk).count() == 2
    with pytest.raises(Conflict):
        change(goal, hugo, target="perdu")


@pytest.mark.parametrize("empty", ["statement", "indicator", "target"])
def test_a_goal_is_measurable(case, draft, who, hugo, empty):
    """S49: `_goal_is_whole`."""
    fields = planning.goal_fields(case, who)
    with pytest.raises(Refused) as refusal:
        lines.add_goal(case, by=hugo, **(fields | {empty: "  "}))
    assert refusal.value.obstacles[0].row == "S49"
    assert Goal.objects.filter(plan=draft).count() == 1


def test_an_action_does_not_end_before_it_starts(case, draft, who, hugo):
    """S50: `_action_is_whole`; one day is long enough."""
    with pytest.raises(Refused):
        add(case, hugo, who["lea"], start=5, end=4)
    assert add(case, hugo, who["lea"], start=5, end=5)


def test_nothing_comes_after_itself_not_even_through_others(case, draft, who, hugo):
    """S51: `_no_circle` names the actions of the circle."""
    first = add(case, hugo, who["lea"], title="Un")
    second = add(case, hugo, who["lea"], title="Deux", after=first)
    third = add(case, hugo, who["lea"], title="Trois", after=second)
    with pytest.raises(Refused) as refusal:
        change(first, hugo, after=third)
    sentence = str(refusal.value.obstacles[0])
    assert all(title in sentence for title in ("Un", "Deux", "Trois"))
    with pytest.raises(Refused):
        change(first, hugo, after=first)
    assert Action.objects.get(pk=first.pk).after is None


def test_a_circle_is_not_made_by_way_of_what_was_taken_out(case, draft, who, hugo):
    """S51: `_no_circle` looks at removed actions too, so putting one back never closes it."""
    first = add(case, hugo, who["lea"], title="Un")
    second = add(case, hugo, who["lea"], title="Deux", after=first)
    lines.remove_line(second, by=hugo)
    with pytest.raises(Refused):
        change(first, hugo, after=second)


def test_an_action_moves_as_long_as_it_is(case, draft, who, hugo):
    """S51: `length` in `move_action`; 29 February is a day like others."""
    action = add(case, hugo, who["lea"], start=1, end=8)
    moved = lines.move_action(action, by=hugo, day=date(2028, 2, 29))
    assert (moved.starts_on, moved.ends_on) == (date(2028, 2, 29), date(2028, 3, 7))
    assert moved.why


@pytest.mark.parametrize("when", [date(2026, 3, 1), date.max])
def test_an_action_is_not_moved_into_the_past_or_out_of_the_calendar(case, draft, who, hugo, when):
    """S51: both sentences of `move_action`."""
    action = add(case, hugo, who["lea"], start=1, end=8)
    with pytest.raises(Refused):
        lines.move_action(action, by=hugo, day=when)


def test_what_was_taken_out_comes_back(case, draft, who, hugo):
    """S53: `removed_at`; twice is refused either way."""
    action = Action.objects.filter(plan=draft).first()
    lines.remove_line(action, by=hugo, why="Doublon.")
    with pytest.raises(Refused):
        lines.remove_line(action, by=hugo)
    with pytest.raises(Refused):
        change(Action.objects.get(pk=action.pk), hugo, title="Autre")
    lines.restore_line(action, by=hugo)
    with pytest.raises(Refused):
        lines.restore_line(action, by=hugo)
    assert Action.objects.get(pk=action.pk).removed_at is None
    assert Action.history.filter(id=action.pk).count() == 3


def propose(case, person, **more):
    fields = planning.action_fields(person, title="Atelier CV") | more
    fields.pop("agency")
    with town.acting(person):
        return proposals.propose_action(case, by=person, **fields)


def test_a_partner_proposes_for_the_own_agency(case, draft, who):
    """S14: `propose_action` sets the agency itself and tells the content coordinator alone."""
    action = propose(case, who["bruno"])
    assert (action.agency, action.proposal) == (who["bruno"].agency, "waiting")
    with bound(WORKER):
        told = Notice.objects.filter(kind="plan_proposal").values_list("recipient", flat=True)
        assert list(told) == [who["hugo"].pk]


def test_a_proposal_waits_before_the_plan_is_approved(case, draft, who):
    """S14: `proposals_are_answered`; it counts for nothing before."""
    propose(case, who["bruno"])
    assert "S14" in planning.rows(case, who["hugo"], "block")


def test_it_is_taken_in(case, draft, who):
    """S14: `take_in`; whoever proposed it is told."""
    action = propose(case, who["bruno"])
    with town.acting(who["hugo"]):
        proposals.take_in(action, by=who["hugo"])
        assert Action.objects.get(pk=action.pk).proposal == "taken"
        with pytest.raises(Refused):
            proposals.take_in(action, by=who["hugo"])
    with bound(WORKER):
        told = Notice.objects.filter(kind="plan_proposal_answered")
        assert list(told.values_list("recipient", flat=True)) == [who["bruno"].pk]
    assert "S14" not in planning.rows(case, who["hugo"])


def test_it_is_declined_with_a_reason(case, draft, who):
    """S14: the reason in `decline_proposal`; what was declined is not copied."""
    action = propose(case, who["bruno"])
    with town.acting(who["hugo"]):
        with pytest.raises(Refused):
            proposals.decline_proposal(action, by=who["hugo"], reason=" ")
        proposals.decline_proposal(action, by=who["hugo"], reason="Plus tard.")
        assert Action.objects.get(pk=action.pk).answer == "Plus tard."
    planning.approve(case, who["hugo"])
    second = planning.new_version(case, who["hugo"])
    with bound(WORKER):
        assert not Action.objects.filter(plan=second, line=action.line).exists()


def test_nothing_is_proposed_without_a_draft(case, applies, who):
    """S53: `rules.has_draft` of `propose_action`."""
    with pytest.raises(Refused):
        propose(case, who["bruno"])
