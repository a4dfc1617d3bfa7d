"""Several questions in one statement: a page waits for one answer, not for ten."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Generator, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar, cast

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Count, Field, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler
from django.utils.dateparse import parse_duration

R = TypeVar("R")

# JSON knows fewer kinds of values than a row: what they become again, by the kind of a column.
_AS_IN_A_ROW: dict[str, Callable[[Any], Any]] = {
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "UUIDField": uuid.UUID,
    "DecimalField": lambda value: Decimal(str(value)),
    "BinaryField": lambda value: memoryview(bytes.fromhex(value[2:])),
    "DurationField": parse_duration,
    "JSONField": json.dumps,
}
_AS_IN_JSON = frozenset(
    {
        *("AutoField", "BigAutoField", "IntegerField", "BigIntegerField", "SmallIntegerField"),
        *("PositiveIntegerField", "PositiveBigIntegerField", "PositiveSmallIntegerField"),
        *("CharField", "EmailField", "SlugField", "TextField", "URLField"),
        *("BooleanField", "FloatField", "GenericIPAddressField"),
    }
)


def ask_together(*asked: QuerySet[Any, Any]) -> None:
    """Ask all of these querysets in one statement; each then holds its rows, as if iterated.

    Each stands in it as it would alone, narrowed for the same actor, with its order and limit.
    One that holds its rows already is not asked again. They are read before the first is used, so
    none of them can depend on another's rows. Raises TypeError for a column whose kind is not
    known here.
    """
    left = [_Question(rows) for rows in asked if rows._result_cache is None]
    put = [question for question in left if question.sql]
    if len(put) > 1:
        # In one database, as everything that a page asks.
        with connections[put[0].rows.db].cursor() as cursor:
            cursor.execute(
                "select " + ", ".join(question.as_column() for question in put),
                [param for question in put for param in question.params],
            )
            for question, answer in zip(put, cursor.fetchone(), strict=True):
                question.answer(answer)
    for question in left:
        question.fill()


# What is asked in steps: a generator that yields the querysets of its next step, finds them
# answered when it goes on, and returns what it made of them.
Asking = Generator[Iterable[QuerySet[Any, Any]], None, R]


def listed(rows: QuerySet[Any, R]) -> Asking[list[R]]:
    """The rows of one queryset, asked in one step."""
    yield [rows]
    return list(rows)


def side_by_side(*askings: Asking[Any]) -> Asking[list[Any]]:
    """All of these askings, step by step: what they ask in the same step is one statement."""
    found: list[Any] = [None] * len(askings)
    running = dict(enumerate(askings))
    while running:
        step: list[QuerySet[Any, Any]] = []
        for number, asking in list(running.items()):
            try:
                step.extend(next(asking))
            except StopIteration as end:
                found[number] = end.value
                del running[number]
        if running:
            yield step
    return found


def answer(asking: Asking[R]) -> R:
    """Ask what it asks, a statement a step, and return what it made of it."""
    while True:
        try:
            step = next(asking)
        except StopIteration as end:
            found: R = end.value
            return found
        ask_together(*step)


def how_many(rows: QuerySet[Any, Any]) -> QuerySet[Any, int]:
    """The question how many rows there are: a queryset that holds that number."""
    rows = rows.order_by().select_related(None)
    counted = rows.annotate(_all=Value(1)).values("_all").annotate(_number=Count("pk"))
    number: QuerySet[Any, int] = counted.values_list("_number", flat=True)
    return number


class _Question:
    """A queryset, its compiled statement, and its rows once they are known."""

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        self.rows = rows
        self.compiler: SQLCompiler = rows.query.get_compiler(rows.db)
        self.known: list[tuple[Any, ...]] | None = None
        try:
            self.sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, self.params, self.known = "", (), []

    def as_column(self) -> str:
        """The rows as one value: an array of JSON, in the order of the statement."""
        names = ", ".join(f"c{number}" for number in range(self.compiler.col_count or 0))
        # The statement is the compiler's own, its values stay parameters.
        return f"(select json_agg(row_to_json(a))::text from ({self.sql}) a({names}))"  # noqa: S608

    def answer(self, found: str | None) -> None:
        """Take the value of ``as_column``: None where there is no row."""
        columns = self.compiler.select[: self.compiler.col_count]
        kinds = [(f"c{n}", _kind(one[0].output_field)) for n, one in enumerate(columns)]
        self.known = [
            tuple(
                row[name] if kind is None or row[name] is None else kind(row[name])
                for name, kind in kinds
            )
            for row in json.loads(found or "[]")
        ]

    def fill(self) -> None:
        """Let the queryset make of the rows what it makes of a cursor's."""
        if self.known is None:  # the only question: asked as it is
            len(self.rows)
            return
        known, compiler, query = [self.known], cast(Any, self.compiler), cast(Any, self.rows.query)
        compiler.execute_sql = lambda *args, **kwargs: known
        query.get_compiler = lambda *args, **kwargs: compiler
        try:
            len(self.rows)
        finally:
            del query.get_compiler


def _kind(field: Field[Any, Any]) -> Callable[[Any], Any] | None:
    """What a value of JSON becomes, or None where it is the same as in a row."""
    while field.is_relation:
        field = field.target_field  # type: ignore[attr-defined]
    if isinstance(field, ArrayField) and _kind(field.base_field) is None:
        return None
    name = field.get_internal_type()
    if name in _AS_IN_JSON:
        return None
    if name not in _AS_IN_A_ROW:
        raise TypeError(f"{name}: say in common/together.py how JSON shows it.")
    return _AS_IN_A_ROW[name]
