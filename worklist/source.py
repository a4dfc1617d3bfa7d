"""What the items of My work are read from: the days of all that waits, then the rows shown.

A busy person has hundreds of things that wait, of which a portion is shown: of the others only the
day is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

from django.db.models import QuerySet

from common import clock
from common.compiled import compiled
from common.together import Asking, side_by_side
from worklist.item import MOST, Item, is_past


def end_of(day: Any) -> datetime | None:
    """The end of a day, if there is one."""
    return clock.end_of(day) if day else None


def at_once(moment: Any) -> datetime | None:
    """The moment itself."""
    found: datetime | None = moment
    return found


@dataclass(frozen=True)
class Source:
    """One kind of thing that waits for a person.

    ``rows(user, *more())`` is the question for them, in the order in which they are due (see
    ``common.compiled``); ``day`` the column of their day, of which ``due`` makes the moment;
    ``item`` writes an item of a row. ``before`` asks what the items of some rows need. A source
    whose day is not a column reads ``columns`` beside it and has its own ``days``.
    """

    rows: Callable[..., QuerySet[Any, Any]]
    item: Callable[[Any, Waiting], Item]
    kind: str
    day: str = ""
    due: Callable[[Any], datetime | None] = end_of
    more: Callable[[], tuple[Any, ...]] = tuple
    before: Callable[[Any, list[Any]], Asking[None]] | None = None
    columns: tuple[str, ...] = ()

    def __call__(self, user) -> Asking[list[Waiting]]:
        """Ask for what waits for this person, at most ``MOST``, first what is due first."""
        columns = ("pk", self.day, *self.columns) if self.day else ("pk",)
        rows = compiled(self.rows, user, *self.more(), most=MOST + 1, columns=columns)
        yield [rows]
        found = list(rows)
        # With more than are read, the last one that is says so.
        last = MOST - 1 if len(found) > MOST else -1
        days = yield from self.days(found[:MOST])
        return [
            Waiting(self, user, row[0], day, place == last)
            for place, (row, day) in enumerate(zip(found, days, strict=False))
        ]

    def days(self, rows: list[tuple[Any, ...]]) -> Asking[list[datetime | None]]:
        """The moment at which each of these is due, of what was read of it."""
        yield from ()
        return [self.due(row[1]) if self.day else None for row in rows]


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for a person, of which the day is known; ``is_last``: others follow it
    that are not read."""

    source: Source
    user: Any
    pk: Any
    due_at: datetime | None
    is_last: bool = False

    @property
    def kind(self) -> str:
        return self.source.kind

    @property
    def key(self) -> str:
        """A short name of it in an address, which betrays nothing."""
        rows = self.source.rows
        return f"{crc32(f'{rows.__module__}.{rows.__qualname__} {self.pk}'.encode()):x}"

    @property
    def is_late(self) -> bool:
        return is_past(self.due_at)


def written(shown: Iterable[Waiting | Item]) -> Asking[list[Item]]:
    """Ask for the rows of what is ``shown``: its items, in the same order.

    What no longer waits meanwhile is left out.
    """
    shown = list(shown)
    keys: dict[Source, list[Waiting]] = {}
    for one in shown:
        if isinstance(one, Waiting):
            keys.setdefault(one.source, []).append(one)
    asked = {
        source: compiled(
            source.rows, found[0].user, *source.more(), among=[one.pk for one in found]
        )
        for source, found in keys.items()
    }
    yield asked.values()
    read: dict[tuple[Source, Any], Any] = {}
    yield from side_by_side(
        *(
            source.before(keys[source][0].user, list(rows))
            for source, rows in asked.items()
            if source.before is not None
        )
    )
    for source, rows in asked.items():
        read |= {(source, row.pk): row for row in rows}
    items = []
    for one in shown:
        if isinstance(one, Item):
            items.append(one)
        elif (row := read.get((one.source, one.pk))) is not None:
            items.append(one.source.item(row, one))
    return items
