"""A plan approved on paper, and entered later: rules and delays count from its day (X14)."""

from datetime import timedelta

import pytest

from casework import journal
from casework.models import Case, JournalEntry, TerritoryProfile
from common import clock
from common.refusals import Refused
from common.scope import WORKER, bound
from plans.models import FollowUp, Plan
from plans.plan.decisions import approval
from tests import people as town
from tests.plans import planning

EARLIER = planning.MONDAY - timedelta(days=4)


@pytest.fixture
def drafted(people, db):
    """A case in analysis with a draft that nothing stands in the way of, on the Monday."""
    with clock.at(planning.noon(planning.MONDAY)):
        case = planning.in_analysis(people)
        planning.draft(case, people)
        yield case


def approve(case, people, **more) -> Plan:
    with town.acting(people["hugo"]) as hugo:
        return approval.approve_plan(
            Case.objects.get(pk=case.pk), by=hugo, reason="Vu en équipe.", **more
        )


def test_both_days_are_kept_and_the_answer_is_asked_from_the_first(drafted, people):
    """X14. Lines: ``happened.moments`` in _approve, ``working.add`` in follow."""
    plan = approve(drafted, people, happened_on=EARLIER)
    assert clock.day_of(plan.approved_at) == EARLIER
    assert clock.day_of(plan.approval_entered_at) == planning.MONDAY
    with bound(WORKER):
        entry = JournalEntry.objects.get(case=drafted, event="plan.approved")
        due = FollowUp.objects.filter(case=drafted).values_list("answer_due_on", flat=True)
        later = set(due)
    assert journal.happened_on(entry) == EARLIER
    assert clock.day_of(entry.at) == planning.MONDAY
    assert all(day >= planning.MONDAY for day in later)


def test_of_today_only_one_day_is_kept(drafted, people):
    plan = approve(drafted, people, happened_on=planning.MONDAY)
    assert plan.approval_entered_at is None
    with bound(WORKER):
        entry = JournalEntry.objects.get(case=drafted, event="plan.approved")
    assert journal.happened_on(entry) is None


@pytest.mark.parametrize("days", [1, -30])
def test_never_ahead_and_never_before_the_opening(days, drafted, people):
    """X09, X14. Line: ``day_of_approval``."""
    with pytest.raises(Refused):
        approve(drafted, people, happened_on=planning.MONDAY + timedelta(days=days))
    with bound(WORKER):
        assert not Plan.objects.filter(state=Plan.State.APPROVED).exists()


def test_haste_is_asked_of_the_day_on_which_it_happened(drafted, people):
    """S57: approved two days after the opening, entered three weeks later. Line: ``no_haste``."""
    soon = planning.MONDAY - timedelta(days=19)
    with town.acting(people["hugo"]) as hugo, pytest.raises(Refused) as refused:
        approval.approve_plan(Case.objects.get(pk=drafted.pk), by=hugo, happened_on=soon, reason="")
    assert "S57" in {one.row for one in refused.value.obstacles}


def test_the_second_person_says_the_day(drafted, people):
    """Rulings 1: both had approved it on that day, on paper."""
    with bound(WORKER):
        TerritoryProfile.objects.update(second_approver=True)
    approve(drafted, people)
    with town.acting(people["paul"]) as paul:
        plan = approval.confirm_approval(
            Case.objects.get(pk=drafted.pk), by=paul, happened_on=EARLIER
        )
    assert clock.day_of(plan.approved_at) == EARLIER
