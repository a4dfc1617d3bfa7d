"""A long list on a page: a portion at a time, begun at the key of one of its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest

T = TypeVar("T")
SIZE = 25


@dataclass(frozen=True)
class Portion(Generic[T]):
    """So many rows of a list of ``total``; ``before`` and ``after`` are empty at an end."""

    rows: list[T]
    first: int
    total: int
    before: str
    after: str

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def is_part(self) -> bool:
        return len(self.rows) < self.total


def portion(
    request: HttpRequest,
    rows: Sequence[T],
    name: str,
    *,
    key: Callable[[T], Any],
    size: int = SIZE,
    place: str = "",
    at: str = "",
) -> Portion[T]:
    """The portion of ``rows`` that begins at the row whose key ``?name=`` gives, else the first.

    ``place`` is the anchor of the list. Without ``?name=`` the portion with the row of the key
    ``at`` stands there. A key that is no longer in the list gives the first portion.
    """
    keys = [str(key(row)) for row in rows]
    wanted = request.GET.get(name, "")
    start = 0
    if wanted in keys:
        start = keys.index(wanted)
    elif at in keys:
        start = keys.index(at) // size * size
    end, earlier = start + size, max(0, start - size)
    return Portion(
        list(rows[start:end]),
        start + 1,
        len(keys),
        here(request, place, **{name: keys[earlier] if earlier else None}) if start else "",
        here(request, place, **{name: keys[end]}) if end < len(keys) else "",
    )


def here(request: HttpRequest, place: str = "", **values: Any) -> str:
    """The address of this page with these words of its query changed; None leaves one out."""
    query = request.GET.copy()
    for name, value in values.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}" + (f"#{place}" if place else "")
