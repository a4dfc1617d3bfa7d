"""Goals, actions and checkpoints of a draft: added, changed, moved, out and back, proposed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from casework import clock
from casework.models import Case, JournalEntry, Notice
from casework.refusals import Conflict, Refused
from casework.scope import WORKER, bound
from plans.decisions import plan as acts
from plans.models import Action, Goal, Plan
from tests.people import acting
from tests.plans.plan_scenes import fresh, in_analysis

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people):
    return in_analysis(people)


@pytest.fixture
def hugo(people):
    with acting(people["hugo"]) as user:
        yield user


@pytest.fixture
def draft(case, hugo):
    return acts.start_plan(fresh(case), by=hugo)


def an_action(plan, hugo, owner, title="Rendez-vous", first=1, last=30, **more) -> Action:
    today = clock.today()
    values = {"kind": "social", "meets_person": True, "after": None, "goal": None, "why_fits": ""}
    return acts.add_action(
        plan, by=hugo, title=title, owner=owner, starts_on=today + timedelta(days=first),
        ends_on=today + timedelta(days=last), **(values | more),
    )  # fmt: skip


def a_goal(plan, hugo, **more) -> Goal:
    values = {
        "statement": "Tenir huit rendez-vous sur dix.", "indicator": "Le registre",
        "baseline": "2 sur 10", "target": "8 sur 10", "means": "CMP", "factor": None,
        "due_on": date(2026, 9, 30), "tag": Goal.Tag.CARE,
    }  # fmt: skip
    return acts.add_goal(plan, by=hugo, **(values | more))


def test_a_draft_is_begun_once(case, draft, hugo):
    """S53: a second one is refused with who began it and when. Red without ``no_other_draft``."""
    with pytest.raises(Refused) as refused:
        acts.start_plan(fresh(case), by=hugo)
    assert "Hugo Séverin began version 1" in str(refused.value.obstacles[0])
    assert Plan.objects.filter(case=case).count() == 1


def test_lines_keep_their_order_and_their_history(people, draft, hugo):
    first, second = a_goal(draft, hugo), a_goal(draft, hugo, statement="Reprendre la formation.")
    assert [first.position, second.position] == [1, 2]
    changed = acts.change_goal(second, by=hugo, expected=1, target="30 septembre")
    assert (changed.version, changed.history.count()) == (2, 2)
    assert {row.history_user for row in changed.history.all()} == {hugo}


def test_two_writers_of_one_goal(people, draft, hugo):
    """I1: the second is told; nothing is overwritten. Red without ``expected``."""
    goal = a_goal(draft, hugo)
    acts.change_goal(goal, by=hugo, expected=1, target="9 sur 10")
    with pytest.raises(Conflict) as conflict:
        acts.change_goal(goal, by=hugo, expected=1, target="10 sur 10")
    assert conflict.value.current.target == "9 sur 10"


def test_an_action_that_ends_before_it_starts(people, draft, hugo):
    """S50. Red without ``ends_after_it_starts``: then the database refuses, without a sentence."""
    with pytest.raises(Refused) as refused:
        an_action(draft, hugo, people["bruno"], first=10, last=9)
    assert str(refused.value.obstacles[0]) == "The action ends before it starts."
    one_day = an_action(draft, hugo, people["bruno"], first=10, last=10)
    assert one_day.starts_on == one_day.ends_on


def test_somebody_outside_the_team_answers_for_nothing(people, draft, hugo):
    """S50. Red without ``owner_is_of_the_agency``."""
    with pytest.raises(Refused) as refused:
        an_action(draft, hugo, people["odile"])
    assert "Odile Perrin is not on this team." in str(refused.value.obstacles[0])
    assert not draft.actions.exists()


def test_a_circle_is_named(people, draft, hugo):
    """S50. Red without ``no_circle``: three actions that wait for each other are accepted."""
    one = an_action(draft, hugo, people["bruno"], "Un")
    two = an_action(draft, hugo, people["lea"], "Deux", after=one)
    three = an_action(draft, hugo, people["hugo"], "Trois", after=two)
    fields = {
        name: getattr(one, name)
        for name in ("title", "kind", "owner", "starts_on", "ends_on", "meets_person", "why_fits",
                     "goal")
    }  # fmt: skip
    for after, circle in ((three, "Un → Trois → Deux → Un"), (one, "Un → Un")):
        with pytest.raises(Refused) as refused:
            acts.change_action(one, by=hugo, expected=one.version, **(fields | {"after": after}))
        assert circle in str(refused.value.obstacles[0])
    assert Action.objects.get(pk=one.pk).after is None


def test_moved_it_keeps_its_length(people, draft, hugo):
    action = an_action(draft, hugo, people["bruno"], first=1, last=15)
    day = clock.today() + timedelta(days=40)
    moved = acts.move_action(action, by=hugo, starts_on=day)
    assert (moved.starts_on, moved.ends_on) == (day, day + timedelta(days=14))


def test_taken_out_and_brought_back(people, draft, hugo):
    """Undo: nothing is deleted, each twice is once."""
    goal = a_goal(draft, hugo)
    for _twice in range(2):
        acts.remove_line(goal, by=hugo)
    assert not draft.goals.filter(removed_at__isnull=True).exists()
    for _twice in range(2):
        back = acts.restore_line(goal, by=hugo)
    assert (back.removed_at, back.history.count()) == (None, 3)


def test_a_checkpoint_lies_ahead(draft, hugo):
    """S52. Red without ``lies_ahead``."""
    for day in (clock.today() - timedelta(days=1), date(9999, 12, 31)):
        with pytest.raises(Refused):
            acts.add_checkpoint(draft, by=hugo, due_on=day)
    assert acts.add_checkpoint(draft, by=hugo, due_on=date(2028, 2, 29)).due_on.day == 29


def test_discarded_with_a_reason_and_its_number_is_gone(case, draft, hugo):
    """S53: the rows stay; the next draft has another number."""
    with pytest.raises(Refused):
        acts.discard_draft(draft, by=hugo, reason=" ")
    a_goal(draft, hugo)
    acts.discard_draft(draft, by=hugo, reason="Commencé trop tôt.")
    with bound(WORKER):
        assert Goal.objects.filter(plan=draft).count() == 1
        entry = JournalEntry.objects.get(case=case, event="plan.discarded")
        assert entry.reason == "Commencé trop tôt."
    assert acts.start_plan(fresh(case), by=hugo).number == 2


def test_an_ended_case_has_no_new_lines(case, draft, hugo):
    """From the wrong state. Red when ``locked_draft`` does not lock and ask the case."""
    with bound(WORKER):
        row = Case.objects.get(pk=case.pk)
        row.state = Case.State.ENDED
        row.save_changes()
    with pytest.raises(Refused) as refused:
        a_goal(draft, hugo)
    assert "The case is at “ended”" in str(refused.value.obstacles[0])


# --- a partner proposes ---------------------------------------------------------------------
@pytest.fixture
def proposal(people, case):
    hugo, bruno = people["hugo"], people["bruno"]
    with acting(hugo):
        plan = acts.start_plan(fresh(case), by=hugo)
    with acting(bruno):
        return _proposed(plan, bruno, bruno)


def _proposed(plan, by, owner) -> Action:
    today = clock.today()
    return acts.propose_action(
        plan, by=by, title="Atelier CV", kind="social", owner=owner, starts_on=today,
        ends_on=today + timedelta(days=9), meets_person=True, why_fits="",
    )  # fmt: skip


def test_a_proposal_is_told_to_the_content_coordinator_alone(people, case, proposal):
    """Rulings 2. Red when ``propose_action`` tells nobody, or everybody."""
    with bound(WORKER):
        told = Notice.objects.filter(case=case, kind="action_proposed")
        assert [notice.recipient for notice in told] == [people["hugo"]]


def test_one_proposes_for_the_own_agency(people, case, proposal):
    """Red without ``_own_agency``."""
    with acting(people["bruno"]) as bruno, pytest.raises(Refused) as refused:
        _proposed(proposal.plan, bruno, people["lea"])
    assert "Léa Fontaine is of another agency." in str(refused.value.obstacles[0])


def test_taken_in_it_counts_and_its_author_is_told(people, case, proposal):
    with acting(people["hugo"]) as hugo:
        for _twice in range(2):
            taken = acts.take_in_action(proposal, by=hugo)
    assert taken.proposed_by is None
    with bound(WORKER):
        told = Notice.objects.filter(case=case, kind="proposal_answered")
        assert [notice.recipient for notice in told] == [people["bruno"]]


def test_declined_with_a_reason_once(people, case, proposal):
    """2.3. Red without ``_says_why`` and ``_still_waits``."""
    with acting(people["hugo"]) as hugo:
        with pytest.raises(Refused):
            acts.decline_action(proposal, by=hugo, reason="  ")
        declined = acts.decline_action(proposal, by=hugo, reason="Trop tôt pour lui.")
        assert declined.declined_reason == "Trop tôt pour lui."
        with pytest.raises(Refused) as refused:
            acts.decline_action(proposal, by=hugo, reason="Encore.")
    assert "has its answer already" in str(refused.value.obstacles[0])
