"""What a closing asks of this person: an opinion, a signature (S80, S81)."""

from __future__ import annotations

from django.db.models import BooleanField, Exists, OuterRef, Q, When
from django.db.models import Case as Case_

from casework.models import Case, TeamMember
from casework.rights import COORDINATORS, WORKERS, Role
from closure.models import ClosureProposal, Opinion

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
    return _open(user).filter(Exists(_mine(user, *WORKERS)), ~Exists(given))


def to_sign(user):
    """Open proposals that wait for a risk owner; ``not_mine`` where somebody else signs (X42)."""
    at = OuterRef("proposed_at")
    coordinates = TeamMember.objects.filter(
        Q(active=True) | Q(joined_at__lte=at, left_at__gt=at),
        case_id=OuterRef("case_id"),
        user_id=user.pk,
        role__in=COORDINATORS,
    )
    waiting = _open(user).filter(Exists(_mine(user, Role.RISK_OWNER)))
    return waiting.annotate(
        not_mine=Case_(
            When(Q(proposed_by=user.pk) | Exists(coordinates), then=True),
            default=False,
            output_field=BooleanField(),
        )
    )
