"""Conditions that narrow rows to a person's own cases, by the index of their memberships."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Count, F, Func, QuerySet, Subquery

from agencies.models import User
from casework.models import Case, TeamMember
from common.scope import elevated


class _Keys(Subquery):
    template = "(ARRAY(%(subquery)s))"


class Among(Func):
    """The condition «column = ANY(ARRAY(keys))»: keys are read once, each looked up by index.

    With an EXISTS instead the planner walks everybody's rows in their order and tries each, as soon
    as few rows are wanted.
    """

    template = "%(expressions)s"
    arg_joiner = " = ANY "
    output_field = BooleanField()

    def __init__(self, column: str, keys: QuerySet[Any, Any]) -> None:
        super().__init__(F(column), _Keys(keys))


def on_cases_as(
    user: User, *roles: str, column: str = "case_id", states: Iterable[str] = ()
) -> Among:
    """The condition that a row's case is one on which this person holds one of ``roles``.

    With ``states`` it is in one of them too: of a large portfolio most cases are over, and the rows
    of those are then not looked at.
    """
    rows = TeamMember.objects.visible_to(user).filter(
        active=True, user=user, agency=user.agency_id, role__in=roles
    )
    if states:
        rows = rows.filter(case__state__in=states)
    return Among(column, rows.values("case_id"))


def numbers_as(user: User, role: str) -> list[tuple[Case.State, int]]:
    """On how many cases, in each state, this person holds the role: (state, number).

    Counted by the worker, of the person's own parts alone: they are what the policies would let
    through, and asking those of each of some ten thousand cases takes longer than a page may.
    """
    with elevated():
        mine = TeamMember.objects.filter(user=user, agency=user.agency_id, active=True, role=role)
        rows = mine.order_by().values_list("case__state").annotate(number=Count("case_id"))
        return list(rows)
