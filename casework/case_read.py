"""A case with what every page and every rule of it asks: one statement for all of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from agencies import presence
from agencies.models import User
from casework import absent, access_backend
from casework.models import Case, TeamMember
from common.compiled import compiled
from common.together import ask_together


def read(user: User, pk: UUID, *related: str) -> Case | None:
    """The case, if this reader may know of it, with its team, who of it is away, and their rights.

    ``parts()`` and ``roles_of(user)`` of the row ask no more, and neither does a right of the user.
    Each is narrowed by its own policy: nobody has the parts who has not the case.
    """
    rows = compiled(_case, user, pk, related, most=1)
    parts, away = compiled(_parts, user, pk), compiled(_away, user, pk)
    rights = compiled(access_backend.rights_of, user, pk)
    again = compiled(_reopenings, Case(pk=pk), most=1)
    ask_together(rows, parts, away, rights, again)
    case = next(iter(rows), None)
    if case is None:
        return None
    for part in parts:
        part.case = case
    case.keep_parts(list(parts), presence.nearest(away))
    case.was_reopened = bool(again)
    access_backend.keep(user, pk, rights)
    return case


def _case(user: User, pk: UUID, related: tuple[str, ...]) -> QuerySet[Case]:
    # Never without a name: Django would join the head of the person's set too, and lose the case
    # for whoever may not know of that row (X04).
    return Case.objects.visible_to(user).select_related(*(related or ("subject",))).filter(pk=pk)


def _team(user: User, pk: UUID) -> QuerySet[TeamMember]:
    return TeamMember.objects.visible_to(user).filter(case=pk, active=True)


def _parts(user: User, pk: UUID) -> QuerySet[TeamMember]:
    return _team(user, pk).select_related("user", "agency")


def _away(user: User, pk: UUID) -> QuerySet[presence.Away]:
    return absent.near().filter(user_id__in=_team(user, pk).order_by().values("user_id"))


def _reopenings(case: Case) -> QuerySet[Any, Any]:
    return case.reopenings.values_list("pk")
