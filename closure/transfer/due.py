"""What a transfer asks of this person: the other authority's answer, a signature (X25)."""

from __future__ import annotations

from casework.mine import is_own
from casework.models import Case
from casework.rights import Role
from closure.models import Transfer

State = Transfer.State


def awaited(user):
    """Transfers that nobody has accepted yet, on cases whose content they coordinate."""
    own = is_own(user, Role.CONTENT_COORDINATOR, states=Case.IN_HAND)
    rows = Transfer.objects.visible_to(user).filter(own, state=State.ASKED)
    return rows.select_related("case").order_by("answer_by", "pk")


def to_sign(user):
    """Accepted transfers that wait for this risk owner; not those that they asked for (X42)."""
    own = is_own(user, Role.RISK_OWNER, states=Case.IN_HAND)
    rows = Transfer.objects.visible_to(user).filter(own, state=State.ACCEPTED)
    return rows.exclude(asked_by=user).select_related("case").order_by("sign_by", "pk")
