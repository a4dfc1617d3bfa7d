"""Questions whose SQL is written once a process: later only their values change.

Building a queryset and compiling it costs more than its answer. ``compiled(build, user, day)`` is
``build(user, day)``, built once for that kind of arguments. What it depends on is proved when it is
built: twice, with other people, values, days and languages each time, without a connection to ask.
A value that is neither an argument nor a constant distance from the clock raises NotCompiled.
"""

from __future__ import annotations

import copy
import enum
import functools
import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from typing import Any, Generic, Self, TypeVar, cast

from django.contrib.auth import get_user_model
from django.db import connections
from django.db.models import Model, QuerySet
from django.utils import translation

from common import clock, prepared, scope
from common.among import first_of
from common.once import once
from common.scope import Actor
from common.statement import Statement

R = TypeVar("R")
Build = Callable[..., QuerySet[Any, Any]]
Values = list[Any]

_writing: ContextVar[bool] = ContextVar("relais_writing", default=False)
CONSTANTS = (bool, enum.Enum, type(None))


class NotCompiled(TypeError):
    """A question depends on something that is not an argument of it."""


@dataclass(frozen=True)
class _Round:
    """One of the two times that a question is built: whom and what it is built with."""

    number: int
    moment: datetime
    language: str

    def like(self, value: Any, place: int) -> Any:
        """A value of the same kind, not found elsewhere in the statement."""
        number = 1_500_000_000 + self.number * 10_000_000 + 7919 * place
        if isinstance(value, uuid.UUID):
            return uuid.UUID(int=number << 64)
        if isinstance(value, datetime):
            return self.moment + timedelta(days=400 * place, seconds=number % 86_400)
        if isinstance(value, date):
            return self.moment.date() + timedelta(days=400 * place + 3 * self.number + 11)
        return number


ROUNDS = (
    _Round(1, datetime(2101, 3, 15, 11, tzinfo=UTC), "en"),
    _Round(2, datetime(2131, 3, 16, 11, tzinfo=UTC), "fr"),
)


@dataclass
class _Given:
    """The arguments of a question taken apart: what its SQL depends on, and the values in it."""

    key: list[Any] = field(default_factory=list)
    values: Values = field(default_factory=list)
    # For a round: the arguments made of its values.
    makers: list[Callable[[Values], Any]] = field(default_factory=list)

    @classmethod
    def of(cls, args: tuple[Any, ...]) -> _Given:
        given, actor = cls(), scope.current_actor()
        given._actor(actor)
        for arg in args:
            given._take(arg, actor)
        return given

    def _actor(self, actor: Actor | None) -> None:
        if actor is None:
            self.key.append(None)
            return
        self.values += [actor.user_id, actor.agency_id]
        self.key.append((actor.worker, *(value is None for value in self.values)))

    def _take(self, arg: Any, actor: Actor | None) -> None:
        if isinstance(arg, CONSTANTS) or _is_words(arg):
            self.key.append(arg)
            self.makers.append(lambda values: arg)
        elif isinstance(arg, _user_model()):
            self._user(arg, actor)
        elif isinstance(arg, Model):
            kind = type(arg)
            self._value(arg.pk, kind, lambda pk: kind.from_db(None, [kind._meta.pk.attname], [pk]))
        elif isinstance(arg, (int, uuid.UUID, date)):
            self._value(arg, type(arg), lambda value: value)
        elif isinstance(arg, Collection) and not isinstance(arg, str):
            self._ids(list(arg))
        else:
            raise NotCompiled(f"An argument of a question is of no known kind: {arg!r}")

    def _value(self, value: Any, kind: type, made: Callable[[Any], Any]) -> None:
        place = len(self.values)
        self.values.append(value)
        self.key.append(kind)
        self.makers.append(lambda values: made(values[place]))

    def _user(self, user: Any, actor: Actor | None) -> None:
        acts = Actor.of(user) != scope.NOBODY
        is_actor = acts and Actor.of(user) == actor
        place = 0 if is_actor else len(self.values)
        if not is_actor:
            self.values += [user.pk, user.agency_id]
        self.key.append((is_actor, user.agency_id is None, acts))
        names = ["id", "agency_id", "is_active"]
        self.makers.append(
            lambda values: _user_model().from_db(None, names, [*values[place : place + 2], acts])
        )

    def _ids(self, ids: list[Any]) -> None:
        """As many as the next power of two, the last one repeated: few kinds of statements."""
        wanted = 1 << (len(ids) - 1).bit_length()
        ids += ids[-1:] * (wanted - len(ids))
        start, end = len(self.values), len(self.values) + wanted
        self.values += ids
        self.key.append((type(ids[0]), wanted))
        self.makers.append(lambda values: values[start:end])

    def for_round(self, built: _Round) -> Values:
        return [
            None if value is None else built.like(value, place)
            for place, value in enumerate(self.values)
        ]


