"""Savepoints and bindings are sent together with the next statement, not each by itself.

A request of a test, undone afterwards, is two statements of the application among ten that open,
bind, release and undo, each of them a way to the database and back. ``sent_together`` keeps these
until something is asked: what the database is told, and in which order, stays the same; what was
opened and closed with nothing between is not told at all. Nobody else may wait for this
transaction meanwhile: locks are given back as late.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import Error, connection

from common import scope

SAVES, RELEASES, GOES_BACK = "SAVEPOINT ", "RELEASE SAVEPOINT ", "ROLLBACK TO SAVEPOINT "
BINDS = scope._BIND.partition("%s")[0]
Settings = tuple[Any, ...] | None


@contextmanager
def sent_together() -> Iterator[None]:
    """Within the block, in an open transaction, statements are sent so."""
    assert connection.in_atomic_block, "outside a transaction nothing may wait"
    together = Together()
    with connection.execute_wrapper(together), connection.cursor() as cursor:
        yield
        if together.waiting:
            cursor.cursor.execute(together.words())


class Told:
    """In place of a cursor: a row that was known, and the cursor for what is asked next."""

    def __init__(self, cursor: Any, row: tuple[Any, ...]) -> None:
        self.cursor, self.row = cursor, row

    def fetchone(self) -> tuple[Any, ...]:
        return self.row

    def __getattr__(self, name: str) -> Any:
        return getattr(self.cursor, name)


@dataclass
class Together:
    """What waits to be sent, and what is bound; ``narrows`` by role, as the database said."""

    waiting: list[str] = field(default_factory=list)
    # The settings that were bound last, None where they are not known; as they were at savepoints.
    settings: Settings = None
    saved: list[tuple[str, Settings]] = field(default_factory=list)
    narrows: dict[str, bool] = field(default_factory=dict)
    is_broken: bool = False

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        asked = context["cursor"]
        if isinstance(asked.cursor, Told):
            asked.cursor = asked.cursor.cursor
        if many or not isinstance(sql, str):
            return self._send(execute, sql, params, many, context)
        if sql.startswith(SAVES):
            self.saved.append((sql.removeprefix(SAVES), self.settings))
            self.waiting.append(sql)
        elif sql.startswith(RELEASES):
            self._release(sql)
        elif sql.startswith(GOES_BACK):
            self._go_back(sql)
        elif sql == scope._READ and self.settings is not None and not self.is_broken:
            asked.cursor = Told(asked.cursor, self.settings)
        elif sql == scope._BIND:
            self._bind(execute, sql, params, many, context)
        else:
            if sql.startswith("set local"):
                self.settings = None
            return self._send(execute, sql, params, many, context)
        return None

    def _bind(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> None:
        asked, role = context["cursor"], params[-1]
        if self.is_broken or role not in self.narrows:
            self._send(execute, sql, params, many, context)
            row = asked.cursor.fetchone()
            self.narrows[role] = row[-1]
        else:
            if self.waiting and self.waiting[-1].startswith(BINDS):
                self.waiting.pop()
            self.waiting.append(asked.cursor.mogrify(sql, params).decode())
        self.settings = tuple(params)
        asked.cursor = Told(asked.cursor, (*params, self.narrows[role]))

    def _release(self, sql: str) -> None:
        name = sql.removeprefix(RELEASES)
        self._back_to(name)
        if SAVES + name in self.waiting:
            self.waiting.remove(SAVES + name)
        else:
            self.waiting.append(sql)

    def _go_back(self, sql: str) -> None:
        name = sql.removeprefix(GOES_BACK)
        self.settings = self._back_to(name)
        self.saved.append((name, self.settings))
        if SAVES + name in self.waiting:
            del self.waiting[self.waiting.index(SAVES + name) + 1 :]
        else:  # all that waits came after it
            self.waiting, self.is_broken = [sql], False

    def _back_to(self, name: str) -> Settings:
        """The settings at that savepoint; later savepoints are gone. None if it was made before."""
        while self.saved:
            found, settings = self.saved.pop()
            if found == name:
                return settings
        return None

    def words(self) -> str:
        """What waits, to be sent now."""
        words, self.waiting = ";".join(self.waiting), []
        return words

    def _send(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        """A statement behind what waits. A value that cannot be sent leaves that waiting."""
        cursor = context["cursor"].cursor
        try:
            if self.waiting and many:
                cursor.execute(self.words())
            elif self.waiting:
                with connection.wrap_database_errors:
                    words = sql if params is None else cursor.mogrify(sql, params).decode()
                sql, params = f"{self.words()};{words}", None
            return execute(sql, params, many, context)
        except Error:
            self.is_broken = True
            raise
