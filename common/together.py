"""Several questions in one statement: a page waits for one answer, not for ten."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Any, TypeVar

from django.db import connections
from django.db.models import Count, QuerySet, Value

from common import prepared
from common.compiled import Compiled, Rows
from common.statement import Statement

R = TypeVar("R")
# What holds the rows, its statement, the values in it.
Question = tuple[Rows[Any], Statement, list[Any]]


# Of a step of an asking, which are questions about whole portfolios: with more of them the planner
# takes longer than for two statements.
MOST_AT_ONCE = 12


def ask_together(*asked: Rows[Any]) -> None:
    """Ask all of these querysets in one statement; each then holds its rows, as if iterated.

    Each stands in it as it would alone, narrowed for the same actor, with its order and limit.
    One that holds its rows already is not asked again. They are read before the first is used, so
    none of them can depend on another's rows.
    """
    left = [_question(rows) for rows in asked if rows._result_cache is None]
    put = [question for question in left if question[1].sql]
    for rows, statement, _params in left:
        if not statement.sql:
            _fill(rows, statement, [])
    if len(put) == 1:  # asked as it is
        len(put[0][0])
    elif put:
        _ask(put)


def _ask(questions: list[Question]) -> None:
    # In one database, as everything that a page asks.
    with connections[questions[0][1].alias].cursor() as cursor:
        sql = "select " + ", ".join(statement.column for _rows, statement, _params in questions)
        prepared.execute(cursor, sql, [_asked(*question) for question in questions])
        found = cursor.fetchone()
    for (rows, statement, _params), answer in zip(questions, found, strict=True):
        _fill(rows, statement, statement.read(answer))


def _asked(rows: Rows[Any], statement: Statement, params: list[Any]) -> prepared.Asked:
    if isinstance(rows, Compiled):
        return rows.asked
    return prepared.Asked.of_text(statement.sql, params)


def _question(rows: Rows[Any]) -> Question:
    if isinstance(rows, Compiled):
        return rows, rows.statement, rows.params
    statement = Statement.of(rows)
    return rows, statement, statement.params


def _fill(rows: Rows[Any], statement: Statement, known: list[tuple[Any, ...]]) -> None:
    if isinstance(rows, Compiled):
        rows.keep(known)
    else:
        statement.fill(rows, known)


# What is asked in steps: a generator that yields the querysets of its next step, finds them
# answered when it goes on, and returns what it made of them.
Asking = Generator[Iterable[Rows[Any]], None, R]


def listed(rows: Rows[R]) -> Asking[list[R]]:
    """The rows of one queryset, asked in one step."""
    yield [rows]
    return list(rows)


def side_by_side(*askings: Asking[Any]) -> Asking[list[Any]]:
    """All of these askings, step by step: what they ask in the same step is one statement."""
    found: list[Any] = [None] * len(askings)
    running = dict(enumerate(askings))
    while running:
        step: list[Rows[Any]] = []
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
    """Ask what it asks, and return what it made of it.

    A statement a step, of more than ``MOST_AT_ONCE`` questions as few as can be of the same size.
    """
    while True:
        try:
            step = next(asking)
        except StopIteration as end:
            found: R = end.value
            return found
        step = list(step)
        for number in range(parts := -(-len(step) // MOST_AT_ONCE)):
            ask_together(*step[number::parts])


def how_many(rows: QuerySet[Any, Any]) -> QuerySet[Any, int]:
    """The question how many rows there are: a queryset that holds that number."""
    rows = rows.order_by().select_related(None)
    counted = rows.annotate(_all=Value(1)).values("_all").annotate(_number=Count("pk"))
    number: QuerySet[Any, int] = counted.values_list("_number", flat=True)
    return number
