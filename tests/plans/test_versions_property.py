"""Whatever order people write, approve and discard in: one version applies, nothing is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from casework import clock
from casework.models import Case
from casework.refusals import Conflict, Refused
from casework.scope import WORKER, bound
from plans.decisions import plan as acts
from plans.models import Action, Checkpoint, Goal, Plan
from tests.people import acting
from tests.plans.plan_scenes import fresh, in_analysis, ready

State = Plan.State
LINES = (Goal, Action, Checkpoint)


class Undone(Exception):
    """Leaves the example's savepoint."""


class Versions(RuleBasedStateMachine):
    """Hugo and a colleague who coordinates with him, each with what they last read."""

    people: dict = {}

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.case = in_analysis(self.people)
        self.plan = ready(self.people, self.case)
        self.read: dict[str, Goal] = {}
        self.approved = 0
        self.written: dict[object, type] = {}

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def _act(self, who: str, work):
        """Do it as this person; a refusal or a conflict leaves everything as it was."""
        with acting(self.people[who]) as user:
            try:
                with transaction.atomic():
                    return work(user)
            except (Refused, Conflict):
                return None

    def _draft(self):
        with bound(WORKER):
            return Plan.objects.filter(case=self.case, state=State.DRAFT).first()

    @rule(who=st.sampled_from(["hugo", "claire"]))
    def reads_the_goal(self, who):
        draft = self._draft()
        with bound(WORKER):
            self.read[who] = draft.goals.first() if draft else None

    @rule(who=st.sampled_from(["hugo", "claire"]), words=st.sampled_from(["9 sur 10", "10 sur 10"]))
    def writes_the_goal_read_before(self, who, words):
        goal = self.read.get(who)
        if goal is None:
            return

        def work(user):
            done = acts.change_goal(goal, by=user, expected=goal.version, target=words)
            assert done.version == goal.version + 1
            return done

        done = self._act(who, work)
        if done is not None:
            self.read[who] = done

    @rule(days=st.integers(1, 80))
    def adds_a_checkpoint(self, days):
        draft = self._draft()
        if draft:
            day = clock.today() + timedelta(days=days)
            self._act("hugo", lambda user: acts.add_checkpoint(draft, by=user, due_on=day))

    @rule(back=st.booleans())
    def takes_a_line_out_or_back(self, back):
        draft = self._draft()
        if draft:
            with bound(WORKER):
                line = draft.actions.first()
            act = acts.restore_line if back else acts.remove_line
            self._act("hugo", lambda user: act(line, by=user))

    @rule()
    def begins_a_version(self):
        self._act(
            "hugo",
            lambda user: acts.start_version(
                fresh(self.case), by=user, trigger="information", reason="Du nouveau."
            ),
        )

    @rule()
    def discards(self):
        draft = self._draft()
        if draft:
            self._act("hugo", lambda user: acts.discard_draft(draft, by=user, reason="Non."))

    @rule(twice=st.booleans())
    def approves(self, twice):
        for _click in range(1 + twice):
            done = self._act("hugo", lambda user: acts.approve_plan(fresh(self.case), by=user))
            self.approved += done is not None

    @precondition(lambda self: self.approved)
    @rule()
    def touches_what_is_approved(self):
        with bound(WORKER):
            applies = Plan.objects.get(case=self.case, state=State.APPROVED)
            goal = applies.goals.first()
            before = goal.version
        self._act(
            "hugo", lambda user: acts.change_goal(goal, by=user, expected=before, target="autre")
        )
        with bound(WORKER):
            assert Goal.objects.get(pk=goal.pk).version == before

    @invariant()
    def one_applies_once_one_was_approved(self):
        with bound(WORKER):
            states = list(
                Plan.objects.filter(case=self.case)
                .order_by("number")
                .values_list("state", "number")
            )
        kinds = [state for state, _number in states]
        assert kinds.count(State.APPROVED) == min(self.approved, 1)
        assert kinds.count(State.SUPERSEDED) == max(self.approved - 1, 0)
        assert kinds.count(State.DRAFT) <= 1
        assert [number for _state, number in states] == list(range(1, len(states) + 1))
        with bound(WORKER):
            state = Case.objects.get(pk=self.case.pk).state
        assert state == (Case.State.PLANNED if self.approved else Case.State.ANALYSIS)

    @invariant()
    def nothing_is_lost_and_every_version_of_every_row_is_kept(self):
        with bound(WORKER):
            for model in (Plan, *LINES):
                rows = {row.pk: row.version for row in model.objects.filter(case=self.case)}
                lost = {pk for pk, kind in self.written.items() if kind is model} - rows.keys()
                assert not lost, model.__name__
                for pk, version in rows.items():
                    kept = model.history.filter(id=pk).values_list("version", flat=True)
                    assert sorted(kept) == list(range(1, version + 1)), (model.__name__, pk)
                    self.written[pk] = model


@pytest.mark.django_db
def test_any_order_leaves_one_version_that_applies(people):
    """S53. Red without ``no_other_draft``, ``is_a_draft``, the superseding of the old version, or
    ``save_changes`` on any line."""
    Versions.people = people
    run_state_machine_as_test(
        Versions,
        settings=settings(
            max_examples=25,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
