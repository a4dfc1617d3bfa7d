"""What a closing without a year of checks asks of this person: a signature (X25)."""

from __future__ import annotations

from casework.mine import is_own
from casework.models import Case
from casework.rights import Role
from closure.closing.due import marked_not_mine
from closure.models import ClosureProposal


def to_sign(user):
    """Open proposals that wait for a risk owner; ``not_mine`` where somebody else signs (X42)."""
    own = is_own(user, Role.RISK_OWNER, states=Case.RUNNING)
    rows = ClosureProposal.objects.visible_to(user).filter(
        own, state=ClosureProposal.State.OPEN, way=ClosureProposal.Way.WITHOUT_YEAR
    )
    rows = rows.select_related("case").order_by("opinions_due_on", "pk")
    return marked_not_mine(rows, user)
