"""The first beat of every decision on a plan: the case's row, then the draft's, under lock."""

from __future__ import annotations

from collections.abc import Iterable

from casework.models import Case
from casework.refusals import Obstacle, Refused, in_the_way
from plans.models import Action, Checkpoint, Goal, Plan
from plans.rules import plan_acts as rules


def refuse(*asked: Iterable[Obstacle], reason: str = "") -> None:
    """Raise Refused with every sentence that still stands."""
    standing = in_the_way([obstacle for rule in asked for obstacle in rule], reason)
    if standing:
        raise Refused(*standing)


def locked_case(case: Case, *asked: Iterable[Obstacle]) -> Case:
    """The case under its lock, at a step in which plans are written. Raises Refused."""
    case = Case.locked(case.pk)
    refuse(rules.the_case_is_planned_on(case), *asked)
    return case


def locked_draft(plan: Plan) -> Plan:
    """The plan under its lock (after its case's), still a draft. Raises Refused.

    Whatever is written next ends an approval that waits for its second half.
    """
    case = locked_case(plan.case)
    plan = Plan.locked(plan.pk)
    plan.case = case
    refuse(rules.is_a_draft(plan))
    return plan


def touched(plan: Plan) -> None:
    """The draft is not what the first approver read any more."""
    if plan.asked_at is not None:
        plan.asked_at = plan.asked_by = None
        plan.save_changes()


def locked_line(line: Goal | Action | Checkpoint):
    """The line of a draft under its lock. Raises Refused when its version is no draft."""
    plan = locked_draft(line.plan)
    line = type(line).locked(line.pk)
    line.plan = plan
    return line
