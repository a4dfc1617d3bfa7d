"""What of the analysis needs somebody, and since when."""

from __future__ import annotations

from datetime import datetime

from casework.mine import is_own, on_cases_as
from casework.models import Case
from casework.rights import Role
from plans.models import Gap


def questions_of(user):
    """Open questions that this person, or somebody of their agency, finds out; late first (S44)."""
    of_agency = {"finder_agency_id": user.agency_id} if user.agency_id else {"finder": user}
    return (
        Gap.objects.visible_to(user)
        .filter(is_own(user, states=Case.RUNNING), status=Gap.Status.TO_FIND_OUT, **of_agency)
        .select_related("case", "domain", "finder")
        .order_by("due_on", "pk")
    )


def answers_awaited_by(user):
    """Questions that others find out on cases whose content this person coordinates; late first."""
    rows = _asked_by(user).filter(status=Gap.Status.TO_FIND_OUT)
    return rows.order_by("due_on", "pk")


def answered_for(user, since: datetime):
    """Those questions that others have answered since that moment, the newest first (S44)."""
    rows = _asked_by(user).filter(status=Gap.Status.ANSWERED, settled_at__gte=since)
    return rows.order_by("-settled_at", "pk")


def to_begin(user):
    """Opened cases whose content they coordinate and whose analysis nobody began (S41, X23)."""
    opened = (Case.State.GATHERING,)
    mine = on_cases_as(user, Role.CONTENT_COORDINATOR, column="pk", states=opened)
    return Case.objects.visible_to(user).filter(mine).order_by("state_since", "pk")


def _asked_by(user):
    """Questions to others on cases whose content this person coordinates."""
    own = on_cases_as(user, Role.CONTENT_COORDINATOR, states=Case.RUNNING)
    return (
        Gap.objects.visible_to(user)
        .filter(own, finder__isnull=False)
        .exclude(finder__agency_id=user.agency_id)
        .select_related("case", "domain", "finder__agency")
    )
