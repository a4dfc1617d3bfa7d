"""Actions of the own agency, and drafts to confirm: what of the plans needs somebody."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from casework.models import TeamMember
from casework.rights import OVERSEERS
from plans.models import Action, FollowUp, Plan


def actions_of(user, case=None):
    """Actions of the user's agency in plans that apply, not over, soonest end first.

    Actions that ended, were stopped or were declined are left out; late ones are not. Narrowed to
    what the user may see, and to ``case`` when it is given. One query.
    """
    followed = FollowUp.objects.filter(action=OuterRef("pk"), state__in=FollowUp.OPEN)
    rows = Action.objects.visible_to(user).filter(
        Exists(followed),
        plan__state=Plan.State.APPROVED,
        agency_id=user.agency_id,
        removed_at__isnull=True,
        proposal=Action.Proposal.TAKEN,
    )
    if case is not None:
        rows = rows.filter(case=case)
    return rows.select_related("case", "plan", "owner", "goal").order_by("ends_on", "pk")


def to_confirm(user):
    """Drafts whose approval somebody else asked for, where this person may give it (S46)."""
    seconds = TeamMember.objects.filter(
        case_id=OuterRef("case_id"), active=True, user_id=user.pk, agency_id=user.agency_id,
        role__in=OVERSEERS,
    )  # fmt: skip
    return (
        Plan.objects.visible_to(user)
        .filter(Exists(seconds), state=Plan.State.DRAFT, approval_asked_by__isnull=False)
        .exclude(approval_asked_by=user)
        .select_related("case", "approval_asked_by")
        .order_by("approval_asked_at", "pk")
    )
