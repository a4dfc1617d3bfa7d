"""The actor of a request or task, and managers that do not query without one.

Three of the five lines of defence start here (docs/need-to-know.md): scoped managers raise without
an actor, and the same actor is bound inside the database transaction, where row-level security
reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import sql
from django.db.models.sql.compiler import SQLCompiler

from common import clock

WORKER_ROLE = "app_worker"
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Actor:
    """Who acts: a person (ids), nobody (no ids), or the worker of a sweep, which sees every row."""

    user_id: int | None = None
    agency_id: int | None = None
    worker: bool = False
    user: Any = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, user: Any) -> Actor:
        """The actor of a user; an inactive or anonymous one is nobody."""
        if user is None or not user.is_authenticated or not user.is_active:
            return NOBODY
        return cls(user.pk, user.agency_id, user=user)

    @property
    def uid(self) -> int:
        """The person's id to compare with: 0 for nobody, for None finds the rows without one."""
        return self.user_id or 0

    @property
    def agency(self) -> int:
        """The agency's id to compare with: 0 where there is none."""
        return self.agency_id or 0


NOBODY = Actor()
WORKER = Actor(worker=True)
_actor: ContextVar[Actor | None] = ContextVar("relais_actor", default=None)
# Whether row-level security narrows what the bound actor reads; asked when they are bound.
_narrows: ContextVar[bool] = ContextVar("relais_narrows", default=False)
# The settings of the connection that were written then, put back after an actor bound inside.
_settings: ContextVar[list[str] | None] = ContextVar("relais_settings", default=None)


def current_actor() -> Actor | None:
    """The bound actor, or None where nobody bound one."""
    return _actor.get()


def current_user(instance: models.Model | None = None, **kwargs: Any) -> Any:
    """The user whom a history row names (None for the worker)."""
    actor = _actor.get()
    return actor.user if actor else None


class UnscopedQuery(Exception):
    """A query on guarded data was about to run without an actor."""


_SETTINGS = ("app.user_id", "app.agency_id", "app.today", "app.unsealed", "role")
_BIND = "select " + ", ".join(f"set_config('{name}', %s, true)" for name in _SETTINGS)
# False for the worker, for whoever owns the tables or passes the policies, and before they exist.
_BIND += (
    f", current_user <> '{WORKER_ROLE}'"
    " and coalesce(row_security_active(to_regclass('public.casework_case')), false)"
)
_READ = "select " + ", ".join(f"current_setting('{name}', true)" for name in _SETTINGS)


@contextmanager
def bound(actor: Actor, *, unsealed: str = "") -> Iterator[Actor]:
    """Run as ``actor`` in a transaction; put everything back at the end.

    ``unsealed`` is the id of the one signal whose sealed source may be read meanwhile.
    Nested use is a savepoint. A rolled-back block restores the settings by itself.
    """
    nested = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        before = _settings.get() if nested else None
        if nested and before is None:
            cursor.execute(_READ)
            before = [value or "" for value in cursor.fetchone()]
        role = WORKER_ROLE if actor.worker else "none"
        user, agency = (str(v) if v else "" for v in (actor.user_id, actor.agency_id))
        settings = [user, agency, clock.today().isoformat(), unsealed, role]
        cursor.execute(_BIND, settings)
        narrows = bool(cursor.fetchone()[-1])
        token, told, kept = _actor.set(actor), _narrows.set(narrows), _settings.set(settings)
        try:
            yield actor
        finally:
            _actor.reset(token)
            _narrows.reset(told)
            _settings.reset(kept)
        if before and not connection.needs_rollback:
            cursor.execute(_BIND, before)


def bind_here(cursor: CursorWrapper) -> None:
    """Bind the present actor in the open transaction of another connection too.

    Raises UnscopedQuery where nobody is bound.
    """
    present = _settings.get()
    if present is None:
        raise UnscopedQuery("no actor is bound. Run inside common.scope.bound().")
    cursor.execute(_BIND, present)


@contextmanager
def elevated() -> Iterator[Actor]:
    """Within the block rows are the worker's, where the person's own view would hide them.

    For a first team, a leaving, a notice. The person stays the author of histories.
    """
    acting = current_actor() or NOBODY
    with bound(Actor(acting.user_id, acting.agency_id, True, acting.user)) as actor:
        yield actor


class _Left:
    """Stands for any model whose rows are left to the policies."""

    class ACCESS:
        left_to_policies = True


def are_narrowed() -> bool:
    """Whether row-level security narrows what the bound actor reads of what is left to it."""
    actor = _actor.get()
    return actor is not None and policies_narrow(_Left, actor, DEFAULT_DB_ALIAS)


