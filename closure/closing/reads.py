"""What is asked of a closing: of the case before a proposal, and of what belongs to one."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet

from agencies.models import Agency
from casework.models import Case, TeamMember
from casework.rights import OVERSEERS, WORKERS
from closure.models import (
    ClosureProposal,
    GoalResult,
    Handover,
    InformedParty,
    Opinion,
    Silence,
    Transfer,
)
from plans.models import AdverseEffect, Commitment, FollowUp, Gap, Goal, LevelRating, Plan


def open_ones(case: Case) -> QuerySet[ClosureProposal]:
    """The open proposal."""
    rows = ClosureProposal.objects.filter(case=case, state=ClosureProposal.State.OPEN)
    return rows.select_related("proposed_by", "signed_by", "signed_for")


def transfers(case: Case) -> QuerySet[Transfer]:
    """The transfer to another authority that is out."""
    return Transfer.objects.filter(case=case, state__in=Transfer.OPEN).order_by("pk")


def ratings(case: Case) -> QuerySet[LevelRating]:
    """What the team rated together, by domain and direction, the oldest first."""
    rows = LevelRating.objects.filter(case=case, joint=True).select_related("domain")
    return rows.order_by("domain__position", "direction", "rated_on", "written_at", "pk")


def running(case: Case) -> QuerySet[FollowUp]:
    """The actions that are not over, soonest end first."""
    rows = FollowUp.objects.filter(case=case, state__in=FollowUp.OPEN)
    return rows.select_related("action", "agency", "owner").order_by("ends_on", "pk")


def unverified(case: Case) -> QuerySet[FollowUp]:
    """The actions that ended and whose outcome nobody has verified (S68)."""
    ended = (FollowUp.State.DONE, FollowUp.State.NOT_DONE)
    rows = FollowUp.objects.filter(case=case, state__in=ended, checked_by__isnull=True)
    return rows.select_related("action", "agency").order_by("ended_on", "pk")


def promises(case: Case) -> QuerySet[Commitment]:
    """The commitments that nobody has settled, the soonest first (S59)."""
    rows = Commitment.objects.filter(case=case, state=Commitment.State.OPEN)
    return rows.select_related("author", "agency").order_by("due_on", "pk")


def effects(case: Case) -> QuerySet[AdverseEffect]:
    """The negative effects that are open, the oldest first (S67)."""
    rows = AdverseEffect.objects.filter(case=case, closed_at__isnull=True)
    return rows.select_related("kind", "follow_up").order_by("noticed_on", "pk")


def _goals(case: Case) -> QuerySet[Goal]:
    rows = Goal.objects.filter(case=case, plan__state=Plan.State.APPROVED, removed_at__isnull=True)
    return rows.order_by("position", "pk")


def _asked(case: Case) -> QuerySet[Agency]:
    working = TeamMember.objects.filter(case=case, active=True, role__in=WORKERS)
    return Agency.objects.filter(pk__in=working.values("agency_id")).order_by("name_key")


def _offices(case: Case) -> QuerySet[TeamMember]:
    return TeamMember.objects.filter(case=case, role__in=OVERSEERS).select_related("user")


def _workers(case: Case) -> QuerySet[TeamMember]:
    """Who works on it, with whom an agency can be asked once more by name."""
    rows = TeamMember.objects.filter(case=case, active=True, role__in=WORKERS)
    return rows.select_related("user").order_by("user__name_key", "pk")


def _questions(case: Case) -> QuerySet[Gap]:
    """What somebody is finding out."""
    rows = Gap.objects.filter(case=case, status=Gap.Status.TO_FIND_OUT)
    return rows.order_by("pk")


def _results(proposal: ClosureProposal) -> QuerySet[GoalResult]:
    return GoalResult.objects.filter(proposal=proposal).select_related("author")


def _opinions(proposal: ClosureProposal) -> QuerySet[Opinion]:
    return Opinion.objects.filter(proposal=proposal).select_related("agency", "author")


def _silences(proposal: ClosureProposal) -> QuerySet[Silence]:
    return Silence.objects.filter(proposal=proposal).select_related("asked", "written_by")


def _handovers(proposal: ClosureProposal) -> QuerySet[Handover]:
    rows = Handover.objects.filter(proposal=proposal).select_related("agency", "worker")
    return rows.order_by("offered_at", "pk")


def _informed(proposal: ClosureProposal) -> QuerySet[InformedParty]:
    rows = InformedParty.objects.filter(proposal=proposal).select_related("told_by")
    return rows.order_by("told_on", "who", "pk")


Ask = Callable[..., QuerySet]
OF_CASE: dict[str, Ask] = {
    "goals": _goals,
    "asked": _asked,
    "offices": _offices,
    "workers": _workers,
    "questions": _questions,
}
OF_PROPOSAL: dict[str, Ask] = {
    "results": _results,
    "opinions": _opinions,
    "silences": _silences,
    "handovers": _handovers,
    "informed": _informed,
}
