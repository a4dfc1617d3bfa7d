"""Versions of a plan: begun, written, given up (S48, S53)."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from casework import journal
from casework.models import Case
from common import clock
from common.refusals import Obstacle, Refused, refuse_unless
from plans.models import Action, Checkpoint, Goal, Plan
from plans.plan.rules import in_planning
from plans.plan.sheet import counts

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


def locked_draft(case: Case) -> Plan:
    """The case's draft under its lock. Raises Refused when there is none."""
    plan = (
        Plan.objects.select_for_update(of=("self",), no_key=True)
        .filter(case=case, state=State.DRAFT)
        .first()
    )
    refuse_unless(
        plan is not None,
        _("There is no draft of a plan."),
        "S53",
        _("Begin one on the page “Plan”; what is approved is not written over."),
    )
    return plan


@transaction.atomic
def start_plan(case: Case, *, by) -> Plan:
    """Begin the first version, empty. Raises Refused: no analysis yet, or a plan is there (S46)."""
    case = Case.locked(case.pk)
    _refuse([*in_planning(case), *_no_draft(case)])
    refuse_unless(
        _applies(case) is None,
        _("A plan applies already."),
        "S53",
        _("Begin a new version of it, and say why."),
    )
    plan = _begin(case, by, trigger=Plan.Trigger.FIRST)
    journal.record("plan.draft_started", by=by, case=case, number=plan.number)
    return plan


@transaction.atomic
def start_version(case: Case, *, by, trigger: str, reason: str) -> Plan:
    """Begin a new version: the one that applies, copied line by line (S53).

    Raises Refused: no reason, no plan that applies, or a draft that somebody began already.
    """
    case = Case.locked(case.pk)
    _refuse([*in_planning(case), *_no_draft(case), *_reason_is_written(reason)])
    applies = _applies(case)
    refuse_unless(
        applies is not None,
        _("No plan applies yet, so there is nothing to change."),
        "S53",
        _("Begin the first plan."),
    )
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
    """Copy what counts in ``source`` into ``target``; what pointed to a line left out is empty."""
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
    """The same line in another version: a row of its own, the same ``line``, no reason yet."""
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


@transaction.atomic
def write_texts(case: Case, *, by, expected: int, changes: dict) -> Plan:
    """Write the texts of the draft; ``changes`` holds any of ``TEXTS`` (S48, S35, S73, 2.21).

    Raises Conflict when a colleague wrote them meanwhile, Refused without a draft.
    """
    plan = locked_draft(case)
    for name in TEXTS:
        setattr(plan, name, changes.get(name, getattr(plan, name)))
    unask(plan)
    plan.save_changes(expected=expected)
    journal.record("plan.texts_written", by=by, case=case, number=plan.number)
    return plan


def unask(plan: Plan) -> None:
    """A second person approves what the first one read: a change takes the request back."""
    plan.approval_asked_at = plan.approval_asked_by = None


@transaction.atomic
def discard_draft(case: Case, *, by, reason: str) -> Plan:
    """Give the draft up: it stays readable, its number is not given again (S53)."""
    case = Case.locked(case.pk)
    _refuse(_reason_is_written(reason))
    plan = locked_draft(case)
    unask(plan)
    plan.state = State.DISCARDED
    plan.discarded_at, plan.discarded_by, plan.discard_reason = clock.now(), by, reason
    plan.save_changes(reason=reason)
    journal.record("plan.draft_discarded", by=by, case=case, reason=reason, number=plan.number)
    return plan


def _applies(case: Case) -> Plan | None:
    return Plan.objects.filter(case=case, state=State.APPROVED).first()


def _no_draft(case: Case):
    draft = Plan.objects.filter(case=case, state=State.DRAFT).select_related("started_by").first()
    if draft is not None:
        yield Obstacle(
            _("%(who)s began version %(number)d already; there is one draft at a time.")
            % {"who": draft.started_by.display, "number": draft.number},
            row="S53",
            todo=_("Go on with that draft, or give it up."),
        )


def _reason_is_written(reason: str):
    if not reason.strip():
        yield Obstacle(
            _("Write the reason."), row="S53", todo=_("It stays with this version of the plan.")
        )


def _refuse(standing: list[Obstacle]) -> None:
    standing = list(standing)
    if standing:
        raise Refused(*standing)
