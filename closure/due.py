"""What a closing asks of this person: an opinion, a signature (S80, S81)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from casework.models import Case, TeamMember
from casework.rights import Role
from closure.models import ClosureProposal, Opinion
from closure.sheet import WORKING

OPEN = ClosureProposal.State.OPEN


def _mine(user, *roles):
    return TeamMember.objects.filter(
        case_id=OuterRef("case_id"),
        active=True,
        user_id=user.pk,
        agency_id=user.agency_id,
        role__in=roles,
    )


def _open(user):
    rows = ClosureProposal.objects.visible_to(user).filter(
        state=OPEN, case__state=Case.State.CLOSING
    )
    return rows.select_related("case").order_by("opinions_due_on", "pk")


def opinions_asked_of(user):
    """Open proposals on which this person's agency has not given its opinion."""
    given = Opinion.objects.filter(proposal_id=OuterRef("pk"), agency_id=user.agency_id)
    return _open(user).filter(Exists(_mine(user, *WORKING)), ~Exists(given))


def to_sign(user):
    """Open proposals that wait for this person's signature."""
    return _open(user).filter(Exists(_mine(user, Role.RISK_OWNER)))
