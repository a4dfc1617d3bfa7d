"""What a closing asks of this person: an opinion, a signature (S80, S81)."""

from __future__ import annotations

from django.db.models import BooleanField, Exists, OuterRef, Q, When
from django.db.models import Case as Case_

from casework.mine import is_own, on_cases_as
from casework.models import Case, TeamMember
from casework.rights import COORDINATORS, WORKERS, Role
from closure.models import ClosureProposal, Opinion

OPEN = ClosureProposal.State.OPEN
JOINT = ClosureProposal.Way.JOINT


CLOSING = (Case.State.CLOSING,)


def _open(user, own):
    """The proposals that are open on cases that are this person's ``own``."""
    rows = ClosureProposal.objects.visible_to(user).filter(own, state=OPEN, way=JOINT)
    return rows.select_related("case").order_by("opinions_due_on", "pk")


def opinions_asked_of(user):
    """Open proposals on which this person's agency has not given its opinion."""
    given = Opinion.objects.filter(proposal_id=OuterRef("pk"), agency_id=user.agency_id)
    return _open(user, on_cases_as(user, *WORKERS, states=CLOSING)).filter(~Exists(given))


def to_sign(user):
    """Open proposals that wait for a risk owner; ``not_mine`` where somebody else signs (X42)."""
    # One of few risk owners signs most of what is open: it is walked in its order.
    return marked_not_mine(_open(user, is_own(user, Role.RISK_OWNER, states=CLOSING)), user)


def marked_not_mine(rows, user):
    """The same proposals, each with whether this person has proposed it or coordinates (X42)."""
    at = OuterRef("proposed_at")
    coordinates = TeamMember.objects.filter(
        Q(active=True) | Q(joined_at__lte=at, left_at__gt=at),
        case_id=OuterRef("case_id"),
        user_id=user.pk,
        role__in=COORDINATORS,
    )
    return rows.annotate(
        not_mine=Case_(
            When(Q(proposed_by=user.pk) | Exists(coordinates), then=True),
            default=False,
            output_field=BooleanField(),
        )
    )
