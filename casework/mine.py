"""Conditions that narrow rows to a person's own cases, by the index of their memberships."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, QuerySet

from agencies.models import User
from casework.models import Case, OwnPart, TeamMember
from casework.rights import Role
from common.among import Among
from common.scope import Actor, policies_narrow

EVERY_STATE = tuple(Case.State)


def own_parts(
    user: User, *roles: str, states: Collection[str] = EVERY_STATE
) -> QuerySet[OwnPart] | QuerySet[TeamMember]:
    """The parts of this person in these roles, not an evaluator's, on cases in these ``states``.

    Of the bound person the view of their own parts, where the policies are not asked of each; of
    anybody else the team as far as the bound person sees it.
    """
    asked = {"role__in": roles} if roles else {}
    if policies_narrow(TeamMember, Actor.of(user), DEFAULT_DB_ALIAS):
        return OwnPart.objects.filter(case_state__in=states, **asked)
    rows = TeamMember.objects.visible_to(user).running()
    return rows.filter(user=user, agency=user.agency_id, case_state__in=states, **asked)


def on_cases_as(
    user: User, *roles: str, column: str = "case_id", states: Collection[str] = EVERY_STATE
) -> Among:
    """The condition that a row's case is one on which this person holds one of ``roles``.

    With ``states`` it is in one of them too: of a large portfolio most cases are over, and the rows
    of those are then not looked at.
    """
    return Among(column, own_parts(user, *roles, states=states).values("case_id"))


def numbers_as(user: User, role: Role) -> QuerySet[Any, tuple[str, int]]:
    """On how many cases, in each state, this person holds the role: (state, number)."""
    rows = own_parts(user, role).order_by().values_list("case_state")
    return rows.annotate(number=Count("pk"))
