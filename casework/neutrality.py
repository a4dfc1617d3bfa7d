"""Who has not said yet whether they have an interest of their own in a case (S55)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from agencies.models import User
from casework.mine import on_cases_as
from casework.models import Case, TeamMember
from casework.rights import Role
from common.compiled import Rows, compiled
from common.together import Asking


def _silent(user: User) -> QuerySet[TeamMember]:
    """Memberships without a declaration, on running cases that this person may see."""
    rows = TeamMember.objects.visible_to(user).working().filter(interest="")
    return rows.filter(case_state__in=Case.RUNNING)


def cases_of(user: User, most: int) -> Asking[list[tuple[UUID, str]]]:
    """Ask for the cases on which this person has not declared, the longest waiting first.

    Key and reference of each; of ``most`` of their parts.
    """
    columns = ("case_id", "case__reference")
    rows: Rows[Any] = compiled(_silence_of, user, most=most, keys_first=True, columns=columns)
    yield [rows]
    return list({key: (key, reference) for key, reference in rows}.values())


def _silence_of(user: User) -> QuerySet[TeamMember]:
    # Whoever asks has an account: theirs is not looked up, so that the index gives the order.
    rows = TeamMember.objects.visible_to(user).running()
    rows = rows.filter(user=user, agency=user.agency_id, interest="", case_state__in=Case.RUNNING)
    return rows.order_by("joined_at", "pk")


def on_cases_of(user: User) -> QuerySet[TeamMember]:
    """Others who have not declared on the cases whose process this person coordinates."""
    own = on_cases_as(user, Role.PROCESS_COORDINATOR, states=Case.RUNNING)
    rows = _silent(user).filter(own).exclude(user=user)
    rows = rows.select_related("case", "user", "agency")
    return rows.order_by("joined_at", "pk")
