"""Actions of the own agency, drafts to write and to confirm: what of the plans needs somebody."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from casework.mine import on_cases_as
from casework.models import Case, TeamMember
from casework.rights import OVERSEERS, Role
from common.compiled import asked_once
from plans.models import Action, FollowUp, Plan


@asked_once
def actions_on(case: Case, user):
    """The actions of the user's agency on this case, as in ``actions_of``, with their owners."""
    return actions_of(user).filter(case=case).select_related(None).select_related("owner")


def actions_of(user):
    """The actions of the user's agency that are not over in plans that apply, soonest end first.

    An action that ended, was stopped or was declined waits for nobody here; one that is late
    still does. Narrowed to what the user may see. One query.
    """
    followed = FollowUp.objects.filter(action=OuterRef("pk"), state__in=FollowUp.OPEN)
    followed = followed.exclude(case__state=Case.State.MONITORING, state=FollowUp.State.WAITING)
    rows = Action.objects.visible_to(user).filter(
        Exists(followed),
        plan__state=Plan.State.APPROVED,
        agency_id=user.agency_id,
        removed_at__isnull=True,
        proposal=Action.Proposal.TAKEN,
    )
    return rows.select_related("case", "plan", "owner", "goal").order_by("ends_on", "pk")


def to_confirm(user):
    """Drafts whose approval somebody else asked for, where this person may give it (S46)."""
    seconds = TeamMember.objects.filter(
        case_id=OuterRef("case_id"), active=True, user_id=user.pk, agency_id=user.agency_id,
        role__in=OVERSEERS, case_state__in=Case.PLANNING,
    )  # fmt: skip
    return (
        Plan.objects.visible_to(user)
        .filter(Exists(seconds), state=Plan.State.DRAFT, approval_asked_by__isnull=False)
        .exclude(approval_asked_by=user)
        .select_related("case", "approval_asked_by")
        .order_by("approval_asked_at", "pk")
    )


def to_draft(user):
    """Analysed cases whose content they coordinate and that have no draft of a plan (S46, X23)."""
    analysed = (Case.State.ANALYSIS,)
    mine = on_cases_as(user, Role.CONTENT_COORDINATOR, column="pk", states=analysed)
    drafts = Plan.objects.filter(case=OuterRef("pk"), state=Plan.State.DRAFT)
    rows = Case.objects.visible_to(user).filter(mine, ~Exists(drafts))
    return rows.order_by("state_since", "pk")


def to_bring_to_approval(user):
    """Drafts on cases whose content they coordinate, whose approval nobody asked for (X23)."""
    mine = on_cases_as(user, Role.CONTENT_COORDINATOR, states=Case.PLANNING)
    rows = Plan.objects.visible_to(user).filter(
        mine, state=Plan.State.DRAFT, approval_asked_by__isnull=True
    )
    return rows.select_related("case").order_by("started_at", "pk")
