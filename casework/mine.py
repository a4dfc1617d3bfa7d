"""Conditions that narrow rows to a person's own cases, by the index of their memberships."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BooleanField, IntegerField, OuterRef, QuerySet, Subquery, Value

from agencies.models import User
from casework.models import Case, OwnPart, TeamMember
from casework.rights import Role
from common.among import Among
from common.scope import Actor, policies_narrow

# More cases of one state than this are shown as «1000+».
MOST_COUNTED = 1000


def own_parts(
    user: User, *roles: str, states: Collection[str] = ()
) -> QuerySet[OwnPart] | QuerySet[TeamMember]:
    """The parts of this person, not an evaluator's: in these roles, on cases in these ``states``.

    Without roles or states in whichever there are.

    Of the bound person the view of their own parts, where the policies are not asked of each; of
    anybody else the team as far as the bound person sees it.
    """
    asked = {"role__in": roles, "case_state__in": states}
    asked = {name: wanted for name, wanted in asked.items() if wanted}
    if policies_narrow(TeamMember, Actor.of(user), DEFAULT_DB_ALIAS):
        return OwnPart.objects.filter(**asked)
    rows = TeamMember.objects.visible_to(user).running()
    return rows.filter(user=user, agency=user.agency_id, **asked)


def on_cases_as(
    user: User, *roles: str, column: str = "case_id", states: Collection[str] = ()
) -> Among:
    """The condition that a row's case is one on which this person holds one of ``roles``.

    With ``states`` it is in one of them too: of a large portfolio most cases are over, and the rows
    of those are then not looked at.
    """
    return Among(column, own_parts(user, *roles, states=states).values("case_id"))


def is_own(user: User, *roles: str, states: Collection[str] = ()) -> Subquery:
    """``on_cases_as``, asked of one row after the other: where few are looked at, in some order."""
    rows = own_parts(user, *roles, states=states).filter(case_id=OuterRef("case_id"))
    return Subquery(rows.order_by().values(found=Value(True))[:1], output_field=BooleanField())


class _HowMany(Subquery):
    template = "(select count(*) from (%(subquery)s) counted)"
    output_field = IntegerField()


def numbers_as(user: User, role: Role) -> QuerySet[Any, tuple[str, int]]:
    """On how many cases, in each state, this person holds the role: (state, number).

    Counted no further than ``MOST_COUNTED`` + 1 of a state; one that there is none in is left out.
    """

    def in_state(state: str) -> QuerySet[Any, tuple[str, int]]:
        rows = own_parts(user, role, states=(state,)).order_by()
        number = _HowMany(rows.values("case_id")[: MOST_COUNTED + 1])
        counted: QuerySet[Any, tuple[str, int]] = rows.values_list("case_state", number)[:1]
        return counted

    first, *others = map(in_state, Case.State)
    return first.union(*others, all=True)
