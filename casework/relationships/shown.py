"""What pages show of people around the person, as far as their reader may read it (S30)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, QuerySet

from agencies.models import User
from casework import audiences
from casework.models import Case, Relationship
from casework.rights import Role
from common.compiled import asked_once
from common.folding import sort_key


@asked_once
def around(case: Case, user: User) -> QuerySet[Relationship]:
    """Everybody around the person, as they were written; what no longer holds comes last."""
    rows = Relationship.objects.visible_to(user).filter(case=case)
    return rows.select_related("author", "agency").order_by(
        F("ended_at").desc(nulls_first=True), "written_at", "id"
    )


@asked_once
def heeded(case: Case, user: User) -> QuerySet[Relationship]:
    """Who may not be approached, then who may by somebody alone: the red lines."""
    rows = Relationship.objects.visible_to(user).filter(
        case=case, ended_at__isnull=True, approach__in=Relationship.HEEDED
    )
    return rows.order_by("approach", "written_at", "id")


def with_readers(case: Case, rows: Iterable[Relationship]) -> None:
    """Give each row ``read_by``: which agencies of the team read it today, in words."""
    team = {one.agency_id: one.agency for one in case.parts() if one.role != Role.EVALUATOR}
    for row in rows:
        named = [team[pk].short_name for pk in row.shared_with if pk in team]
        row.read_by = audiences.words_of(row, sorted(named, key=sort_key))
