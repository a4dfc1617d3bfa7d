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
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, sql
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


NOBODY = Actor()
WORKER = Actor(worker=True)
_actor: ContextVar[Actor | None] = ContextVar("relais_actor", default=None)
# Whether row-level security narrows what the bound actor reads; asked when they are bound.
_narrows: ContextVar[bool] = ContextVar("relais_narrows", default=False)


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
        before = None
        if nested:
            cursor.execute(_READ)
            before = [value or "" for value in cursor.fetchone()]
        role = WORKER_ROLE if actor.worker else "none"
        user, agency = (str(v) if v else "" for v in (actor.user_id, actor.agency_id))
        cursor.execute(_BIND, [user, agency, clock.today().isoformat(), unsealed, role])
        narrows = bool(cursor.fetchone()[-1])
        token, told = _actor.set(actor), _narrows.set(narrows)
        try:
            yield actor
        finally:
            _actor.reset(token)
            _narrows.reset(told)
        if before and not connection.needs_rollback:
            cursor.execute(_BIND, before)


@contextmanager
def elevated() -> Iterator[Actor]:
    """Within the block rows are the worker's, where the person's own view would hide them.

    For a first team, a leaving, a notice. The person stays the author of histories.
    """
    acting = current_actor() or NOBODY
    with bound(Actor(acting.user_id, acting.agency_id, True, acting.user)) as actor:
        yield actor


class Access(StrEnum):
    """How a model with personal data is narrowed; every model declares one."""

    CASE = "case"
    RECORD = "record"
    JOURNAL = "journal"
    READING = "reading"
    SIGNAL = "signal"
    DESK = "desk"
    FILE = "file"
    PERSON = "person"
    SEALED = "sealed"
    OWN = "own"
    OFFICER = "officer"
    WORKER = "worker"
    OPEN = "open"


class Narrowing(Func):
    """An SQL predicate of fixed text, into which only integers and a date are written."""

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, template: str, actor: Actor, *columns: str):
        super().__init__(*(models.F(c) for c in columns))
        self.template = template
        self.extra = {
            "u": int(actor.user_id or 0),
            "g": int(actor.agency_id or 0),
            "d": clock.today().isoformat(),
        }

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **kwargs: Any
    ) -> tuple[str, list[Any]]:
        parts: list[str] = []
        params: list[Any] = []
        for expression in self.source_expressions:
            text, values = compiler.compile(expression)
            parts.append(text)
            params.extend(values)
        names = {f"c{i}": part for i, part in enumerate(parts)}
        return self.template % (self.extra | names), params


_ON_TEAM = (
    "EXISTS(SELECT 1 FROM casework_teammember m_ WHERE m_.case_id = %(c0)s AND m_.active"
    " AND m_.user_id = %(u)d AND m_.agency_id = %(g)d AND m_.role <> 'evaluator')"
)
_COORDINATES = _ON_TEAM.replace(
    "<> 'evaluator'", "IN ('process_coordinator','content_coordinator')"
)
_COORDINATES = _COORDINATES.replace("m_", "k_")
_OVERSEES = _ON_TEAM.replace(
    "<> 'evaluator'", "IN ('process_coordinator','content_coordinator','risk_owner')"
)
_AUDIENCE = (
    "(%(c2)s = 'team' OR %(c3)s = %(g)d OR (%(c2)s = 'named' AND (" + _COORDINATES + " OR"
    " EXISTS(SELECT 1 FROM casework_recordgroupobjectpermission s_ JOIN agencies_agency a_"
    " ON a_.group_id = s_.group_id WHERE s_.content_object_id = %(c1)s AND a_.id = %(g)d))))"
)
_DUTY = (
    "EXISTS(SELECT 1 FROM agencies_duty d_ WHERE d_.user_id = %%(u)d AND d_.kind = '%s'"
    " AND d_.since <= DATE '%%(d)s' AND (d_.until IS NULL OR d_.until >= DATE '%%(d)s'))"
)
_COORDINATES_SIGNALS = _DUTY % "signal_coordinator"
_RECEIVES = (
    "(" + _COORDINATES_SIGNALS + " OR EXISTS(SELECT 1 FROM agencies_channelpost p_"
    " WHERE p_.channel_id = %(c0)s AND p_.active AND p_.user_id = %(u)d))"
)
_ON_DESK = (
    "(" + _COORDINATES_SIGNALS + " OR EXISTS(SELECT 1 FROM intake_signal g_"
    " JOIN agencies_channelpost p_ ON p_.channel_id = g_.channel_id AND p_.active"
    " WHERE g_.id = %(c0)s AND p_.user_id = %(u)d))"
)
_PERSON = (
    "(EXISTS(SELECT 1 FROM casework_case q_ JOIN casework_teammember m_ ON m_.case_id = q_.id"
    " WHERE q_.subject_id = %(c0)s AND m_.active AND m_.user_id = %(u)d"
    " AND m_.agency_id = %(g)d AND m_.role <> 'evaluator')"
    " OR EXISTS(SELECT 1 FROM intake_signal h_ WHERE h_.person_id = %(c0)s AND "
    + _ON_DESK.replace("%(c0)s", "h_.id")
    + "))"
)

