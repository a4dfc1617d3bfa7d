"""Versions of a plan: begun, copied, written, discarded. What was approved is never touched."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from casework import clock, journal
from casework.models import Case
from casework.refusals import Obstacle
from plans import content
from plans.decisions.plan.locks import locked_case, locked_draft, refuse
from plans.difference import TEXTS
from plans.models import Plan
from plans.rules import plan_acts as rules

State = Plan.State


@transaction.atomic
def start_plan(case: Case, *, by) -> Plan:
    """Begin the first version, empty. Raises Refused: too early, a draft or a plan is there."""
    case = locked_case(case)
    refuse(rules.no_other_draft(case), _no_plan_applies(case))
    plan = _new(case, by, trigger=Plan.Trigger.FIRST)
    plan.save(force_insert=True)
    journal.record("plan.begun", by=by, case=case, number=str(plan.number))
    return plan


def _no_plan_applies(case: Case):
    applies = Plan.objects.filter(case=case, state=State.APPROVED).first()
    if applies:
        yield Obstacle(
            _("Version %(number)d applies already.") % {"number": applies.number},
            row="S53",
            todo=_("Begin a new version from it."),
        )


@transaction.atomic
def start_version(case: Case, *, by, trigger: str, reason: str) -> Plan:
    """Begin a new version, copied line by line from the one that applies (S53).

    Raises Refused: no plan applies, a draft is there, no reason.
    """
    case = locked_case(case)
    applies = Plan.objects.filter(case=case, state=State.APPROVED).first()
    refuse(rules.no_other_draft(case), _has_a_reason(reason), _something_applies(applies))
    plan = _new(case, by, trigger=trigger, reason=reason)
    for name in TEXTS:
        setattr(plan, name, getattr(applies, name))
    plan.save(force_insert=True)
    _copy_lines(content.of(applies), plan)
    journal.record("plan.begun", by=by, case=case, reason=reason, number=str(plan.number))
    return plan


def _has_a_reason(reason: str):
    if not reason.strip():
        yield Obstacle(
            _("It is not written why the plan changes."),
            row="S53",
            todo=_("Write what is new, in a sentence."),
        )


def _something_applies(applies: Plan | None):
    if applies is None:
        yield Obstacle(_("No plan applies yet."), row="S53", todo=_("Write the first one."))


def _new(case: Case, by, **more) -> Plan:
    last = Plan.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    return Plan(case=case, number=last + 1, started_at=clock.now(), started_by=by, **more)


def _copy_lines(old: content.Content, plan: Plan) -> None:
    """The same lines under the new version: ``line`` stays, what points to another follows."""
    goals = {goal.pk: _copy(goal, plan) for goal in old.goals}
    for goal in goals.values():
        goal.save(force_insert=True)
    actions = {action.pk: _copy(action, plan) for action in old.actions}
    for was in old.actions:
        action = actions[was.pk]
        action.goal = goals.get(was.goal_id)
        action.after = None
        action.save(force_insert=True)
    for was in old.actions:
        if was.after_id in actions:
            action = actions[was.pk]
            action.after = actions[was.after_id]
            action.save_changes()
    for checkpoint in old.checkpoints:
        _copy(checkpoint, plan).save(force_insert=True)


def _copy(line, plan: Plan):
    kept = {
        field.name: getattr(line, field.name)
        for field in line._meta.local_fields
        if field.name not in ("id", "version", "plan")
    }
    return type(line)(plan=plan, **kept)


@transaction.atomic
def write_texts(plan: Plan, *, by, expected: int, changes: dict[str, str]) -> Plan:
    """Write why this plan, its context and the other texts. Raises Conflict, Refused."""
    plan = locked_draft(plan)
    for name, value in changes.items():
        setattr(plan, name, value)
    plan.asked_at = plan.asked_by = None
    plan.save_changes(expected=expected)
    journal.record("plan.texts", by=by, case=plan.case, number=str(plan.number))
    return plan


@transaction.atomic
def discard_draft(plan: Plan, *, by, reason: str) -> Plan:
    """Put the draft away with a reason; its rows stay, its number is not given again."""
    plan = locked_draft(plan)
    refuse(_says_why(reason))
    plan.state = State.DISCARDED
    plan.asked_at = plan.asked_by = None
    plan.save_changes(reason=reason)
    journal.record("plan.discarded", by=by, case=plan.case, reason=reason, number=str(plan.number))
    return plan


def _says_why(reason: str):
    if not reason.strip():
        yield Obstacle(_("Write why the draft is discarded."), row="2.3")


__all__ = ["discard_draft", "start_plan", "start_version", "write_texts"]
