"""Approving a plan: the first moves the case, a later one replaces (S46, S53; rulings 1)."""

import pytest

from casework.models import Case, JournalEntry, TerritoryProfile
from common.refusals import Conflict, Obstacle, Refused
from common.scope import WORKER, bound
from notices.models import Notice
from plans.models import Plan
from plans.plan.decisions import approval, lines, versions
from tests import people as town
from tests import worlds
from tests.plans import planning


def state(case):
    with bound(WORKER):
        return Case.objects.get(pk=case.pk).state


def plans(case):
    with bound(WORKER):
        return {p.number: p.state for p in Plan.objects.filter(case=case)}


def test_the_first_plan_moves_the_case_and_the_team_is_told(case, draft, who):
    """S46: `phases.move` in `_approve`; whoever approves hears nothing of it."""
    planning.approve(case, who["hugo"])
    assert state(case) == Case.State.PLANNED
    assert plans(case) == {1: "approved"}
    with bound(WORKER):
        assert JournalEntry.objects.filter(case=case, event="plan.approved").count() == 1
        told = set(Notice.objects.filter(kind="plan_approved").values_list("recipient", flat=True))
        assert told == {who[n].pk for n in ("claire", "paul", "bruno", "lea")}
        assert Plan.history.filter(case=case, state="approved").count() == 1


def test_a_later_version_replaces_and_moves_nothing(case, applies, who):
    """S53: `applied.state = SUPERSEDED` in `_approve`; one version applies."""
    planning.new_version(case, who["hugo"])
    planning.approve(case, who["hugo"])
    assert plans(case) == {1: "superseded", 2: "approved"}
    assert state(case) == Case.State.PLANNED
    with bound(WORKER):
        assert JournalEntry.objects.filter(case=case, event="plan.version_approved").exists()


def test_it_is_refused_with_its_sentences_and_nothing_is_written(case, who):
    """S46: `whole` of `approve_plan`."""
    with town.acting(who["hugo"]):
        versions.start_plan(case, by=who["hugo"])
    with pytest.raises(Refused) as refusal:
        planning.approve(case, who["hugo"])
    assert {"S46", "S48", "S52"} <= {o.row for o in refusal.value.obstacles}
    assert plans(case) == {1: "draft"}
    assert state(case) == Case.State.ANALYSIS


def test_what_was_changed_since_it_was_read_is_not_approved(case, draft, who):
    """I1: `_as_it_was_read` in `approve_plan`: a line counts as much as the texts."""
    with town.acting(who["hugo"]):
        read = planning.edition(case)
        lines.add_checkpoint(case, by=who["hugo"], due_on=planning.day(50))
    with pytest.raises(Conflict):
        planning.approve(case, who["hugo"], expected=read)
    assert plans(case) == {1: "draft"}


def test_twice_approves_once(case, draft, who):
    """`has_draft`: the second finds no draft."""
    planning.approve(case, who["hugo"])
    with pytest.raises((Refused, Conflict)):
        planning.approve(case, who["hugo"], expected=1)
    assert plans(case) == {1: "approved"}


def test_all_or_nothing(case, draft, who, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("notices.telling.queue", broken)
    with pytest.raises(RuntimeError):
        planning.approve(case, who["hugo"])
    assert state(case) == Case.State.ANALYSIS
    assert plans(case) == {1: "draft"}


@worlds.standing
def two_persons():
    profile = TerritoryProfile.load()
    profile.second_approver = True
    profile.save()


def confirm(case, person):
    with town.acting(person):
        return approval.confirm_approval(case, by=person, expected=planning.edition(case))


def test_where_the_territory_says_so_a_second_person_confirms(case, draft, who, two_persons):
    """Rulings 1: `_ask` in `approve_plan`; both names stay with the version."""
    planning.approve(case, who["hugo"])
    assert plans(case) == {1: "draft"}
    with bound(WORKER):
        asked = Notice.objects.filter(kind="plan_approval_asked")
        assert set(asked.values_list("recipient", flat=True)) == {who["claire"].pk, who["paul"].pk}
    plan = confirm(case, who["paul"])
    assert (plan.approved_by, plan.second_approver) == (who["hugo"], who["paul"])
    assert state(case) == Case.State.PLANNED


def test_the_first_person_is_not_the_second(case, draft, who, two_persons):
    """Rulings 1: `second_person` of `confirm_approval`."""
    planning.approve(case, who["hugo"])
    with pytest.raises(Refused):
        confirm(case, who["hugo"])
    assert plans(case) == {1: "draft"}


def test_a_change_takes_the_request_back(case, draft, who, two_persons):
    """`touch` in the decisions on lines: nobody confirms what the first has not read."""
    planning.approve(case, who["hugo"])
    with town.acting(who["hugo"]):
        lines.add_checkpoint(case, by=who["hugo"], due_on=planning.day(30))
    with pytest.raises(Refused):
        confirm(case, who["paul"])
    assert plans(case) == {1: "draft"}


def test_what_came_up_since_stands_before_the_second_person_too(
    case, draft, who, two_persons, monkeypatch
):
    """Rulings 1. Line: ``standing(case)`` in still_whole."""
    planning.approve(case, who["hugo"])
    new = Obstacle("Something new.", row="S34")
    monkeypatch.setattr("plans.plan.decisions.approval.standing", lambda case: [new])
    with pytest.raises(Refused) as refusal:
        confirm(case, who["paul"])
    assert refusal.value.obstacles == (new,)
    assert plans(case) == {1: "draft"}
