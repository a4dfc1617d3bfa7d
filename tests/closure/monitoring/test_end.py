"""Monitoring ends after the last check, or early by a decision; a file opens again (S83, S78)."""

from datetime import date

import pytest

from casework.models import Case, JournalEntry, TeamMember
from closure.models import MonitoringCheck, Reopening
from closure.monitoring import decisions as acts
from closure.monitoring import due
from closure.reopening import decisions as reopening
from common import clock
from common.refusals import Refused
from notices.models import Notice
from plans.models import Goal
from tests import people as town
from tests.closure import following
from tests.plans import planning

State = MonitoringCheck.State


def now(case) -> Case:
    return Case.unscoped.get(pk=case.pk)


def told(kind: str) -> set[str]:
    return set(Notice.unscoped.filter(kind=kind).values_list("recipient__email", flat=True))


def rows(refusal) -> list[str]:
    return [o.row for o in refusal.value.obstacles]


def end(case, by, act=acts.end_monitoring, **more):
    with town.acting(by):
        return act(case, by=by, **more)


def reopen(case, by, **more):
    fields = {"trigger": "person", "reason": "Il demande de l’aide."} | more
    with town.acting(by):
        return reopening.reopen(case, by=by, **fields)


# --- the end --------------------------------------------------------------------------------
def test_it_ends_after_the_last_check(closed, people):
    """State, journal; Paul and Hugo are told; it waited for Claire before."""
    claire = people["claire"]
    following.enter_all(closed, claire)
    with town.acting(claire):
        assert [c.pk for c in due.ends_waiting(claire)] == [closed.pk]
    with town.acting(people["hugo"]):
        assert not due.ends_waiting(people["hugo"])
    end(closed, claire)
    assert now(closed).state == Case.State.ENDED
    assert JournalEntry.unscoped.filter(case=closed, event="monitoring.ended").count() == 1
    assert told("monitoring_ended") == {people["paul"].email, people["hugo"].email}
    with pytest.raises(Refused):
        end(closed, claire)


def test_it_does_not_end_before_even_with_a_reason(closed, people):
    """S83: without ``every_check_entered`` it would end with four checks open."""
    with pytest.raises(Refused) as no:
        end(closed, people["claire"], reason="Assez.")
    assert rows(no) == ["S83"] * 4
    assert now(closed).state == Case.State.MONITORING


def test_it_ends_early_by_a_decision_and_the_risk_owner_is_told(closed, people):
    """The remaining checks are dropped with that reason."""
    end(closed, people["claire"], acts.end_early, reason="Il est parti vivre au loin.")
    assert now(closed).state == Case.State.ENDED
    assert {(c.state, c.reason) for c in following.checks(closed)} == {
        (State.DROPPED, "Il est parti vivre au loin.")
    }
    assert people["paul"].email in told("monitoring_ended_early")


def test_ending_early_needs_a_reason_and_a_check_that_remains(closed, people):
    """S83: no reason, no early end; no check left, no early end either."""
    with pytest.raises(Refused):
        end(closed, people["claire"], acts.end_early, reason=" ")
    following.enter_all(closed, people["claire"])
    with pytest.raises(Refused):
        end(closed, people["claire"], acts.end_early, reason="Assez.")
    assert now(closed).state == Case.State.MONITORING


def test_a_proposal_to_reopen_is_answered_before_the_end(first, people):
    """S78: without ``every_concern_answered`` the file would be put away over a warning."""
    claire, hugo, case = people["claire"], people["hugo"], first.case
    following.enter(first, claire, decision="reopen", result="concern", words="Il a replongé.")
    assert told("reopening_proposed") == {hugo.email}
    with pytest.raises(Refused) as no:
        end(case, claire, acts.end_early, reason="Assez.")
    assert rows(no) == ["S78"]
    with town.acting(hugo):
        acts.decline_reopening(first, by=hugo, reason="Vu avec sa tante : une dispute.")
    assert told("reopening_declined") == {claire.email}
    with town.acting(hugo), pytest.raises(Refused):
        acts.decline_reopening(first, by=hugo, reason="Encore.")
    end(case, claire, acts.end_early, reason="Assez.")
    assert now(case).state == Case.State.ENDED


