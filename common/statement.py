"""A queryset's statement, as text with values, and the rows that it makes of an answer."""

from __future__ import annotations

import copy
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self, cast

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Field, QuerySet
from django.db.models import query as of_django
from django.db.models.sql.compiler import SQLCompiler
from django.utils.dateparse import parse_duration

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

# Of a function in PostgreSQL.
MOST_ARGUMENTS = 100


@dataclass
class Statement:
    """What a queryset asks; ``sql`` is empty where it can have no rows."""

    rows: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    params: list[Any]
    _column: str = ""
    _kinds: list[tuple[int, Callable[[Any], Any]]] | None = None
    _made: Callable[[list[tuple[Any, ...]]], list[Any]] | None = None

    @classmethod
    def of(cls, rows: QuerySet[Any, Any]) -> Self:
        """The statement of this queryset for the bound actor."""
        compiler: SQLCompiler = rows.query.get_compiler(rows.db)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            sql, params = "", ()
        return cls(rows, compiler, sql, list(params))

    @property
    def alias(self) -> str:
        """The connection on which it is asked."""
        return self.rows.db

    @property
    def column(self) -> str:
        """The rows as one value: an array of rows in JSON, in the order of the statement."""
        if not self._column:
            number = self.compiler.col_count or 0
            names = ", ".join(f"c{place}" for place in range(number))
            row = f"json_build_array({names})" if number <= MOST_ARGUMENTS else "row_to_json(a)"
            # The statement is the compiler's own, its values stay parameters.
            self._column = f"(select json_agg({row})::text from ({self.sql}) a({names}))"  # noqa: S608
        return self._column

    def read(self, found: str | None) -> list[tuple[Any, ...]]:
        """The rows out of the value of ``column``: None where there is none.

        Raises TypeError for a column whose kind is not known here.
        """
        if self._kinds is None:
            columns = self.compiler.select[: self.compiler.col_count]
            kinds = ((n, _kind(one[0].output_field)) for n, one in enumerate(columns))
            self._kinds = [(number, kind) for number, kind in kinds if kind is not None]
        rows: list[Any] = [
            [*row.values()] if isinstance(row, dict) else row for row in json.loads(found or "[]")
        ]
        for number, kind in self._kinds:
            for row in rows:
                if row[number] is not None:
                    row[number] = kind(row[number])
        return rows

    def fill(self, rows: QuerySet[Any, Any], known: list[tuple[Any, ...]]) -> None:
        """Let ``rows`` make of what is known what it makes of a cursor's."""
        compiler, query = cast(Any, copy.copy(self.compiler)), cast(Any, rows.query)
        compiler.connection = connections[self.alias]
        compiler.execute_sql = lambda *args, **kwargs: [known]
        query.get_compiler = lambda *args, **kwargs: compiler
        try:
            len(rows)
        finally:
            del query.get_compiler

    def rows_of(self, known: list[tuple[Any, ...]]) -> list[Any]:
        """The rows that a queryset of the same statement makes of what is known."""
        if not known:
            return []
        if self._made is None:
            self._made = _made(self.rows, self.compiler) or self._filled
        return self._made(known)

    def _filled(self, known: list[tuple[Any, ...]]) -> list[Any]:
        rows = self.rows._chain()  # type: ignore[attr-defined]
        self.fill(rows, known)
        return list(rows)


def _made(
    rows: QuerySet[Any, Any], compiler: SQLCompiler
) -> Callable[[list[tuple[Any, ...]]], list[Any]] | None:
    """How rows become objects, as ``ModelIterable`` does it; what is the same each time, once.

    It keeps columns, their converters and classes, and never a row or a value. None for rows that
    are no objects, or that need more than their columns.
    """
    asked: Any = rows
    if asked._iterable_class is not of_django.ModelIterable or any(
        (asked._known_related_objects, asked._prefetch_related_lookups, asked._deferred_filter)
    ):
        return None
    select, known_as = compiler.select, compiler.klass_info
    columns = [one[0] for one in select[: compiler.col_count]]
    if known_as is None or compiler.has_composite_fields(columns):
        return None
    alias, model = rows.db, known_as["model"]
    first, end = known_as["select_fields"][0], known_as["select_fields"][-1] + 1
    names = [column[0].target.attname for column in select[first:end]]
    populators = cast(Any, of_django).get_related_populators(known_as, select, alias)
    more = list((compiler.annotation_col_map or {}).items())
    converters = compiler.get_converters(columns)

    def made(known: list[tuple[Any, ...]]) -> list[Any]:
        found = []
        if converters:
            own: Any = copy.copy(compiler)
            own.connection = connections[alias]
            known = own.apply_converters(known, converters)
        for row in known:
            one = model.from_db(alias, names, row[first:end])
            for populator in populators:
                populator.populate(row, one)
            for name, place in more:
                setattr(one, name, row[place])
            found.append(one)
        return found

    return made


def _kind(column: Field[Any, Any]) -> Callable[[Any], Any] | None:
    """What a value of JSON becomes, or None where it is the same as in a row."""
    while column.is_relation:
        column = column.target_field  # type: ignore[attr-defined]
    if isinstance(column, ArrayField):
        one = _kind(column.base_field)
        return None if one is None else lambda values: [one(value) for value in values]
    name = column.get_internal_type()
    if name in _AS_IN_JSON:
        return None
    if name not in _AS_IN_A_ROW:
        raise TypeError(f"{name}: say in common/statement.py how JSON shows it.")
    return _AS_IN_A_ROW[name]
