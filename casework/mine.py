"""The cases on which somebody holds a role, as the place from which a query starts."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, F, Func, QuerySet, Subquery

from agencies.models import User
from casework.models import TeamMember


class _Keys(Subquery):
    template = "(ARRAY(%(subquery)s))"


class Among(Func):
    """«column = ANY(ARRAY(keys))»: the keys are read once, then each is looked up by index.

    An EXISTS for the same leaves it to the planner to walk everybody's rows in the order asked for
    and to try each, which it does as soon as few are wanted.
    """

    template = "%(expressions)s"
    arg_joiner = " = ANY "
    output_field = BooleanField()

    def __init__(self, column: str, keys: QuerySet[Any, Any]) -> None:
        super().__init__(F(column), _Keys(keys))


def on_cases_as(user: User, *roles: str, column: str = "case_id") -> Among:
    """Whether the case of a row is one on which this person holds one of ``roles``."""
    rows = TeamMember.objects.visible_to(user).filter(
        active=True, user=user, agency=user.agency_id, role__in=roles
    )
    return Among(column, rows.values("case_id"))
