"""Versions: begun, copied, given up; what was approved stands (S53)."""

import pytest
from django.db import IntegrityError, transaction

from casework.models import Case, JournalEntry
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from plans.models import Action, Checkpoint, Goal, Plan
from plans.plan import sheet
from plans.plan.decisions import lines, versions
from tests import people as town
from tests.plans import planning


def test_the_first_draft_begins_in_the_analysis(case, who):
    """S46: `in_planning` of `start_plan`."""
    with town.acting(who["hugo"]):
        plan = versions.start_plan(case, by=who["hugo"])
        assert (plan.number, plan.state, plan.trigger) == (1, "draft", "first")
        assert Plan.history.filter(id=plan.pk).count() == 1
        assert JournalEntry.objects.filter(case=case, event="plan.draft_started").exists()


def test_no_plan_before_the_analysis(who):
    """S46: `in_planning` of `start_plan`."""
    early = town.open_case(who)
    with town.acting(who["hugo"]), pytest.raises(Refused) as refusal:
        versions.start_plan(early, by=who["hugo"])
    assert refusal.value.obstacles[0].row == "S46"


def test_a_case_has_its_own_versions(case, draft, who):
    """S53: `case=case` of what `versions_of` and `draft_of` ask, for whoever sees both cases."""
    other = town.open_case(who, given="Sacha", family="Verdier")
    with bound(WORKER):
        assert sheet.versions_of(case) == [draft]
        assert sheet.Sheet.draft_of(case).plan == draft
        assert sheet.versions_of(other) == []
        assert sheet.Sheet.draft_of(other).plan is None


def test_one_draft_at_a_time_and_the_sentence_says_whose(case, draft, who):
    """S53: `no_draft` names who began it."""
    with town.acting(who["hugo"]), pytest.raises(Refused) as refusal:
        versions.start_plan(case, by=who["hugo"])
    assert "Hugo Séverin" in str(refusal.value.obstacles[0])
    with bound(WORKER):
        assert Plan.objects.filter(case=case).count() == 1


def test_a_plan_that_applies_is_not_begun_again(case, applies, who):
    """S53: `rules.nothing_applies` of `start_plan`."""
    with town.acting(who["hugo"]), pytest.raises(Refused):
        versions.start_plan(case, by=who["hugo"])


def test_a_new_version_copies_line_by_line(case, applies, who):
    """S53: `copy_lines`: the same line, a row of its own, its order and goal with it."""
    hugo = who["hugo"]
    planning.new_version(case, hugo)
    with town.acting(hugo):
        first, second = (
            Action.objects.filter(plan=applies).order_by("position").values_list("pk", flat=True)
        )
        draft = Plan.objects.get(case=case, state="draft")
        late = Action.objects.get(plan=draft, line=Action.objects.get(pk=second).line)
        early = Action.objects.get(plan=draft, line=Action.objects.get(pk=first).line)
        goal = Goal.objects.get(plan=draft)
        lines.change_line(late, by=hugo, expected=1, changes={"after": early, "goal": goal})
    planning.approve(case, hugo)
    third = planning.new_version(case, hugo)
    with town.acting(hugo):
        copy = Action.objects.get(plan=third, line=late.line)
        assert copy.pk not in {late.pk, second}
        assert copy.after.line == early.line
        assert copy.after.plan_id == third.pk
        assert copy.goal == Goal.objects.get(plan=third)
        assert third.why_start == planning.TEXTS["why_start"]
        assert (third.number, third.base.number) == (3, 2)


def test_a_new_version_says_why(case, applies, who):
    """S53: `_reason_is_written` in `start_version`."""
    with pytest.raises(Refused):
        planning.new_version(case, who["hugo"], reason="  ")
    with bound(WORKER):
        assert Plan.objects.filter(case=case).count() == 1


def test_what_was_taken_out_is_not_copied(case, draft, who):
    """S53: `removed_at__isnull` and `counts` in `copy_lines`."""
    hugo = who["hugo"]
    with town.acting(hugo):
        extra = lines.add_checkpoint(case, by=hugo, due_on=planning.day(30))
        lines.remove_line(extra, by=hugo)
    planning.approve(case, hugo)
    second = planning.new_version(case, hugo)
    with town.acting(hugo):
        assert Checkpoint.objects.filter(plan=second).count() == 1


def test_texts_are_kept_against_a_stale_save(case, draft, who):
    """I1: `expected` in `write_texts`."""
    hugo = who["hugo"]
    with town.acting(hugo):
        versions.write_texts(case, by=hugo, expected=draft.version, changes={"reach": "Un toit."})
        with pytest.raises(Conflict):
            versions.write_texts(case, by=hugo, expected=draft.version, changes={"reach": "Perdu."})
        assert Plan.objects.get(pk=draft.pk).reach == "Un toit."


def test_a_draft_given_up_stays_and_keeps_its_number(case, applies, who):
    """S53: `discard_draft` marks; `Max("number")` in `_begin` counts it."""
    hugo = who["hugo"]
    second = planning.new_version(case, hugo)
    with town.acting(hugo):
        versions.discard_draft(case, by=hugo, reason="Trop tôt.")
    third = planning.new_version(case, hugo)
    with bound(WORKER):
        second = Plan.objects.get(pk=second.pk)
        assert (second.state, second.discard_reason) == ("discarded", "Trop tôt.")
        assert Action.objects.filter(plan=second).count() == 2
    assert third.number == 3


def test_a_draft_is_given_up_for_a_reason(case, draft, who):
    """S53: `_reason_is_written` in `discard_draft`."""
    with town.acting(who["hugo"]), pytest.raises(Refused):
        versions.discard_draft(case, by=who["hugo"], reason="")
    with bound(WORKER):
        assert Plan.objects.get(pk=draft.pk).state == "draft"


def test_the_database_keeps_what_was_approved(case, applies, who):
    """S53: triggers `plan_stands` and `plan_is_draft` of the database."""
    with bound(WORKER):
        applies.reach = "Autre chose."
        with pytest.raises(IntegrityError), transaction.atomic():
            applies.save_changes()
        line = Action.objects.filter(plan=applies).first()
        line.title = "Autre chose"
        with pytest.raises(IntegrityError), transaction.atomic():
            line.save_changes()


def test_a_line_never_moves_to_another_version(case, applies, who):
    """S53: `a line stays in its version` in plan_is_draft."""
    second = planning.new_version(case, who["hugo"])
    with bound(WORKER):
        line = Checkpoint.objects.get(plan=second)
        line.plan = applies
        with pytest.raises(IntegrityError), transaction.atomic():
            line.save_changes()


def test_nothing_is_planned_in_a_closed_case(case, applies, who):
    """S46: `in_planning` of `start_version`."""
    with bound(WORKER):
        row = Case.objects.get(pk=case.pk)
        row.state = Case.State.ENDED
        row.save_changes()
    with pytest.raises(Refused):
        planning.new_version(case, who["hugo"])
