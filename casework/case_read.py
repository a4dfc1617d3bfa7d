"""A case with what every page and every rule of it asks: one statement for all of it."""

from __future__ import annotations

from uuid import UUID

from agencies import presence
from agencies.models import User
from casework import absent, access_backend
from casework.models import Case, TeamMember
from common.together import ask_together


def read(user: User, pk: UUID, *related: str) -> Case | None:
    """The case, if this reader may know of it, with its team, who of it is away, and their rights.

    ``parts()`` and ``roles_of(user)`` of the row ask no more, and neither does a right of the user.
    Each is narrowed by its own policy: nobody has the parts who has not the case.
    """
    rows = Case.objects.visible_to(user).select_related(*related).filter(pk=pk)[:1]
    parts = TeamMember.objects.visible_to(user).filter(case=pk, active=True)
    away = absent.near().filter(user_id__in=parts.order_by().values("user_id"))
    parts = parts.select_related("user", "agency")
    rights = access_backend.rights_of(user, pk)
    again = Case(pk=pk).reopenings.values_list("pk")[:1]
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