# Access kind -> (predicate, the columns it reads; "case"/"signal" are filled from the model).
PREDICATES: dict[Access, tuple[str, tuple[str, ...]]] = {
    Access.CASE: (_ON_TEAM, ("case",)),
    Access.RECORD: (
        f"({_ON_TEAM} AND {_AUDIENCE} AND (%(c4)s IS NULL OR %(c5)s = %(u)d))",
        ("case", "record", "audience", "agency", "withdrawn", "author"),
    ),
    Access.JOURNAL: (
        f"(({_ON_TEAM} AND (%(c1)s IS NULL OR EXISTS(SELECT 1 FROM casework_record r_"
        " WHERE r_.id = %(c1)s AND "
        + _AUDIENCE.replace("%(c1)s", "r_.id")
        .replace("%(c2)s", "r_.audience")
        .replace("%(c3)s", "r_.agency_id")
        + " AND (r_.withdrawn_at IS NULL OR r_.author_id = %(u)d))))"
        " OR (%(c0)s IS NULL AND " + _ON_DESK.replace("%(c0)s", "%(c2)s") + "))",
        ("case", "record", "signal"),
    ),
    Access.READING: (f"({_DUTY % 'dpo'} OR {_OVERSEES})", ("case",)),
    Access.SIGNAL: (f"(%(c1)s = %(u)d OR {_RECEIVES})", ("channel", "reporter")),
    Access.DESK: (_ON_DESK, ("signal",)),
    # Before a case it is the signal's desk that reads, from the case on its team.
    Access.FILE: (
        f"({_ON_TEAM} OR (%(c0)s IS NULL AND " + _ON_DESK.replace("%(c0)s", "%(c1)s") + "))",
        ("case", "signal"),
    ),
    Access.PERSON: (_PERSON, ("person",)),
    Access.SEALED: (
        "(" + _COORDINATES_SIGNALS + " OR EXISTS(SELECT 1 FROM intake_signal t_"
        " WHERE t_.id = %(c0)s AND t_.reporter_id = %(u)d AND EXISTS(SELECT 1 FROM"
        " agencies_channelpost p_ WHERE p_.channel_id = t_.channel_id AND p_.active"
        " AND p_.user_id = %(u)d)))",
        ("signal",),
    ),
    Access.OFFICER: (_DUTY % "dpo", ()),
    Access.OWN: ("%(c0)s = %(u)d", ("owner",)),
}


# Where the policy of the table says what the predicate says. Not OWN (a notice is driven from its
# reader's own index) and not SEALED (the policy asks more than the predicate).
LEFT_TO_POLICIES = frozenset(
    {
        Access.CASE,
        Access.RECORD,
        Access.JOURNAL,
        Access.READING,
        Access.SIGNAL,
        Access.DESK,
        Access.FILE,
        Access.PERSON,
    }
)


def policies_narrow(model: type[Any], actor: Actor, alias: str | None) -> bool:
    """Whether row-level security narrows a query of ``model`` to what ``actor`` may see.

    Only while that very person is bound, under a login that the policies bind, on the connection
    that knows of it. Both lines at once cost most of a page: the planner multiplies their guesses.
    """
    return (
        _narrows.get()
        and actor == _actor.get()
        and alias == DEFAULT_DB_ALIAS
        and model.ACCESS in LEFT_TO_POLICIES
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
            template, names = PREDICATES[self.model.ACCESS]
            columns = [self.model.ACCESS_COLUMNS[name] for name in names]
            self.add_q(models.Q(Narrowing(template, self.scoped_for, *columns)))

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
