"""Statements that the database has planned before: of a page's question planning costs the most.

What is asked again and again on a connection is prepared there. Of the values only those of the
reader and of the day stay open: what a question always asks for (a state, a role) is part of it, so
that the plan is made for it. It is made once for all readers: the login has
``plan_cache_mode = force_generic_plan`` (operations/management/commands/database_roles.py).

Behind a pooler a connection is another one in each transaction: there nothing is prepared.
"""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.db.backends.utils import CursorWrapper

# So many statements are kept on a connection, those that were asked last.
MOST_KEPT = 100
# So many are counted, until counting begins anew.
MOST_COUNTED = 1000
# The kinds of values that stay open.
TYPES = ((int, "bigint"), (UUID, "uuid"), (datetime, "timestamptz"), (date, "date"))


@dataclass(frozen=True)
class Asked:
    """A statement that was written once, and its values.

    ``of`` is the same object whenever it differs in its open values alone; ``is_open`` says of
    each value whether it is one.
    """

    of: Any
    sql: str
    params: Sequence[Any]
    is_open: Sequence[bool]

    @classmethod
    def of_text(cls, sql: str, params: Sequence[Any]) -> Self:
        """A statement that is written anew each time: numbers, keys and days are open in it."""
        is_open = [_type(param) is not None for param in params]
        always = [repr(one) for one, each in zip(params, is_open, strict=True) if not each]
        return cls((sql, *always), sql, params, is_open)


@dataclass
class _Here:
    """One connection of psycopg: what was asked on it how often, and what is prepared."""

    of: Any
    times: Counter[Any] = field(default_factory=Counter)
    names: OrderedDict[Any, str] = field(default_factory=OrderedDict)
    made: int = 0
    is_pooled: bool | None = None

    def may(self) -> bool:
        """Whether what is prepared is still there in the next transaction."""
        if self.is_pooled is None:
            with self.of.cursor() as cursor:
                cursor.execute("select pg_backend_pid()")
                self.is_pooled = cursor.fetchone() != (self.of.info.backend_pid,)
        return not self.is_pooled

    def keep(self, key: Any) -> tuple[str, str]:
        """A new name for what is prepared, and the statement that makes place for it."""
        self.made += 1
        name = self.names[key] = f"relais_{self.made}"
        if len(self.names) <= MOST_KEPT:
            return name, ""
        _key, oldest = self.names.popitem(last=False)
        return name, f"deallocate {oldest}; "


def execute(cursor: CursorWrapper, sql: str, asked: Sequence[Asked]) -> None:
    """Execute ``sql``, in which the statements ``asked`` stand in this order, as ``cursor`` would.

    By its name, where it was asked on this connection more than ``PREPARED_AFTER`` times.
    """
    params = [param for one in asked for param in one.params]
    after = settings.PREPARED_AFTER
    if after < 0:
        cursor.execute(sql, params)
        return
    here, key = _here(cursor), tuple(one.of for one in asked)
    if len(here.times) > MOST_COUNTED:
        here.times.clear()
    here.times[key] += 1
    name = here.names.get(key)
    if name is None and (here.times[key] <= after or not here.may()):
        cursor.execute(sql, params)
        return
    is_open = [each for one in asked for each in one.is_open]
    values = [param for param, each in zip(params, is_open, strict=True) if each]
    given = f"({', '.join(['%s'] * len(values))})" if values else ""
    if name is not None:
        here.names.move_to_end(key)
        cursor.execute(f"execute {name}{given}", values)
        return
    text = _text(cursor, sql, params, is_open)
    name, before = here.keep(key)
    try:
        # One round trip; what is prepared in a transaction that fails stays.
        cursor.execute(f"{before}prepare {name} as {text}; execute {name}{given}", values)
    except BaseException:
        here.names.clear()
        raise


def _here(cursor: CursorWrapper) -> _Here:
    """What is known of the connection of this cursor; nothing yet of a new one."""
    wrapper: Any = cursor.db
    here: _Here | None = getattr(wrapper, "_relais_prepared", None)
    if here is None or here.of is not wrapper.connection:
        here = wrapper._relais_prepared = _Here(wrapper.connection)
    return here


def _text(cursor: CursorWrapper, sql: str, params: list[Any], is_open: list[bool]) -> str:
    """The statement with numbers where its open values come, and the others written out."""
    number, left = 0, iter(zip(params, is_open, strict=True))

    def of(found: re.Match[str]) -> str:
        nonlocal number
        if found[0] == "%%":
            return "%%"
        param, each = next(left)
        if not each:
            written: bytes = cursor.mogrify("%s", [param])
            return written.decode().replace("%", "%%")
        number += 1
        return f"${number}::{_type(param)}"

    return re.sub("%%|%s", of, sql)


def _type(value: Any) -> str | None:
    """What PostgreSQL calls a value that stays open; None where it is written out."""
    return next((named for kind, named in TYPES if type(value) is kind), None)
