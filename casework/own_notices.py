"""A person's own notices, as long as what they are about is theirs to read (S66)."""

from __future__ import annotations

from django.db.models import OuterRef, Q, QuerySet, Subquery

from agencies.models import User
from agencies.requests import PersonRequest
from casework.models import TeamMember
from casework.rights import Role
from notices.models import Notice
from notices.telling import sentence

# More unread notices than this are shown as «99+».
UNREAD_MOST = 99


def readable(user: User) -> QuerySet[Notice]:
    """The person's notices; those on a case that is no longer theirs are left out (S66).

    The condition is a sub-select for each own notice. With «case in their cases» the database would
    read all of these first, and an EXISTS may be planned in the same way.
    """
    member = TeamMember.objects.visible_to(user).filter(
        case=OuterRef("case"), user=user, agency=user.agency_id, active=True
    )
    mine = Subquery(member.exclude(role=Role.EVALUATOR).values("active")[:1])
    return Notice.objects.visible_to(user).filter(Q(case=None) | Q(mine))


def _unread(user: User) -> QuerySet[Notice]:
    return readable(user).filter(read_at__isnull=True)


def unread_count(user: User) -> int:
    """How many unread notices this person has, counted up to ``UNREAD_MOST`` + 1."""
    return _unread(user)[: UNREAD_MOST + 1].count()


def unread_of(request: PersonRequest) -> int | str:
    """The number of unread notices of the page's reader, or «99+»; read once a request."""
    if not hasattr(request, "_unread"):
        request._unread = unread_count(request.user)
    return f"{UNREAD_MOST}+" if request._unread > UNREAD_MOST else request._unread


def newest_unread(request: PersonRequest, most: int) -> list[Notice]:
    """The newest unread notices, each with its sentence; the same query counts them all."""
    rows = _unread(request.user).order_by("-made_at", "-id")
    found = list(rows[: UNREAD_MOST + 1])
    request._unread = len(found)
    for notice in found[:most]:
        notice.sentence = sentence(notice)
    return found[:most]
