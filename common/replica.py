"""Long lists and figures are read from a copy of the database that follows it, where there is one.

The reader is the same there: who is bound in the request's transaction is bound in a read-only one
on the copy, under the same policies, and the managers' predicates stand in its queries too
(``policies_narrow`` in common/scope.py). What is written goes to the primary, the reading log
first of all.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections, transaction

from common.scope import bind_here

REPLICA = "replica"
R = TypeVar("R")
log = logging.getLogger("relais.replica")
# A copy that did not answer is not asked again for so many seconds: each page would wait for it.
PAUSE = 30
_paused_until = 0.0
# Nothing of a server that follows nobody; else the age of the last commit that it knows of, unless
# it knows all that the primary had written. One that has just started knows of no commit yet.
_AGE = """
select case when not pg_is_in_recovery() then null
            when pg_last_wal_replay_lsn() >= %s::pg_lsn then 0
            else extract(epoch from now()
              - coalesce(pg_last_xact_replay_timestamp(), pg_postmaster_start_time())) end
"""


class Behind(Exception):
    """The copy is further behind than is allowed, or follows nobody."""


def exists() -> bool:
    """Whether a copy is named (DATABASE_REPLICA_URL)."""
    return REPLICA in connections.settings


def read(ask: Callable[[str], R]) -> R:
    """What ``ask`` finds in the database whose alias it is given (``.using(alias)``).

    That is the copy's. Where none is named, it does not answer, or it is more than
    REPLICA_LAG_SECONDS behind, the primary is asked instead. ``ask`` evaluates what it asks, and
    writes nothing. Raises UnscopedQuery where nobody is bound.
    """
    global _paused_until
    if exists() and time.monotonic() >= _paused_until:
        written = _written()
        try:
            with transaction.atomic(using=REPLICA):
                refuse_behind(written)
                return ask(REPLICA)
        except Behind:
            log.warning("The replica is behind; the primary is asked.")
        except Error as error:
            log.warning(
                "The replica does not answer; the primary is asked.",
                extra={"error": type(error).__name__},
            )
            connections[REPLICA].close()
        _paused_until = time.monotonic() + PAUSE
    return ask(DEFAULT_DB_ALIAS)


def refuse_behind(written: str) -> None:
    """Bind the present actor in the copy's open transaction, read-only. Raises Behind."""
    with connections[REPLICA].cursor() as cursor:
        cursor.execute("set transaction read only")
        bind_here(cursor)
        cursor.execute(_AGE, [written])
        age = cursor.fetchone()[0]
    if age is None or age > settings.REPLICA_LAG_SECONDS:
        raise Behind


def behind() -> float:
    """How many seconds the copy is behind. Raises Error when it does not answer, Behind when it
    follows nobody."""
    written = _written()
    with connections[REPLICA].cursor() as cursor:
        cursor.execute(_AGE, [written])
        age = cursor.fetchone()[0]
    if age is None:
        raise Behind
    return float(age)


def _written() -> str:
    """How far the primary has written."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_current_wal_lsn()::text")
        return str(cursor.fetchone()[0])