@functools.cache
def _user_model() -> type[Model]:
    """Found once: Django looks for it in settings and registry each time that it is asked."""
    return get_user_model()


def _is_words(arg: Any) -> bool:
    """Names of columns or of kinds, as code writes them: part of the question, not values."""
    return isinstance(arg, tuple) and all(isinstance(one, str) for one in arg)


@dataclass(frozen=True)
class _Slot:
    """Where a value of a statement comes from: an argument, a time from now (``is_open``), or it
    is always the same."""

    read: Callable[[Values], Any]
    is_open: bool = True


@dataclass(frozen=True, eq=False)
class _Shape:
    """A statement that was written, and where its values come from."""

    statement: Statement
    slots: tuple[_Slot, ...]

    @functools.cached_property
    def is_open(self) -> list[bool]:
        return [slot.is_open for slot in self.slots]


_SHAPES: dict[tuple[Any, ...], _Shape] = {}


class Compiled(Generic[R]):
    """The rows of a question that was written before; asked when they are looked at.

    It is no queryset: it cannot be narrowed further, its statement is written.
    """

    def __init__(self, shape: _Shape, values: Values) -> None:
        self.shape, self.statement = shape, shape.statement
        self.params = [slot.read(values) for slot in shape.slots]
        self._result_cache: list[R] | None = None

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """A row is copied with what it was asked; the statement is shared by all."""
        other = copy.copy(self)
        other._result_cache = copy.deepcopy(self._result_cache, memo)
        return other

    @property
    def asked(self) -> prepared.Asked:
        """What is asked, for where it is prepared."""
        return prepared.Asked(self.shape, self.statement.sql, self.params, self.shape.is_open)

    def keep(self, known: list[tuple[Any, ...]] | None) -> None:
        """Make rows of what the database said; None: ask it now, where there can be any."""
        if known is None and not self.statement.sql:
            known = []
        elif known is None:
            with connections[self.statement.alias].cursor() as cursor:
                prepared.execute(cursor, self.statement.sql, [self.asked])
                known = cursor.fetchall()
        self._result_cache = self.statement.rows_of(known)

    def _rows(self) -> list[R]:
        if self._result_cache is None:
            self.keep(None)
        return cast("list[R]", self._result_cache)

    def __iter__(self) -> Iterator[R]:
        return iter(self._rows())

    def __len__(self) -> int:
        return len(self._rows())

    def __getitem__(self, number: int) -> R:
        return self._rows()[number]


# What is asked: a queryset, or a question that was written before.
Rows = QuerySet[Any, R] | Compiled[R]


@dataclass(frozen=True)
class _Part:
    """Which rows of a question are read, and what of them."""

    most: int | None = None
    keys_first: bool = False
    columns: tuple[str, ...] = ()
    among: bool = False

    def of(self, build: Build, args: list[Any]) -> QuerySet[Any, Any]:
        """That part of ``build(*args)``; with ``among`` the last of ``args`` are keys."""
        *given, keys = args if self.among else [*args, None]
        rows = build(*given)
        if keys is not None:
            rows = rows.filter(pk__in=keys)
        if self.keys_first and self.most is not None:
            rows = first_of(rows, self.most)
        if self.columns:
            rows = rows.select_related(None).values_list(*self.columns)
        return rows if self.keys_first else rows[: self.most]


