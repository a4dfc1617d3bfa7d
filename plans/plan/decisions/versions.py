"""Decisions on versions of a plan: begun, written, given up (S48, S53)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.db.models import Max
from django.utils.translation import gettext as _

from casework import journal
from casework.deciding import decides
from casework.models import Case
from casework.rights import Right
from common import clock
from common.refusals import Obstacle, is_written, refuse
from plans.models import Action, Checkpoint, Goal, Plan
from plans.plan import act_rules as rules
from plans.plan.sheet import applies_of, counts, draft_in_full, draft_of

State = Plan.State
TEXTS = (
    "why_start",
    "reach",
    "why_that",
    "context",
    "person_view",
    "family_view",
    "best_interest",
    "evaluation",
)


@decides(
    Right.APPROVE_PLAN,
    when=(rules.no_draft, rules.nothing_applies),
    rules=(rules.in_planning,),
    adds=True,
)
def start_plan(case: Case, *, by) -> Plan:
    """Begin the first version of the plan, empty (S46)."""
    plan = _begin(case, by, trigger=Plan.Trigger.FIRST)
    journal.record("plan.draft_started", by=by, case=case, number=plan.number)
    return plan


@decides(
    Right.APPROVE_PLAN, when=(rules.in_planning, rules.no_draft, rules.a_plan_applies), adds=True
)
def start_version(case: Case, *, by, trigger: str, reason: str) -> Plan:
    """Begin a new version: the one that applies, copied line by line (S53).

    Raises Refused without a reason.
    """
    refuse(_reason_is_written(reason))
    applies = applies_of(case)
    plan = _begin(case, by, trigger=trigger, reason=reason, base=applies)
    copy_lines(applies, plan)
    journal.record(
        "plan.version_started",
        by=by,
        case=case,
        reason=reason,
        number=plan.number,
        trigger=trigger,
    )
    return plan


def _begin(case: Case, by, *, trigger: str, reason: str = "", base: Plan | None = None) -> Plan:
    last = Plan.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    texts = {name: getattr(base, name) for name in TEXTS} if base else {}
    plan = Plan(
        case=case,
        number=last + 1,
        trigger=trigger,
        reason=reason,
        base=base,
        started_at=clock.now(),
        started_by=by,
        **texts,
    )
    plan.save(force_insert=True)
    return plan


def copy_lines(source: Plan, target: Plan) -> None:
    """Copy the lines that count to another version.

    A link to a line that is not copied is left empty.
    """
    goals = {
        goal.pk: _copied(goal, target)
        for goal in Goal.objects.filter(plan=source, removed_at__isnull=True)
    }
    kept = [a for a in Action.objects.filter(plan=source) if counts(a)]
    actions = {}
    for action in kept:
        goal = goals.get(action.goal_id)
        actions[action.pk] = _copied(action, target, goal=goal, after=None)
    for action in kept:
        if action.after_id in actions:
            copy = actions[action.pk]
            copy.after = actions[action.after_id]
            copy.save_changes()
    for point in Checkpoint.objects.filter(plan=source, removed_at__isnull=True):
        _copied(point, target)


def _copied(line, target: Plan, **changes):
    """Save a copy of the line in another version: the same ``line``, an empty ``why``."""
    skipped = {"id", "version", "plan", "why"} | changes.keys()
    values = {
        field.name: getattr(line, field.attname)
        for field in line._meta.concrete_fields
        if field.name not in skipped and not field.is_relation
    }
    related = {
        field.attname: getattr(line, field.attname)
        for field in line._meta.concrete_fields
        if field.is_relation and field.name not in skipped
    }
    row = type(line)(id=uuid.uuid4(), plan=target, **values, **related, **changes)
    row.save(force_insert=True)
    return row


@decides(Right.APPROVE_PLAN, when=(rules.has_draft,))
def write_texts(case: Case, *, by, expected: int | None = None, changes: dict) -> Plan:
    """Write the texts of the draft; ``changes`` holds any of ``TEXTS`` (S48, S35, S73, 2.21).

    Raises Conflict when a colleague wrote them meanwhile.
    """
    plan = draft_of(case)
    for name in TEXTS:
        setattr(plan, name, changes.get(name, getattr(plan, name)))
    unask(plan)
    plan.save_changes(expected=expected)
    journal.record("plan.texts_written", by=by, case=case, number=plan.number)
    return plan


def unask(plan: Plan) -> None:
    """Empty the request for a second approval, unsaved: the draft has changed."""
    plan.approval_asked_at = plan.approval_asked_by = None


@decides(Right.APPROVE_PLAN, when=(rules.has_draft,), rests_on=draft_in_full)
def discard_draft(case: Case, *, by, reason: str) -> Plan:
    """Give the draft up; it stays readable, and its number is not given again (S53).

    Raises Refused without a reason.
    """
    refuse(_reason_is_written(reason))
    plan = draft_of(case)
    unask(plan)
    plan.state = State.DISCARDED
    plan.discarded_at, plan.discarded_by, plan.discard_reason = clock.now(), by, reason
    plan.save_changes(reason=reason)
    journal.record("plan.draft_discarded", by=by, case=case, reason=reason, number=plan.number)
    return plan


def _reason_is_written(reason: str) -> Iterator[Obstacle]:
    return is_written(
        reason, _("Write the reason."), "S53", _("It stays with this version of the plan.")
    )
