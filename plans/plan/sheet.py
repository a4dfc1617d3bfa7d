"""A version of a plan with its lines, read once for rules, decisions and pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from casework.models import AgencyStatement, Case, TeamMember, TerritoryProfile
from common import clock
from common.compiled import Rows, compiled
from common.folding import sort_key
from common.guarded import Versioned
from common.once import once
from plans.models import Action, Checkpoint, Goal, Plan


@dataclass
class Sheet:
    """A version and its lines; ``goals``, ``actions`` and ``checkpoints`` are those that count."""

    case: Case
    plan: Plan | None
    today: date
    profile: TerritoryProfile
    all_goals: list[Goal] = field(default_factory=list)
    all_actions: list[Action] = field(default_factory=list)
    all_checkpoints: list[Checkpoint] = field(default_factory=list)
    team: list[TeamMember] = field(default_factory=list)

    @classmethod
    def of(cls, case: Case, plan: Plan | None) -> Sheet:
        """Read the version's lines, for the bound actor (one query)."""
        if plan is None:
            return cls(case, plan, clock.today(), TerritoryProfile.load())
        lines = cls.lines(plan)
        return cls._with(case, plan, lines, TerritoryProfile.read(*lines))

    @staticmethod
    def _questions(case: Case, state: Plan.State) -> list[Rows]:
        """The version of that state, of which a case has one at most, and its lines."""
        return [compiled(_versions, case, state, most=1), *Sheet.lines(case, state)]

    @staticmethod
    def lines(of: Case | Plan, state: Plan.State | None = None) -> list[Rows]:
        """The questions for goals, actions, checkpoints of a version, or of a case's of a state."""
        return [compiled(build, of, state) for build in (_goals, _actions, _checkpoints)]

    @classmethod
    def _with(cls, case: Case, plan: Plan | None, lines: list, profile: TerritoryProfile) -> Sheet:
        sheet = cls(case, plan, clock.today(), profile, *(list(rows) for rows in lines))
        if plan is not None:
            sheet._join()
        return sheet

    @classmethod
    def draft_of(cls, case: Case) -> Sheet:
        """The sheet of the case's draft, with the team; without one, an empty sheet."""
        plans, *lines = *cls._questions(case, Plan.State.DRAFT), compiled(on_team, case)
        profile = TerritoryProfile.read(plans, *lines)
        return cls._with(case, next(iter(plans), None), lines, profile)

    def _join(self) -> None:
        """Set case, plan, goals and predecessors from the loaded rows, so that none is queried."""
        for line in (*self.all_goals, *self.all_actions, *self.all_checkpoints):
            line.case, line.plan = self.case, self.plan
        goals = {goal.pk: goal for goal in self.all_goals}
        actions = {action.pk: action for action in self.all_actions}
        for action in self.all_actions:
            action.goal = goals.get(action.goal_id)
            action.after = actions.get(action.after_id)

    @property
    def in_full(self) -> list[Versioned]:
        """The version and all of its lines, those that were taken out too."""
        lines = [*self.all_goals, *self.all_actions, *self.all_checkpoints]
        return [self.plan, *lines] if self.plan else lines

    @property
    def edition(self) -> int:
        """A number that grows with every change of the version or of any of its lines."""
        return sum(one.version for one in self.in_full)

    @property
    def goals(self) -> list[Goal]:
        return [goal for goal in self.all_goals if goal.removed_at is None]

    @property
    def actions(self) -> list[Action]:
        """Actions of the plan: neither taken out nor merely proposed."""
        return [a for a in self.all_actions if counts(a)]

    @property
    def checkpoints(self) -> list[Checkpoint]:
        return [point for point in self.all_checkpoints if point.removed_at is None]

    @property
    def proposals(self) -> list[Action]:
        """What partners propose and nobody has answered yet."""
        waiting = Action.Proposal.WAITING
        return [a for a in self.all_actions if a.proposal == waiting and a.removed_at is None]

    @property
    def declined(self) -> list[Action]:
        return [a for a in self.all_actions if a.proposal == Action.Proposal.DECLINED]

    @property
    def removed(self) -> list:
        """Lines that were taken out of this version and can be put back."""
        lines = [*self.all_goals, *self.all_actions, *self.all_checkpoints]
        return [line for line in lines if line.removed_at is not None]


def draft_in_full(case: Case, by) -> list[Versioned]:
    """For ``rests_on``: the draft and all of its lines (X35)."""
    return Sheet.draft_of(case).in_full


def _versions(case: Case, state: Plan.State) -> QuerySet[Plan]:
    return Plan.objects.filter(case=case, state=state)


def _goals(of: Case | Plan, state: Plan.State | None) -> QuerySet[Goal]:
    rows = Goal.objects.filter(**_narrowed(of, state)).select_related("factor__domain")
    return rows.order_by("position", "pk")


def _actions(of: Case | Plan, state: Plan.State | None) -> QuerySet[Action]:
    rows = Action.objects.filter(**_narrowed(of, state))
    rows = rows.select_related("agency", "owner", "proposed_by")
    return rows.order_by("starts_on", "position", "pk")


def _checkpoints(of: Case | Plan, state: Plan.State | None) -> QuerySet[Checkpoint]:
    return Checkpoint.objects.filter(**_narrowed(of, state)).order_by("due_on", "position", "pk")


def _narrowed(of: Case | Plan, state: Plan.State | None) -> dict:
    return {"plan": of} if state is None else {"plan__case": of, "plan__state": state}


@once
def versions_of(case: Case) -> list[Plan]:
    """Every version of the case's plan, the first one first (one query)."""
    people = (
        "base", "started_by", "approved_by", "second_approver", "approval_asked_by", "discarded_by",
    )  # fmt: skip
    versions = list(Plan.objects.filter(case=case).select_related(*people).order_by("number"))
    for plan in versions:
        plan.case = case
    return versions


def draft_of(case: Case) -> Plan | None:
    """The draft, if there is one."""
    return _first(case, Plan.State.DRAFT)


def applies_of(case: Case) -> Plan | None:
    """The version that applies, if there is one."""
    return _first(case, Plan.State.APPROVED)


def _first(case: Case, state: str) -> Plan | None:
    return next((plan for plan in versions_of(case) if plan.state == state), None)


def counts(action: Action) -> bool:
    """Whether an action is part of the plan: neither taken out nor merely proposed."""
    return action.removed_at is None and action.proposal == Action.Proposal.TAKEN


def on_team(case: Case) -> QuerySet[TeamMember]:
    """The active team without the evaluator, with users and agencies.

    ``has_stated``: whether their agency has written what it aims at in this case.
    """
    stated = AgencyStatement.objects.filter(case=case, agency=OuterRef("agency"))
    members = case.members.running().annotate(has_stated=Exists(stated))
    return members.select_related("user", "agency").order_by("agency__name_key", "pk")


def names(people_or_agencies: Iterable) -> str:
    """The names of these people, each once, in order, joined by commas."""
    found = {getattr(one, "display", None) or one.name for one in people_or_agencies}
    return ", ".join(sorted(found, key=sort_key))
