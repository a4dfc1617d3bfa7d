"""The approval of the plan: what must exist, what only warns, and exactly one that applies."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from casework import clock, notices
from casework.models import Case, JournalEntry, Notice, Person, TerritoryProfile
from casework.refusals import Refused, Strength
from casework.scope import WORKER, bound
from plans import content
from plans.decisions import plan as acts
from plans.decisions.plan.approve import obstacles
from plans.models import Action, Goal, Plan
from tests.people import acting
from tests.plans.plan_scenes import fresh, in_analysis, ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people):
    return in_analysis(people)


@pytest.fixture
def draft(people, case):
    return ready(people, case)


@pytest.fixture
def hugo(people):
    with acting(people["hugo"]) as user:
        yield user


def rows(case, strength=None) -> list[str]:
    """The requirement rows that speak now."""
    return sorted(
        {o.row for o in obstacles(fresh(case)) if strength is None or o.strength == strength}
    )


def test_it_is_approved_and_the_case_moves_on(people, case, draft, hugo):
    """It applies from now on; history and journal say who and why; the others are told once."""
    assert rows(case) == []
    plan = acts.approve_plan(fresh(case), by=hugo, reason="Tout le monde était d’accord.")
    assert (plan.state, plan.approved_by, plan.number) == (Plan.State.APPROVED, hugo, 1)
    assert fresh(case).state == Case.State.PLANNED
    with bound(WORKER):
        entry = JournalEntry.objects.get(case=case, event="plan.approved")
        assert (entry.by, entry.reason) == (hugo, "Tout le monde était d’accord.")
        told = Notice.objects.filter(case=case, kind="plan_approved")
        names = {"claire", "paul", "bruno", "lea"}
        assert {n.recipient for n in told} == {people[name] for name in names}
        assert plan.history.latest().history_change_reason == "Tout le monde était d’accord."


def test_a_plan_before_the_analysis_is_refused(people, hugo):
    """From the wrong state: the sentence names the state, and nothing is written."""
    case = in_analysis(people)
    with bound(WORKER):
        row = Case.objects.get(pk=case.pk)
        row.state = Case.State.GATHERING
        row.save_changes()
    with pytest.raises(Refused) as refused:
        acts.start_plan(fresh(case), by=hugo)
    assert "gathering information" in str(refused.value.obstacles[0])
    assert not Plan.objects.filter(case=case).exists()


# --- the six parts (S46), one removed after the other ---------------------------------------
def _no_context(plan, case, hugo):
    _text(plan, hugo, "context")


def _no_goal(plan, case, hugo):
    for goal in plan.goals.all():
        acts.remove_line(goal, by=hugo)


def _no_action(plan, case, hugo):
    for action in plan.actions.all():
        acts.remove_line(action, by=hugo)


def _one_agency(plan, case, hugo):
    acts.remove_line(plan.actions.get(agency__short_name="Jeunesse"), by=hugo)


def _no_coordinator(plan, case, hugo):
    with bound(WORKER):
        member = case.members.get(role="process_coordinator", active=True)
        member.active, member.left_at = False, clock.now()
        member.save_changes()


def _no_checkpoint(plan, case, hugo):
    acts.remove_line(plan.checkpoints.get(), by=hugo)


def _text(plan, hugo, name):
    now = Plan.objects.get(pk=plan.pk)
    changes = {field: getattr(now, field) for field in ("why_start", "reach", "why_that")}
    acts.write_texts(now, by=hugo, expected=now.version, changes=changes | {name: "  "})


@pytest.mark.parametrize(
    ("take_away", "row", "words"),
    [
        (_no_context, "S46", "The social context is not written yet."),
        (_no_goal, "S46", "The plan has no goal yet."),
        (_no_action, "S46", "The plan has no action yet, so it has no timetable."),
        (_one_agency, "S46", "Only one agency acts in this plan."),
        (_no_coordinator, "S46", "Nobody is named as process coordinator yet."),
        (_no_checkpoint, "S52", "No checkpoint lies ahead."),
    ],
)
def test_each_of_the_six_parts_is_missed(case, draft, hugo, take_away, row, words):
    """S46, S52. Red for each when its generator in plans/rules/plan.py loses its «if»."""
    take_away(draft, case, hugo)
    said = [o for o in obstacles(fresh(case)) if o.sentence == words]
    assert [(o.row, o.strength) for o in said] == [(row, Strength.BLOCK)]
    with pytest.raises(Refused) as refused:
        acts.approve_plan(fresh(case), by=hugo, reason="Malgré tout.")
    assert words in [o.sentence for o in refused.value.obstacles]
    assert fresh(case).state == Case.State.ANALYSIS
    assert not Plan.objects.filter(case=case, state=Plan.State.APPROVED).exists()


@pytest.mark.parametrize("name", ["why_start", "reach", "why_that"])
def test_each_of_the_three_texts_is_asked(case, draft, hugo, name):
    """S48. Red when ``the_three_texts_are_written`` does not look at this one."""
    _text(draft, hugo, name)
    assert rows(case, Strength.BLOCK) == ["S48"]


# --- who, when ------------------------------------------------------------------------------
def test_who_answers_for_an_action_is_still_on_the_team(people, case, draft, hugo):
    """S50. Red when ``every_owner_is_on_the_team`` forgets to compare with the members."""
    with bound(WORKER):
        member = case.members.get(user=people["lea"], active=True)
        member.active, member.left_at = False, clock.now()
        member.save_changes()
    said = next(o for o in obstacles(fresh(case)) if o.row == "S50")
    assert said.sentence.startswith("Léa Fontaine answers for")
    assert said.blocks


def test_three_months_without_a_checkpoint_are_too_long(case, draft, hugo):
    """S52. Red when ``checkpoints_are_dated`` does not measure the days between."""
    far = clock.today() + timedelta(days=30 + 91)
    acts.add_checkpoint(draft, by=hugo, due_on=far)
    assert rows(case, Strength.BLOCK) == ["S52"]
    acts.add_checkpoint(draft, by=hugo, due_on=far - timedelta(days=30))
    assert rows(case, Strength.BLOCK) == []


def test_haste_gives_its_reason(people, case, draft, hugo):
    """S57. Red when ``haste_gives_a_reason`` is a warning, or counts calendar days."""
    with bound(WORKER):
        row = Case.objects.get(pk=case.pk)
        row.opened_at = clock.now() - timedelta(days=1)
        row.save_changes()
    assert rows(case) == ["S57"]
    with pytest.raises(Refused):
        acts.approve_plan(fresh(case), by=hugo, reason=" ")
    assert acts.approve_plan(fresh(case), by=hugo, reason="Départ annoncé demain.").approved_at


def test_how_it_is_evaluated_is_written_or_its_absence_explained(case, draft, hugo):
    """S73. Red when ``evaluation_is_talked_about`` yields nothing."""
    _text(draft, hugo, "evaluation")
    assert rows(case) == ["S73"]
    assert rows(case, Strength.REASON) == ["S73"]


# --- what only warns ------------------------------------------------------------------------
def test_a_social_plan_alone_warns_twice_and_can_be_approved(case, draft, hugo):
    """S47, S19. Red when the balance is not asked, or blocks."""
    security = draft.actions.get(kind=Action.Kind.SECURITY)
    fields = _fields(security) | {"kind": Action.Kind.SOCIAL}
    acts.change_action(security, by=hugo, expected=security.version, **fields)
    goal = draft.goals.get()
    acts.change_goal(goal, by=hugo, expected=goal.version, tag=Goal.Tag.SECURITY)
    assert rows(case) == rows(case, Strength.WARNING) == ["S19", "S47"]
    assert acts.approve_plan(fresh(case), by=hugo).approved_at


def test_a_vague_goal_is_said_back_with_its_question(case, draft, hugo):
    """S49. Red when a letter is not looked at: means and factor taken away ask for themselves."""
    goal = draft.goals.get()
    acts.change_goal(
        goal, by=hugo, expected=goal.version, statement="Aller mieux", means="", factor=None
    )
    said = next(o for o in obstacles(fresh(case)) if o.row == "S49")
    assert said.strength is Strength.WARNING
    assert said.todo == (
        "What exactly will be different? With what means, and who has them?"
        " Which factor does it answer?"
    )


def test_agencies_that_said_nothing_of_their_aims_are_named(people, case, draft, hugo):
    """S14. Red when ``each_agency_said_what_it_aims_at`` asks nobody."""
    from tests.plans.plan_scenes import in_analysis as another

    other = another(people)
    said = next(o for o in obstacles(fresh(other)) if o.row == "S14")
    assert "CMP" in said.sentence
    assert said.strength is Strength.WARNING


def _fields(action: Action) -> dict:
    names = ("title", "kind", "owner", "starts_on", "ends_on", "meets_person", "why_fits")
    return {name: getattr(action, name) for name in names} | {
        "after": action.after,
        "goal": action.goal,
    }


# --- minors ---------------------------------------------------------------------------------
@pytest.mark.parametrize("born", [None, date(2012, 2, 29)])
def test_a_minor_needs_its_best_interest_and_child_protection(people, case, draft, hugo, born):
    """S35, H6: unknown counts as a minor. Red when ``a_minor_has_its_protection`` looks away."""
    with bound(WORKER):
        person = Person.objects.get(pk=case.subject_id)
        person.birth_date = born
        person.save_changes()
    assert rows(case, Strength.BLOCK) == ["S35"]
    assert len([o for o in obstacles(fresh(case)) if o.row == "S35"]) == 2
    now = Plan.objects.get(pk=draft.pk)
    acts.write_texts(now, by=hugo, expected=now.version, changes={"best_interest": "Rester ici."})
    left = [o for o in obstacles(fresh(case)) if o.row == "S35"]
    assert [o.sentence for o in left] == [
        "The person may be under 18, and child protection is not on the team."
    ]


# --- one that applies -----------------------------------------------------------------------
def test_a_later_version_replaces_the_one_that_applied(people, case, draft, hugo):
    """S53: in one transaction; the case stays where it is; v1 reads as it was approved."""
    acts.approve_plan(fresh(case), by=hugo)
    second = acts.start_version(
        fresh(case), by=hugo, trigger=Plan.Trigger.INFORMATION, reason="Il part en stage."
    )
    assert [g.line for g in second.goals.all()] == [g.line for g in draft.goals.all()]
    approved = acts.approve_plan(fresh(case), by=hugo, reason="Vu ensemble.")
    states = dict(Plan.objects.filter(case=case).values_list("number", "state"))
    assert states == {1: Plan.State.SUPERSEDED, 2: Plan.State.APPROVED}
    assert approved.number == 2
    assert fresh(case).state == Case.State.PLANNED
    with bound(WORKER):
        assert JournalEntry.objects.filter(case=case, event="plan.version_approved").count() == 1


def test_what_is_approved_cannot_change_not_even_in_the_database(case, draft, hugo):
    """S53. Red when the trigger plan_is_draft goes, or ``is_a_draft`` does."""
    goal = draft.goals.get()
    acts.approve_plan(fresh(case), by=hugo)
    with pytest.raises(Refused) as refused:
        acts.change_goal(goal, by=hugo, expected=goal.version, target="autre")
    assert "does not change any more" in str(refused.value.obstacles[0])
    goal.target = "autre"
    with pytest.raises(DatabaseError, match="no draft"), transaction.atomic():
        goal.save_changes()


def test_approved_twice_is_once(case, draft, hugo):
    """The second click finds no draft: a sentence, no second version."""
    acts.approve_plan(fresh(case), by=hugo)
    with pytest.raises(Refused) as refused:
        acts.approve_plan(fresh(case), by=hugo)
    assert "There is no draft of a plan." in [o.sentence for o in refused.value.obstacles]
    assert Plan.objects.filter(case=case).count() == 1


def test_nothing_is_written_when_the_end_fails(people, case, draft, hugo, fails):
    """All or nothing: red when ``approve_plan`` is not one transaction."""
    with fails(notices, "queue"):
        acts.approve_plan(fresh(case), by=hugo)
    assert fresh(case).state == Case.State.ANALYSIS
    assert Plan.objects.get(case=case).state == Plan.State.DRAFT


# --- a second approver where the territory says so ------------------------------------------
@pytest.fixture
def two(db):
    with bound(WORKER):
        profile = TerritoryProfile.load()
        profile.second_approver = True
        profile.save()


@pytest.mark.usefixtures("two")
def test_the_second_approval_is_another_persons(people, case, draft):
    """Rulings 1. Red when ``approve_plan`` ignores the setting, or one person does both."""
    hugo, paul = people["hugo"], people["paul"]
    with acting(hugo):
        plan = acts.approve_plan(fresh(case), by=hugo, reason="Prêt.")
        assert (plan.state, plan.asked_by) == (Plan.State.DRAFT, hugo)
        assert fresh(case).state == Case.State.ANALYSIS
        with pytest.raises(Refused) as refused:
            acts.confirm_approval(fresh(case), by=hugo)
        assert "another person" in str(refused.value.obstacles[0])
    with bound(WORKER):
        told = Notice.objects.filter(case=case, kind="plan_waits")
        assert [n.recipient for n in told] == [paul]
    with acting(paul):
        plan = acts.confirm_approval(fresh(case), by=paul)
        assert (plan.approved_by, plan.second_approver) == (hugo, paul)
        assert fresh(case).state == Case.State.PLANNED


@pytest.mark.usefixtures("two")
def test_a_change_in_between_asks_for_both_again(people, case, draft):
    """What the first approver read is not there any more. Red when ``touched`` does nothing."""
    hugo, paul = people["hugo"], people["paul"]
    with acting(hugo):
        acts.approve_plan(fresh(case), by=hugo)
        acts.add_checkpoint(draft, by=hugo, due_on=clock.today() + timedelta(days=45))
    with acting(paul), pytest.raises(Refused) as refused:
        acts.confirm_approval(fresh(case), by=paul)
    assert "No plan waits" in str(refused.value.obstacles[0])


def test_the_content_is_read_in_four_queries(case, draft, hugo, django_assert_num_queries):
    """However many lines a version has."""
    with django_assert_num_queries(4):
        content.draft_of(Case(pk=case.pk))
