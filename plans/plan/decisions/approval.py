"""A version is approved: it applies from then on, and the one before is kept (S46, S53)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from casework import journal, phases
from casework.deciding import decides
from casework.models import Case, TerritoryProfile
from casework.rights import OVERSEERS, Right
from common import clock, happened
from common.names_then import all_called
from common.once import once
from common.refusals import Obstacle, Refused, Strength, in_the_way
from notices import telling
from plans.carrying.decisions.follow import follow
from plans.models import Action, Plan
from plans.plan import act_rules as rules
from plans.plan import time_rules
from plans.plan.sheet import Sheet, draft_in_full, draft_of

State = Plan.State
EVENT = "plan.approved"


@once
def standing(case: Case) -> list[Obstacle]:
    """Every sentence before the approval of the draft.

    Of the first plan also the state from which the move starts; a later version moves nothing.
    """
    if case.state == Case.State.ANALYSIS:
        return phases.obstacles(case, EVENT)
    return [*rules.in_planning(case, None), *phases.sentences(case, EVENT)]


def whole(case: Case, by) -> Iterator[Obstacle]:
    """For ``rules``: everything that ``standing`` says of the draft (S46)."""
    if draft_of(case) is not None:
        yield from standing(case)


def still_whole(case: Case, by) -> Iterator[Obstacle]:
    """For the second person: as ``whole``, but warns where the first gave a reason (rulings 1)."""
    draft = draft_of(case)
    for one in standing(case) if draft else ():
        answered = one.strength is Strength.REASON and draft.approval_reason.strip()
        yield replace(one, strength=Strength.WARNING) if answered else one


@decides(
    Right.APPROVE_PLAN,
    when=(rules.has_draft,),
    rules=(whole, rules.not_asked_yet),
    rests_on=draft_in_full,
)
def approve_plan(case: Case, *, by, reason: str = "", happened_on: date | None = None) -> Plan:
    """Approve the draft; where the territory asks for a second person, ask for one.

    ``happened_on``: the day of the approval, where it was done on paper (X14); with a second person
    they say it.

    The first plan moves the case to «planned»; a later version replaces the one that applies, in
    this transaction. It rests on the draft and all of its lines (``Sheet.edition``).
    """
    plan = draft_of(case)
    if TerritoryProfile.load().second_approver:
        return _ask(case, plan, by, reason)
    return _approve(case, plan, by=by, reason=reason, day=happened_on)


def _ask(case: Case, plan: Plan, by, reason: str) -> Plan:
    plan.approval_asked_at, plan.approval_asked_by = clock.now(), by
    plan.approval_reason = reason
    plan.save_changes(reason=reason)
    journal.record("plan.approval_asked", by=by, case=case, reason=reason, number=plan.number)
    seconds = case.members.filter(role__in=OVERSEERS, active=True).exclude(user=by)
    telling.queue(
        "plan_approval_asked",
        key=f"plan:{plan.pk}:asked:{plan.version}",
        to=set(seconds.values_list("user_id", flat=True)),
        case=case,
    )
    return plan


@decides(
    Right.READ_CASE,
    whose=(rules.second_person,),
    when=(rules.has_draft, rules.is_asked),
    rules=(still_whole,),
    rests_on=draft_in_full,
)
def confirm_approval(case: Case, *, by, happened_on: date | None = None) -> Plan:
    """Approve, as the second person, what the first one approved: the draft and its lines.

    ``happened_on``: the day on which both had approved it, on paper (X14).
    """
    plan = draft_of(case)
    return _approve(
        case,
        plan,
        by=plan.approval_asked_by,
        reason=plan.approval_reason,
        second=by,
        day=happened_on,
    )


def _names_of_lines(plan: Plan) -> dict:
    """What those who answer for its actions are called on the day of the approval (X34)."""
    actions = Action.objects.filter(plan=plan).select_related("agency", "owner", "proposed_by")
    return all_called(*(one for row in actions for one in (row.agency, row.owner, row.proposed_by)))


def _approve(case: Case, plan: Plan, *, by, reason: str, day: date | None, second=None) -> Plan:
    _refuse_day(case, plan, day, reason)
    (at, entered_at), acting = happened.moments(day), second or by
    before = Plan.objects.select_for_update(of=("self",), no_key=True).filter(
        case=case, state=State.APPROVED
    )
    for applied in before:
        applied.state, applied.superseded_at = State.SUPERSEDED, at
        applied.save_changes()
    first = case.state == Case.State.ANALYSIS
    if first:
        # Before the draft is approved, since the rules of the move look for a draft.
        phases.move(case, EVENT, by=acting, reason=reason, happened_on=day)
    plan.state, plan.approved_at, plan.approved_by = State.APPROVED, at, by
    plan.approval_entered_at = entered_at
    plan.approval_reason, plan.second_approver = reason, second
    plan.names["lines"] = _names_of_lines(plan)
    plan.save_changes(reason=reason)
    follow(plan)
    if not first:
        journal.record(
            "plan.version_approved",
            by=acting,
            case=case,
            reason=reason,
            happened_on=day,
            number=plan.number,
        )
    team = case.members.running()
    telling.queue(
        "plan_approved",
        key=f"plan:{plan.pk}:approved",
        to=set(team.values_list("user_id", flat=True)) - {acting.pk},
        case=case,
    )
    return plan


def _refuse_day(case: Case, plan: Plan, day: date | None, reason: str) -> None:
    """Raise Refused where it cannot have been approved on that day, or was in haste (S57)."""
    if day is None:
        return
    standing = [*rules.day_of_approval(case, day)]
    if not standing:
        standing = [*time_rules.no_haste(replace(Sheet.of(case, plan), today=day))]
    left = in_the_way(standing, reason)
    if left:
        raise Refused(*left)
