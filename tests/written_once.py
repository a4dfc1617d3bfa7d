"""The columns, joins and order of a question are written once a process; its condition each time.

Django writes the SQL of a question anew each time that it is asked, which takes half of the time of
tests that ask thousands of requests. Here everything around the condition is kept, by all that it
depends on: the model, what is joined, selected and ordered, the limits and locks. The condition
(need-to-know stands in it) is always written by Django. One text in ``PROVED_EACH`` is written
by Django as a whole too, and must be the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FullResultSet
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.datastructures import BaseTable

PROVED_EACH = 50
_OF_QUERY = (
    "default_cols", "order_by", "extra_order_by", "default_ordering", "standard_ordering",
    "low_mark", "high_mark", "distinct", "values_select", "select_for_update",
    "select_for_update_nowait", "select_for_update_skip_locked", "select_for_update_of",
    "select_for_no_key_update", "alias_cols",
)  # fmt: skip
# With one of these a question holds values outside its condition.
_NOT_PLAIN = (
    "annotations", "extra", "combinator", "explain_info", "subquery", "external_aliases",
    "_filtered_relations", "distinct_fields", "extra_tables",
)  # fmt: skip
# What the compiler knows once it has written a question, and making rows of the answer asks for.
_KNOWN = ("select", "klass_info", "annotation_col_map", "col_count", "has_extra_select")


@dataclass(frozen=True)
class Around:
    """A statement without its condition, and what its compiler knew."""

    before: str
    after: str
    known: dict[str, Any]


_written: dict[Any, Around | None] = {}
_as_sql = SQLCompiler.as_sql


@contextmanager
def around_conditions() -> Iterator[None]:
    """Within the block questions are written so."""
    count = 0

    def as_sql(compiler: Any, with_limits: bool = True, with_col_aliases: bool = False) -> Any:
        nonlocal count
        key = _key(compiler) if with_limits and not with_col_aliases else None
        if key is None:
            return _as_sql(compiler, with_limits, with_col_aliases)
        if key not in _written:
            return _first(key, compiler)
        around, where = _written[key], compiler.query.where
        if around is None or where.contains_aggregate or where.contains_over_clause:
            return _as_sql(compiler)
        count += 1
        found = _again(around, compiler)
        if count % PROVED_EACH == 0:
            anew = _as_sql(compiler)
            assert _said(found) == _said(anew), f"written wrongly: {found}, not {anew}"
        return found

    SQLCompiler.as_sql = as_sql  # type: ignore[method-assign]
    try:
        yield
    finally:
        SQLCompiler.as_sql = _as_sql  # type: ignore[method-assign]


def _said(statement: Any) -> Any:
    """The statement so that it can be compared: a value for the driver is not equal to its like."""
    sql, params = statement
    return sql, [(type(one), getattr(one, "__dict__", one)) for one in params]


def _first(key: Any, compiler: Any) -> Any:
    sql, params = _as_sql(compiler)
    condition, values = _condition(compiler)
    before, found, after = sql.partition(condition)
    plain = params == values and found == condition and condition not in after
    known = {name: getattr(compiler, name) for name in _KNOWN}
    plain = plain and not compiler.has_extra_select and compiler.having is None
    _written[key] = Around(before, after, known) if plain else None
    return sql, params


def _again(around: Around, compiler: Any) -> Any:
    query = compiler.query
    counts = query.alias_refcount.copy()
    try:
        if not any(counts[alias] for alias in query.alias_map):
            query.get_initial_alias()
        compiler.__dict__.update(around.known)
        compiler.where, compiler.having, compiler.qualify = query.where, None, None
        condition, values = _condition(compiler)
        return around.before + condition + around.after, values
    finally:
        query.reset_refcounts(counts)


def _condition(compiler: Any) -> tuple[str, tuple[Any, ...]]:
    try:
        sql, params = compiler.compile(compiler.where)
    except FullResultSet:
        return "", ()
    return f" WHERE {sql}", tuple(params)


def _key(compiler: Any) -> Any:
    """All that a statement depends on but for its condition; None where that is not known."""
    query = compiler.query
    own = query.__dict__
    if any(own.get(name) for name in _NOT_PLAIN) or query.group_by is not None:
        return None
    if type(compiler).as_sql is not SQLCompiler.as_sql or not compiler.elide_empty:
        return None
    if query.select_for_update and compiler.connection.get_autocommit():
        return None
    if not query.where or not all(isinstance(one, str) for one in query.order_by):
        return None
    columns = query.select
    if columns and not all(type(one) is Col for one in columns):
        return None
    return (
        type(compiler), type(query), query.model, compiler.using, _frozen(query.select_related),
        tuple(own.get(name) for name in _OF_QUERY), _loaded(query),
        tuple((query.selected or {}).items()),
        tuple((one.alias, one.target, one.output_field) for one in columns),
        tuple((alias, query.alias_refcount[alias] > 0, *_join(one))
              for alias, one in query.alias_map.items()),
    )  # fmt: skip


def _join(one: Any) -> tuple[Any, ...]:
    if isinstance(one, BaseTable):
        return (one.table_name,)
    return one.table_name, one.parent_alias, one.join_type, one.nullable, one.join_field


def _loaded(query: Any) -> tuple[Any, ...]:
    names, is_deferred = query.deferred_loading
    return frozenset(names), is_deferred


def _frozen(related: Any) -> Any:
    if isinstance(related, dict):
        return tuple((name, _frozen(more)) for name, more in related.items())
    return related