def compiled(
    build: Callable[..., QuerySet[Any, R]],
    /,
    *args: Any,
    most: int | None = None,
    keys_first: bool = False,
    columns: tuple[str, ...] = (),
    among: Collection[Any] | None = None,
) -> Rows[R]:
    """``build(*args)``, of which ``most`` rows are read; its statement is written once a process.

    With ``keys_first`` which rows these are is asked before anything is joined to them
    (``common.among.first_of``). With ``columns`` rows are tuples of these alone, and nothing is
    joined for more; with ``among`` only those of these keys (at least one) are read.

    ``build`` is a function of a module. Arguments: users (their id and agency), rows (their id),
    numbers, ids, days, moments; True, False, None, members of an enum, tuples of words (the
    question itself differs with these); ids in a list or set, of which there is at least one.
    Raises NotCompiled where the statement depends on anything else.
    """
    part = _Part(most, keys_first, columns, among is not None)
    if among is not None:
        args = (*args, list(among))
    if any(isinstance(arg, Collection) and not arg and arg != () for arg in args):
        return part.of(build, list(args))
    given = _Given.of(args)
    key = (build, part, scope.are_narrowed(), *given.key)
    shape = _SHAPES.get(key)
    if shape is None:
        shape = _SHAPES[key] = _write(build, part, given)
    return Compiled(shape, given.values)


def asked_once(build: Callable[..., QuerySet[Any, R]]) -> Callable[..., Rows[R]]:
    """``build(row, …)`` compiled, and asked once of this instance of the row (``common.once``)."""

    @functools.wraps(build)
    def asked(row: Any, /, *args: Any) -> Rows[R]:
        return compiled(build, row, *args)

    return once(asked)


def _write(build: Build, part: _Part, given: _Given) -> _Shape:
    written, made = [], []
    for one in ROUNDS:
        values = given.for_round(one)
        with _alone(one, values):
            args = [maker(values) for maker in given.makers]
            written.append(Statement.of(part.of(build, args)))
        made.append(values)
    first, second = written
    name = f"{build.__module__}.{build.__qualname__}"
    if first.sql != second.sql or len(first.params) != len(second.params):
        raise NotCompiled(f"{name}: its words depend on its values.\n{first.sql}\n{second.sql}")
    return _Shape(
        first,
        tuple(_slot(name, pair, made) for pair in zip(first.params, second.params, strict=True)),
    )


def _slot(name: str, pair: tuple[Any, Any], made: list[Values]) -> _Slot:
    """Where a value of the statement comes from, told from how it differed between the rounds."""
    first, second = pair
    for place, values in enumerate(zip(*made, strict=True)):
        if first is not None and type(first) is type(values[0]) and pair == values:
            return _Slot(itemgetter(place))
    if first == second and type(first) is type(second):
        return _Slot(lambda given: first, is_open=False)
    if isinstance(first, date):
        is_moment = isinstance(first, datetime)
        began = [one.moment if is_moment else one.moment.date() for one in ROUNDS]
        apart = first - began[0]
        if apart == second - began[1]:
            return _Slot(lambda given: (clock.now() if is_moment else clock.today()) + apart)
    raise NotCompiled(f"{name}: {first!r} is neither an argument nor a time from now.")


def not_while_writing(what: str) -> None:
    """Raise NotCompiled where a question is being written: it would keep ``what`` for ever."""
    if _writing.get():
        raise NotCompiled(f"{what} is no argument of a question.")


@contextmanager
def _alone(built: _Round, values: Values) -> Iterator[None]:
    """Without a database, at the round's moment, in its language, as the round's actor."""
    actor = scope.current_actor()
    with ExitStack() as stack:
        for connection in connections.all(initialized_only=True):
            stack.enter_context(connection.execute_wrapper(_refuse))
        stack.enter_context(clock.at(built.moment))
        stack.enter_context(translation.override(built.language))
        if actor is not None:
            stack.enter_context(scope.as_if(Actor(values[0], values[1], actor.worker)))
        token = _writing.set(True)
        try:
            yield
        finally:
            _writing.reset(token)


def _refuse(*args: Any) -> Any:
    raise NotCompiled("A question is compiled without asking another.")
