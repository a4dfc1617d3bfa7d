"""Decisions on the lines of a draft: goals, actions, checkpoints (S49, S50, S51, S52)."""

from __future__ import annotations

from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from casework import journal
from casework.deciding import decides
from casework.models import Case
from casework.rights import Right
from common import clock
from common.refusals import is_written, refuse, refuse_unless
from common.windows import PLANNED, TEN_YEARS, shifted
from plans.models import Action, Checkpoint, Goal, Plan
from plans.plan import act_rules as rules
from plans.plan.decisions.versions import unask
from plans.plan.sheet import draft_of

Line = Goal | Action | Checkpoint
# What is added to the draft, and what is done with a line that stands in it.
_ADDED = {"right": Right.APPROVE_PLAN, "when": (rules.has_draft,)}
_CHANGED = {"right": Right.APPROVE_PLAN, "when": (rules.of_the_draft, rules.is_in)}


@decides(**_ADDED, adds=True)
def add_goal(case: Case, *, by, **fields) -> Goal:
    """Write a SMART goal into the draft (S49). Raises Refused when not measurable."""
    return add_line(case, Goal, by=by, **fields)


@decides(**_ADDED, adds=True)
def add_action(case: Case, *, by, **fields) -> Action:
    """Write who does what, from when to when, after what (S50, S51).

    Raises Refused: an end before the start, a line of another version, a circle.
    """
    return add_line(case, Action, by=by, **fields)


@decides(**_ADDED, adds=True)
def add_checkpoint(case: Case, *, by, **fields) -> Checkpoint:
    """Write a date on which the team looks at the plan (S52)."""
    return add_line(case, Checkpoint, by=by, **fields)


def add_line(case: Case, model: type[Line], *, by, **fields) -> Line:
    """Save a new line at the end of its list in the draft; needs the case's lock."""
    plan = draft_of(case)
    last = model.objects.filter(plan=plan).aggregate(last=Max("position"))["last"] or 0
    line = model(case=case, plan=plan, position=last + 1, **fields)
    _check(line)
    line.save(force_insert=True)
    touch(plan)
    record("plan.line_added", line, by)
    return line


@decides(**_CHANGED)
def change_line(line: Line, *, by, changes: dict, why: str = "") -> Line:
    """Change a line of the draft; ``why`` stays with it.

    Raises Refused when it would end before it starts, or would come after itself.
    """
    for name, value in changes.items():
        setattr(line, name, value)
    line.why = why
    _check(line)
    line.save_changes(reason=why)
    touch(line.plan)
    record("plan.line_changed", line, by, reason=why)
    return line


@decides(**_CHANGED)
def move_action(action: Action, *, by, day: date | None, why: str = "") -> Action:
    """Move an action to begin on ``day``, keeping its length (S51).

    Raises Refused: no day, a day that is past, an end too far ahead.
    """
    refuse_unless(day is not None, _("This is no date. Write it as 2026-11-30."), "S51")
    refuse_unless(
        day >= clock.today(),
        _("%(action)s cannot be moved to a day that lies behind.") % {"action": action.title},
        "S51",
    )
    length = action.ends_on - action.starts_on
    action.starts_on, action.ends_on = day, shifted(day, length.days)
    refuse_unless(not PLANNED.complaint(action.ends_on, clock.today()), TEN_YEARS, "S51")
    action.why = why or _("Not all partners at the same time.")
    action.save_changes(reason=action.why)
    touch(action.plan)
    record("plan.line_changed", action, by, reason=action.why)
    return action


@decides(**_CHANGED)
def remove_line(line: Line, *, by, why: str = "") -> Line:
    """Take a line out of the draft; it stays readable and can be put back."""
    line.removed_at = clock.now()
    line.why = why
    line.save_changes(reason=why)
    touch(line.plan)
    record("plan.line_removed", line, by, reason=why)
    return line


@decides(Right.APPROVE_PLAN, when=(rules.of_the_draft, rules.was_taken_out))
def restore_line(line: Line, *, by) -> Line:
    """Put back what was taken out of the draft."""
    line.removed_at = None
    line.save_changes()
    touch(line.plan)
    record("plan.line_restored", line, by)
    return line


def touch(plan: Plan) -> None:
    """Take back the request for a second approval, since the draft has changed."""
    if plan.approval_asked_at is not None:
        unask(plan)
        plan.save_changes()


def record(event: str, line: Line, by, reason: str = "", **facts) -> None:
    """One sentence in the journal: which kind of line, of which version."""
    journal.record(
        event,
        by=by,
        case=line.case,
        reason=reason,
        number=line.plan.number,
        kind=f"plan_{line._meta.model_name}",
        **facts,
    )


def _check(line: Line) -> None:
    if isinstance(line, Goal):
        _goal_is_whole(line)
    if isinstance(line, Action):
        _action_is_whole(line)


def _goal_is_whole(goal: Goal) -> None:
    whole = all(text.strip() for text in (goal.statement, goal.indicator, goal.target))
    refuse_unless(
        whole and goal.due_on is not None,
        _("A goal needs its words, how you shall know, its target and its date."),
        "S49",
    )
    refuse_unless(
        goal.factor is None or goal.factor.case_id == goal.case_id,
        _("This factor is not one of this case."),
        "S45",
    )


def _action_is_whole(action: Action) -> None:
    refuse(is_written(action.title, _("Say what is done."), "S50"))
    refuse_unless(
        action.starts_on <= action.ends_on,
        _("The action would end before it starts."),
        "S50",
        _("Put the end on the first day or later."),
    )
    for other in (action.after, action.goal):
        refuse_unless(
            other is None or other.plan_id == action.plan_id,
            _("This line belongs to another version of the plan."),
            "S53",
        )
    _no_circle(action)


def _no_circle(action: Action) -> None:
    """Refuse an action that would come after itself, also through others or removed ones (S51)."""
    before = {a.pk: a for a in Action.objects.filter(plan_id=action.plan_id)}
    path, at = [action.title], action.after
    while at is not None:
        path.append(at.title)
        if at.pk == action.pk or len(path) > len(before) + 1:
            refuse_unless(
                False,
                _("This order is a circle: %(titles)s.") % {"titles": " ← ".join(path)},
                "S51",
                _("Let one of them come after nothing."),
            )
        at = before.get(before[at.pk].after_id) if at.pk in before else None
