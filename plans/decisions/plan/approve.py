"""The plan is approved: by the content coordinator, and by a second where the territory asks."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from casework import clock, journal, notices, phases
from casework.models import Case, TeamMember, TerritoryProfile
from casework.refusals import Obstacle, Refused, in_the_way
from casework.rights import Role
from plans import content
from plans.decisions.plan.locks import refuse
from plans.models import Plan
from plans.rules import plan_acts as rules

EVENT = "plan.approved"
State = Plan.State


def obstacles(case: Case) -> list[Obstacle]:
    """Every sentence before the approval: of the first plan and of a later version alike."""
    if case.state in rules.WRITTEN_IN and case.state != Case.State.ANALYSIS:
        return phases.what_rules_say(case, EVENT)
    return phases.obstacles(case, EVENT)


@transaction.atomic
def approve_plan(case: Case, *, by, reason: str = "") -> Plan:
    """Approve the draft: the first plan moves the case on, a later one replaces the version.

    Where the territory asks for two, the plan then waits for the risk owner. Raises Refused
    with every sentence that still stands.
    """
    case = Case.locked(case.pk)
    _ask(case, reason)
    plan = Plan.locked(content.draft_of(case).plan.pk)
    if TerritoryProfile.load().second_approver:
        return _ask_for_the_second(case, plan, by, reason)
    return _approved(case, plan, by=by, reason=reason)


@transaction.atomic
def confirm_approval(case: Case, *, by, reason: str = "") -> Plan:
    """The second approval, by another person than the first. Raises Refused, asking all again."""
    case = Case.locked(case.pk)
    draft = content.draft_of(case)
    refuse(waits_for_a_second(draft.plan if draft else None, by))
    plan = Plan.locked(draft.plan.pk)
    reason = reason or plan.approval_reason
    _ask(case, reason)
    plan.second_approver = by
    return _approved(case, plan, by=by, first=plan.asked_by, reason=reason)


def waits_for_a_second(plan: Plan | None, by):
    """Two approvals are two people's (rulings 1)."""
    if plan is None or plan.asked_at is None:
        yield Obstacle(
            _("No plan waits for a second approval."),
            row="S81",
            todo=_("The content coordinator approves it first."),
        )
    elif plan.asked_by_id == by.pk:
        yield Obstacle(
            _("You approved it first; the second approval is another person’s."), row="S81"
        )


def _ask(case: Case, reason: str) -> None:
    standing = in_the_way(obstacles(case), reason)
    if standing:
        raise Refused(*standing)


def _ask_for_the_second(case: Case, plan: Plan, by, reason: str) -> Plan:
    plan.asked_at, plan.asked_by, plan.approval_reason = clock.now(), by, reason
    plan.save_changes(reason=reason)
    journal.record("plan.asked", by=by, case=case, reason=reason, number=str(plan.number))
    owners = TeamMember.objects.filter(case=case, active=True, role=Role.RISK_OWNER)
    notices.queue(
        "plan_waits",
        key=f"plan:{plan.pk}:asked:{plan.version}",
        to=owners.exclude(user=by).values_list("user_id", flat=True),
        case=case,
    )
    return plan


def _approved(case: Case, plan: Plan, *, by, reason: str, first=None) -> Plan:
    """``by`` acts now; ``first`` is the content coordinator where two approve."""
    now = clock.now()
    applies = Plan.objects.select_for_update(of=("self",)).filter(case=case, state=State.APPROVED)
    for old in applies:
        old.state = State.SUPERSEDED
        old.superseded_at = now
        old.save_changes()
    plan.state = State.APPROVED
    plan.approved_at, plan.approved_by = now, first or by
    plan.approval_reason = reason
    if case.state == Case.State.ANALYSIS:
        case = phases.move(case, EVENT, by=by, reason=reason)
    else:
        journal.record(
            "plan.version_approved", by=by, case=case, reason=reason, number=str(plan.number)
        )
    plan.save_changes(reason=reason)
    _tell_the_team(case, plan, by)
    return plan


def _tell_the_team(case: Case, plan: Plan, by) -> None:
    team = TeamMember.objects.filter(case=case, active=True).exclude(role=Role.EVALUATOR)
    notices.queue(
        "plan_approved",
        key=f"plan:{plan.pk}:approved",
        to=set(team.exclude(user=by).values_list("user_id", flat=True)),
        case=case,
    )
