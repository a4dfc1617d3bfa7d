"""An item of My work: one thing that waits for a person, and its day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zlib import crc32

from django.urls import reverse

from common import clock

# At most so many of a kind are listed, those that are due first.
MOST = 50


def is_past(moment: datetime | None) -> bool:
    """Whether what is due at that moment, if at any, is late."""
    return moment is not None and moment < clock.now()


@dataclass(frozen=True)
class Item:
    """One thing that waits for the reader; ``act`` is the words of its button.

    Where a decision may be refused, the button says that it is read first (Y01). It opens ``href``;
    with ``act_url`` it is done at once by a POST there, on the ``version`` that was read.
    ``is_last``: others of its kind follow that are not read.
    """

    title: str
    href: str
    reference: str
    due_at: datetime | None
    meta: str = ""
    kind: str = "plain"
    act: str = ""
    act_url: str = ""
    version: int = 0
    is_last: bool = False

    @property
    def key(self) -> str:
        """A short name of the item in an address; it betrays nothing of it."""
        return f"{crc32(f'{self.href} {self.title}'.encode()):x}"

    @property
    def is_late(self) -> bool:
        return is_past(self.due_at)

    @property
    def leads(self) -> bool:
        """Whether its button is a main one: done at once, or a decision that is late."""
        return bool(self.act_url) or (self.is_late and self.kind == "decision")


def case_item(row, title: str, route: str, due_at: datetime | None, *more, at="", **words) -> Item:
    """An item on the case of ``row``; ``at`` is an anchor on the page."""
    return Item(
        title=title,
        href=reverse(route, args=[row.case_id, *more]) + at,
        reference=row.case.reference,
        due_at=due_at,
        **words,
    )


def first(items: list[Item]) -> list[Item]:
    """At most ``MOST`` of these; where others follow the last one says so."""
    if len(items) <= MOST:
        return items
    return [*items[: MOST - 1], replace(items[MOST - 1], is_last=True)]
