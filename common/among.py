"""Rows by their keys: the keys are read first, and each is looked up by its index."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import BooleanField, F, Func, Model, QuerySet, Subquery

M = TypeVar("M", bound=Model)


class _Keys(Subquery):
    template = "(ARRAY(%(subquery)s))"
    # Of keys that there are none of the whole question has no rows, and is not asked.
    empty_result_set_value = NotImplemented


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


def first_of(rows: QuerySet[M], most: int) -> QuerySet[M]:
    """The first ``most`` of these guarded rows in their order, with what they are related to.

    Which they are is asked first: a table that is joined would ask its policies of every candidate.
    What a row is annotated with is lost: annotate what comes back.
    """
    narrowed: Any = rows
    keys = rows.select_related(None).values("pk")[:most]
    whole = type(narrowed)(rows.model).scoped(narrowed.query.scoped_for)
    whole.query.select_related = narrowed.query.select_related
    found: QuerySet[M] = whole.filter(Among("pk", keys)).order_by(*narrowed.query.order_by)
    return found
