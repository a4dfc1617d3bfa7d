"""Goals, actions and checkpoints of a draft: added, changed, moved, taken out, brought back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from casework import clock
from casework.refusals import Conflict
from plans.decisions.plan.locks import locked_draft, locked_line, refuse, touched
from plans.models import Action, Checkpoint, Goal, Plan
from plans.rules import plan_acts as rules

Line = Goal | Action | Checkpoint


@transaction.atomic
def add_goal(plan: Plan, *, by, **values: Any) -> Goal:
    """Add a SMART goal to a draft (S49). Raises Refused when the version is no draft."""
    return _added(Goal(plan=locked_draft(plan), **values))


@transaction.atomic
def add_action(plan: Plan, *, by, **values: Any) -> Action:
    """Add who does what, from when to when (S50). The agency is the owner's.

    Raises Refused: no draft, ends before it starts, the owner is not on the team.
    """
    plan = locked_draft(plan)
    _ask_action(plan, values)
    return _added(Action(plan=plan, agency_id=values["owner"].agency_id, **values))


@transaction.atomic
def add_checkpoint(plan: Plan, *, by, due_on: date, looks_at: str = "") -> Checkpoint:
    """Add a dated checkpoint to a draft (S52). Raises Refused: no draft, the day is over."""
    plan = locked_draft(plan)
    refuse(rules.lies_ahead(due_on))
    return _added(Checkpoint(plan=plan, due_on=due_on, looks_at=looks_at))


@transaction.atomic
def change_goal(goal: Goal, *, by, expected: int, **values: Any) -> Goal:
    """Change a goal of a draft. Raises Conflict, Refused."""
    return _changed(locked_line(goal), expected, values)


@transaction.atomic
def change_action(action: Action, *, by, expected: int, **values: Any) -> Action:
    """Change an action of a draft. Raises Conflict; Refused as ``add_action``, or on a circle."""
    action = locked_line(action)
    _not_stale(action, expected)
    _ask_action(action.plan, values, action)
    values["agency_id"] = values["owner"].agency_id
    return _changed(action, expected, values)


@transaction.atomic
def change_checkpoint(checkpoint: Checkpoint, *, by, expected: int, **values: Any) -> Checkpoint:
    """Change a checkpoint of a draft. Raises Conflict; Refused when the new day is over."""
    checkpoint = locked_line(checkpoint)
    _not_stale(checkpoint, expected)
    if values["due_on"] != checkpoint.due_on:
        refuse(rules.lies_ahead(values["due_on"]))
    return _changed(checkpoint, expected, values)


@transaction.atomic
def move_action(action: Action, *, by, starts_on: date) -> Action:
    """Move an action to another first day; it keeps its length (S51). Raises Refused."""
    action = locked_line(action)
    action.ends_on += starts_on - action.starts_on
    action.starts_on = starts_on
    action.save_changes()
    touched(action.plan)
    return action


@transaction.atomic
def remove_line(line: Line, *, by) -> Line:
    """Take a line out of a draft; nothing is lost, and it can come back. Twice is once."""
    line = locked_line(line)
    if line.removed_at is None:
        line.removed_at = clock.now()
        line.save_changes()
        touched(line.plan)
    return line


@transaction.atomic
def restore_line(line: Line, *, by) -> Line:
    """Bring back what was taken out. Twice is once."""
    line = locked_line(line)
    if line.removed_at is not None:
        line.removed_at = None
        line.save_changes()
        touched(line.plan)
    return line


def _ask_action(plan: Plan, values: dict, action: Action | None = None) -> None:
    actions = list(Action.objects.filter(plan=plan, removed_at__isnull=True))
    circle = ()
    if action is not None:
        circle = rules.no_circle(action, values.get("after"), actions)
    refuse(
        rules.ends_after_it_starts(values["starts_on"], values["ends_on"]),
        rules.owner_is_of_the_agency(plan.case, values["owner"]),
        circle,
    )


def _added(line: Line) -> Line:
    rows = type(line).objects.filter(plan=line.plan)
    last = rows.aggregate(last=Max("position"))["last"] or 0
    line.case, line.position = line.plan.case, last + 1
    line.save(force_insert=True)
    touched(line.plan)
    return line


def _not_stale(line: Line, expected: int) -> None:
    """Raise Conflict before the rules speak: they would speak of a colleague's values."""
    if expected != line.version:
        raise Conflict(line)


def _changed(line: Line, expected: int, values: dict) -> Line:
    for name, value in values.items():
        setattr(line, name, value)
    line.save_changes(expected=expected)
    touched(line.plan)
    return line