def test_the_end_is_all_or_nothing(closed, people, fails):
    """The notice fails: the case stays, the checks too."""
    with fails(acts.telling, "queue"):
        end(closed, people["claire"], acts.end_early, reason="Assez.")
    assert now(closed).state == Case.State.MONITORING
    assert {c.state for c in following.checks(closed)} == {State.DUE}


# --- reopening ------------------------------------------------------------------------------
@pytest.mark.parametrize("state", [Case.State.MONITORING, Case.State.ENDED])
def test_the_same_file_opens_again(closed, people, state):
    """Same reference, second cycle, checks dropped, the whole team told, history kept."""
    following.at_state(closed, state)
    row = reopen(closed, people["hugo"])
    case = now(closed)
    assert (case.reference, case.state) == (closed.reference, Case.State.ANALYSIS)
    assert (row.cycle, row.was) == (2, state)
    assert {c.state for c in following.checks(case)} == {State.DROPPED}
    assert told("case_reopened") == {
        people[name].email for name in ("claire", "paul", "bruno", "lea")
    }
    assert JournalEntry.unscoped.filter(case=case, event="case.reopened").count() == 1
    assert case.closures.count() == 1
    with pytest.raises(Refused):
        reopen(case, people["hugo"])
    assert Reopening.unscoped.filter(case=case).count() == 1


def test_reopening_says_why_and_from_where(closed, people):
    """S78: no reason, or a case that was never closed."""
    with pytest.raises(Refused):
        reopen(closed, people["hugo"], reason=" ")
    following.at_state(closed, Case.State.ACTIVE)
    with pytest.raises(Refused) as no:
        reopen(closed, people["hugo"])
    assert rows(no) == ["4"]
    assert not Reopening.unscoped.filter(case=closed).exists()


def test_whoever_is_gone_is_replaced(closed, people):
    """S78: without ``somebody_to_work_with`` a file would open for nobody."""
    member = TeamMember.unscoped.get(case=closed, user=people["paul"], active=True)
    member.active, member.left_at = False, clock.now()
    member.save_changes()
    with pytest.raises(Refused) as no:
        reopen(closed, people["hugo"])
    assert [str(o) for o in no.value.obstacles] == ["There is no risk owner on the team any more."]


def test_the_last_plan_is_the_base_of_the_next(people):
    """S78: the new version copies the last plan’s lines, and its approval moves the case."""
    with clock.at(planning.noon(planning.MONDAY)):
        case = planning.in_analysis(people)
        planning.draft(case, people)
        before = planning.approve(case, people["hugo"])
        following.closed(case, people)
        reopen(case, people["hugo"])
        draft = planning.new_version(case, people["hugo"])
        assert draft.base_id == before.pk
        lines = [Goal.unscoped.filter(plan=plan).values_list("line") for plan in (before, draft)]
        assert set(lines[0]) == set(lines[1]) != set()
        after = planning.approve(case, people["hugo"])
        assert after.number == 2
        assert now(case).state == Case.State.PLANNED
        following.at_state(case, Case.State.MONITORING)
        following.sign(case, people, cycle=2)
        assert [c.state for c in following.checks(case)].count(State.DUE) == 4


def test_those_who_were_told_are_told_again(closed, people):
    """S79: on a day between the reopening and today; before a reopening nobody is."""
    hugo = people["hugo"]
    aunt = following.informed(closed, people)
    with town.acting(hugo), pytest.raises(Refused):
        reopening.tell_again(aunt, by=hugo, on=clock.today())
    reopen(closed, hugo)
    for wrong in (date(2026, 6, 1), date(2026, 6, 3)):
        with town.acting(hugo), pytest.raises(Refused):
            reopening.tell_again(aunt, by=hugo, on=wrong)
    with town.acting(hugo):
        reopening.tell_again(aunt, by=hugo, on=clock.today())
    aunt = type(aunt).unscoped.get(pk=aunt.pk)
    assert (aunt.told_again_on, aunt.version) == (date(2026, 6, 2), 2)
