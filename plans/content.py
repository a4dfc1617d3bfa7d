"""What one version of a plan holds, read in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field

from casework.models import Case
from plans.models import Action, Checkpoint, Goal, Plan

State = Plan.State


@dataclass
class Content:
    """One version with its lines; ``removed`` are those that can come back into a draft."""

    plan: Plan
    goals: list[Goal] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    checkpoints: list[Checkpoint] = field(default_factory=list)
    proposals: list[Action] = field(default_factory=list)
    removed: list = field(default_factory=list)

    @property
    def meetings(self) -> list[Action]:
        """The actions in which an agency meets the person, earliest first."""
        found = [action for action in self.actions if action.meets_person]
        return sorted(found, key=lambda action: (action.starts_on, action.position))


def of(plan: Plan) -> Content:
    """The lines of a version: three queries, whatever it holds."""
    content = Content(plan)
    goals = plan.goals.select_related("factor").order_by("position", "id")
    actions = plan.actions.select_related(
        "agency", "owner", "owner__agency", "after", "goal", "proposed_by"
    ).order_by("starts_on", "position", "id")
    checkpoints = plan.checkpoints.order_by("due_on", "id")
    for kept, rows in (
        (content.goals, goals),
        (content.actions, actions),
        (content.checkpoints, checkpoints),
    ):
        for row in rows:
            (content.removed if row.removed_at else kept).append(row)
    content.proposals = [a for a in content.actions if a.proposed_by_id]
    content.actions = [a for a in content.actions if not a.proposed_by_id]
    content.removed = [row for row in content.removed if not getattr(row, "declined_reason", "")]
    return content


def draft_of(case: Case) -> Content | None:
    """The draft of the case with its lines, read once for each loaded case; None without one."""
    return _known(case, State.DRAFT)


def applying(case: Case) -> Content | None:
    """The version that applies, with its lines, read once for each loaded case."""
    return _known(case, State.APPROVED)


def _known(case: Case, state: str) -> Content | None:
    known = case.__dict__.setdefault("_plan_content", {})
    if state not in known:
        plan = Plan.objects.filter(case=case, state=state).first()
        known[state] = of(plan) if plan else None
    return known[state]


def forget(case: Case) -> None:
    """Whoever has just written reads anew."""
    case.__dict__.pop("_plan_content", None)
