"""A person's own notices, as long as what they are about is theirs to read (S66)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from agencies.models import User
from agencies.requests import PersonRequest
from casework.mine import is_own
from common.compiled import Rows, compiled
from common.together import Asking
from notices.models import Notice
from notices.telling import sentence

# More unread notices than this are shown as «99+».
UNREAD_MOST = 99


def readable(user: User) -> QuerySet[Notice]:
    """The person's notices; those on a case that is no longer theirs are left out (S66).

    The condition is a sub-select for each own notice. With «case in their cases» the database would
    read all of these first, and an EXISTS may be planned in the same way.
    """
    return Notice.objects.visible_to(user).filter(Q(case=None) | Q(is_own(user)))


def _unread(user: User) -> QuerySet[Notice]:
    return readable(user).filter(read_at__isnull=True)


def unread_keys(user: User) -> Rows[UUID]:
    """The keys of the notices that wait for this person, no more than ``UNREAD_MOST`` + 1."""
    return compiled(_keys, user, most=UNREAD_MOST + 1)


def _keys(user: User) -> QuerySet[Notice, UUID]:
    return _unread(user).values_list("pk", flat=True)


def _newest(user: User) -> QuerySet[Notice]:
    return _unread(user).order_by("-made_at", "-id")


def unread_count(user: User) -> int:
    """How many notices wait for this person, counted no further than ``UNREAD_MOST`` + 1."""
    return len(unread_keys(user))


def unread_of(request: PersonRequest, keys: Rows[UUID] | None = None) -> int | str:
    """How many wait for the reader of a page, as it is shown: «99+»; asked once a request.

    ``keys``: those of ``unread_keys``, where they were read before.
    """
    if not hasattr(request, "_unread"):
        request._unread = len(unread_keys(request.user) if keys is None else keys)
    return f"{UNREAD_MOST}+" if request._unread > UNREAD_MOST else request._unread


def newest_unread(request: PersonRequest, most: int) -> Asking[list[Notice]]:
    """Ask for the newest of them, each with its sentence; they are counted by the same query."""
    rows = compiled(_newest, request.user, most=UNREAD_MOST + 1)
    yield [rows]
    found = list(rows)
    request._unread = len(found)
    for notice in found[:most]:
        notice.sentence = sentence(notice)
    return found[:most]
