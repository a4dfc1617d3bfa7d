"""A version is approved: it applies from then on, and the one before is kept (S46, S53)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from casework import journal, phases
from casework.models import Case, TerritoryProfile
from casework.rights import Role
from common import clock
from common.refusals import Conflict, Refused, in_the_way, refuse_unless
from notices import telling
from plans.carrying.decisions.follow import follow
from plans.models import Plan
from plans.plan.decisions.versions import locked_draft
from plans.plan.rules import in_planning
from plans.plan.sheet import Sheet

State = Plan.State
EVENT = "plan.approved"
# Who may be the second person; never the first one (rulings 1).
SECONDS = (Role.RISK_OWNER, Role.PROCESS_COORDINATOR, Role.CONTENT_COORDINATOR)


def standing(case: Case) -> list:
    """Every sentence before the approval: of the first plan, or of a version that moves nothing."""
    if case.state == Case.State.ANALYSIS:
        return phases.obstacles(case, EVENT)
    return [*in_planning(case), *phases.sentences(case, EVENT)]


@transaction.atomic
def approve_plan(case: Case, *, by, expected: int, reason: str = "") -> Plan:
    """Approve the draft; where the territory asks for a second person, ask for one.

    The first plan moves the case to «planned»; a later version replaces the one that applies, in
    this transaction. ``expected`` is the edition that was read (``Sheet.edition``).
    Raises Refused with every sentence, Conflict when the draft or a line was changed since.
    """
    case = Case.locked(case.pk)
    plan = locked_draft(case)
    refuse = in_the_way(standing(case), reason)
    if refuse:
        raise Refused(*refuse)
    _as_it_was_read(case, plan, expected)
    if TerritoryProfile.load().second_approver:
        return _ask(case, plan, by, reason)
    return _approve(case, plan, by=by, reason=reason)


def _as_it_was_read(case: Case, plan: Plan, expected: int) -> None:
    """Nobody approves what they have not read. The Conflict carries the edition as its version."""
    edition = Sheet.of(case, plan).edition
    if edition != expected:
        current = Plan.objects.get(pk=plan.pk)
        current.version = edition
        raise Conflict(current)


def _ask(case: Case, plan: Plan, by, reason: str) -> Plan:
    refuse_unless(
        plan.approval_asked_at is None,
        _("A second person has been asked already."),
        "S46",
        _("Wait for the answer; a change of the draft takes the request back."),
    )
    plan.approval_asked_at, plan.approval_asked_by = clock.now(), by
    plan.approval_reason = reason
    plan.save_changes(reason=reason)
    journal.record("plan.approval_asked", by=by, case=case, reason=reason, number=plan.number)
    seconds = case.members.filter(role__in=SECONDS, active=True).exclude(user=by)
    telling.queue(
        "plan_approval_asked",
        key=f"plan:{plan.pk}:asked:{plan.version}",
        to=set(seconds.values_list("user_id", flat=True)),
        case=case,
    )
    return plan


@transaction.atomic
def confirm_approval(case: Case, *, by, expected: int) -> Plan:
    """The second person approves what the first one read.

    Raises Refused: nobody asked, the same person, or a rule that stands in the way meanwhile.
    """
    case = Case.locked(case.pk)
    plan = locked_draft(case)
    refuse_unless(
        plan.approval_asked_at is not None,
        _("Nobody has approved this draft yet, or it was changed since."),
        "S46",
        _("The content coordinator approves first."),
    )
    refuse_unless(
        plan.approval_asked_by_id != by.pk,
        _("The second person is somebody else than the first."),
        "S46",
        _("Ask the risk owner or another coordinator."),
    )
    refuse = in_the_way(standing(case), plan.approval_reason)
    if refuse:
        raise Refused(*refuse)
    _as_it_was_read(case, plan, expected)
    return _approve(
        case,
        plan,
        by=plan.approval_asked_by,
        reason=plan.approval_reason,
        second=by,
    )


def _approve(case: Case, plan: Plan, *, by, reason: str, second=None) -> Plan:
    now, acting = clock.now(), second or by
    before = Plan.objects.select_for_update(of=("self",), no_key=True).filter(
        case=case, state=State.APPROVED
    )
    for applied in before:
        applied.state, applied.superseded_at = State.SUPERSEDED, now
        applied.save_changes()
    first = case.state == Case.State.ANALYSIS
    if first:
        # While the draft is one: the rules of the move look for it.
        phases.move(case, EVENT, by=acting, reason=reason)
    plan.state, plan.approved_at, plan.approved_by = State.APPROVED, now, by
    plan.approval_reason, plan.second_approver = reason, second
    plan.save_changes(reason=reason)
    follow(plan)
    if not first:
        journal.record(
            "plan.version_approved", by=acting, case=case, reason=reason, number=plan.number
        )
    team = case.members.filter(active=True).exclude(role=Role.EVALUATOR)
    telling.queue(
        "plan_approved",
        key=f"plan:{plan.pk}:approved",
        to=set(team.values_list("user_id", flat=True)) - {acting.pk},
        case=case,
    )
    return plan