@contextmanager
def as_if(actor: Actor) -> Iterator[None]:
    """Write questions as ``actor`` would; nothing is asked: the database knows nothing of it."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


def policies_narrow(model: type[Any], actor: Actor, alias: str | None) -> bool:
    """Whether row-level security narrows a query of ``model`` to what ``actor`` may see.

    Only while that very person is bound, under a login that the policies bind, on the connection
    that knows of it. Both lines at once cost most of a page: the planner multiplies their guesses.
    """
    return (
        _narrows.get()
        and actor == _actor.get()
        and alias == DEFAULT_DB_ALIAS
        and model.ACCESS.left_to_policies
    )


class GuardedQuery(sql.Query):
    """The query of guarded models: whatever is compiled (count, exists, subquery) is narrowed."""

    model: type[Any]
    scoped_for: Any = None
    # Narrowed by the policies alone, if they apply to the same person when it is compiled.
    is_left: bool = False

    if TYPE_CHECKING:  # Django's own method; its stubs are less exact

        def clone(self) -> Self: ...

    def narrow(self) -> None:
        """Write the predicate into the query, unless it stands there already."""
        if self.is_left:
            self.is_left = False
            self.add_q(self.model.ACCESS.visible(self.scoped_for))

    def get_compiler(
        self,
        using: str | None = None,
        connection: BaseDatabaseWrapper | None = None,
        elide_empty: bool = True,
    ) -> SQLCompiler:
        if self.scoped_for is None:
            raise UnscopedQuery(
                f"{self.model.__name__}: no actor is bound. Use .visible_to(user), or run inside"
                " common.scope.bound()."
            )
        alias = connection.alias if connection else using
        query: GuardedQuery = self
        if self.is_left and not policies_narrow(self.model, self.scoped_for, alias):
            query = self.clone()
            query.narrow()
        compiler: SQLCompiler = super(GuardedQuery, query).get_compiler(
            using, connection, elide_empty
        )
        return compiler

    def combine(self, rhs: sql.Query, connector: str) -> None:
        self.narrow()
        other = cast("GuardedQuery", rhs.clone())
        other.narrow()
        super().combine(other, connector)


class ScopedQuerySet(models.QuerySet[M]):
    """A queryset that raises when it is compiled without an actor."""

    query: GuardedQuery

    if TYPE_CHECKING:  # Django's own method, missing in its stubs

        def _chain(self) -> Self: ...

    def __init__(
        self,
        model: type[models.Model] | None = None,
        query: sql.Query | None = None,
        using: str | None = None,
        hints: dict[str, models.Model] | None = None,
    ) -> None:
        super().__init__(model, query or GuardedQuery(model), using, hints)

    def scoped(self, actor: Actor) -> Self:
        """Narrow to what ``actor`` may see (the worker: everything).

        To the policies alone where they say the same of the same person, or else by the predicate;
        asked again when the query is compiled.
        """
        qs = self._chain()
        if qs.query.scoped_for == actor:
            return qs
        qs.query.narrow()
        qs.query.scoped_for = actor
        qs.query.is_left = not actor.worker
        if not policies_narrow(self.model, actor, qs.db):
            qs.query.narrow()
        return qs

    def _to_write(self) -> Self:
        """The rows, the predicate written out: UPDATE and DELETE are compiled elsewhere."""
        if self.query.scoped_for is None:
            raise UnscopedQuery(self.model.__name__)
        qs = self._chain()
        qs.query.narrow()
        return qs

    def update(self, **kwargs: Any) -> int:
        """Refused where a history is kept: ``update`` would write none."""
        rows = self._to_write()
        if not getattr(self.model, "BULK_UPDATE", False):
            raise UnscopedQuery(f"{self.model.__name__} keeps a history: save each row instead.")
        return super(ScopedQuerySet, rows).update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        return super(ScopedQuerySet, self._to_write()).delete()


_FromScoped = models.Manager.from_queryset(ScopedQuerySet)


class ScopedManager(_FromScoped[M]):
    """The default manager of guarded models: scoped to the current actor, or raising."""

    def get_queryset(self) -> ScopedQuerySet[M]:
        qs = cast("ScopedQuerySet[M]", super().get_queryset())
        actor = current_actor()
        return qs if actor is None else qs.scoped(actor)

    def visible_to(self, user: Any) -> ScopedQuerySet[M]:
        """The rows that this user may see; views query in no other way."""
        qs = cast("ScopedQuerySet[M]", super().get_queryset())
        return qs.scoped(Actor.of(user))
