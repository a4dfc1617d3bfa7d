"""The lines of a draft: goals, actions, checkpoints (S49, S50, S51, S52)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from casework import journal
from casework.models import Case
from common import clock
from common.refusals import refuse_unless
from common.windows import PLANNED, TEN_YEARS, shifted
from plans.models import Action, Checkpoint, Goal, Plan
from plans.plan.decisions.versions import locked_draft, unask

Line = Goal | Action | Checkpoint


@transaction.atomic
def add_goal(case: Case, *, by, **fields) -> Goal:
    """Write a SMART goal into the draft (S49). Raises Refused: not measurable, or no draft."""
    return add_line(case, Goal, by=by, **fields)


@transaction.atomic
def add_action(case: Case, *, by, **fields) -> Action:
    """Write who does what, from when to when, after what (S50, S51).

    Raises Refused: no draft, an end before the start, a line of another version, a circle.
    """
    return add_line(case, Action, by=by, **fields)


@transaction.atomic
def add_checkpoint(case: Case, *, by, **fields) -> Checkpoint:
    """Write a date on which the team looks at the plan (S52)."""
    return add_line(case, Checkpoint, by=by, **fields)


def add_line(case: Case, model: type[Line], *, by, **fields) -> Line:
    """A new line at the end of its list; the caller holds the transaction."""
    plan = locked_draft(case)
    last = model.objects.filter(plan=plan).aggregate(last=Max("position"))["last"] or 0
    line = model(case=case, plan=plan, position=last + 1, **fields)
    _check(line)
    line.save(force_insert=True)
    touch(plan)
    record("plan.line_added", line, by)
    return line


@transaction.atomic
def change_line(line: Line, *, by, expected: int, changes: dict, why: str = "") -> Line:
    """Change a line of the draft and say why.

    Raises Conflict when a colleague changed it meanwhile, Refused when it is no draft's, was
    taken out, would end before it starts, or would come after itself.
    """
    plan, line = locked_line(line)
    _is_in(line)
    for name, value in changes.items():
        setattr(line, name, value)
    line.why = why
    _check(line)
    line.save_changes(expected=expected, reason=why)
    touch(plan)
    record("plan.line_changed", line, by, reason=why)
    return line


@transaction.atomic
def move_action(action: Action, *, by, day: date, why: str = "") -> Action:
    """Let an action begin on ``day``, as long as it was: one click on a proposal (S51)."""
    plan, action = locked_line(action)
    _is_in(action)
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
    touch(plan)
    record("plan.line_changed", action, by, reason=action.why)
    return action


@transaction.atomic
def remove_line(line: Line, *, by, why: str = "") -> Line:
    """Take a line out of the draft; it stays readable and can come back."""
    plan, line = locked_line(line)
    _is_in(line)
    line.removed_at = clock.now()
    line.why = why
    line.save_changes(reason=why)
    touch(plan)
    record("plan.line_removed", line, by, reason=why)
    return line


@transaction.atomic
def restore_line(line: Line, *, by) -> Line:
    """Put back what was taken out of the draft. Raises Refused when it is there already."""
    plan, line = locked_line(line)
    refuse_unless(line.removed_at is not None, _("This line is in the draft already."), "S53")
    line.removed_at = None
    line.save_changes()
    touch(plan)
    record("plan.line_restored", line, by)
    return line


def locked_line(line: Line) -> tuple[Plan, Line]:
    """The draft and the line under their locks, the draft first. Raises Refused."""
    plan = locked_draft(line.case)
    line = type(line).locked(line.pk)
    refuse_unless(
        line.plan_id == plan.pk,
        _("This version is no draft any more; what was approved stays as it is."),
        "S53",
        _("Begin a new version to change it."),
    )
    return plan, line


def touch(plan: Plan) -> None:
    """A change takes back what a second person was asked to approve."""
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


def _is_in(line: Line) -> None:
    refuse_unless(
        line.removed_at is None,
        _("This line was taken out of the draft."),
        "S53",
        _("Put it back first."),
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
    refuse_unless(bool(action.title.strip()), _("Say what is done."), "S50")
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
    """Nothing comes after itself, directly or through others (S51); what was removed counts too."""
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
