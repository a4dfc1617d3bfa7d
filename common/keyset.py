"""Pages of a list by key instead of number: the thousandth is as quick as the first."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from common.together import Asking, answer

SIZE = 25
Place = tuple[datetime, uuid.UUID]


@dataclass(frozen=True)
class Page:
    """The rows of one page and the addresses of its neighbours (empty at an end)."""

    rows: list[Any]
    newer: str
    older: str


def page_of(request: HttpRequest, rows: QuerySet[Any], moment: str, **how: Any) -> Page:
    """One page of ``rows``: what ``asking_page`` asks, at once."""
    return answer(asking_page(request, rows, moment, **how))


def asking_page(
    request: HttpRequest,
    rows: QuerySet[Any],
    moment: str,
    *,
    size: int = SIZE,
    key: str = "id",
    once: bool = False,
    oldest_first: bool = False,
) -> Asking[Page]:
    """One page of ``rows`` (a queryset), newest first by ``moment`` and then ``key``.

    The place is read from ``?before=`` (further on in the list) or ``?after=`` (back); a
    nonsensical one is the first page. ``once``: of the rows of one ``key`` the first alone stands
    on a page. ``oldest_first`` turns the whole list round.
    """
    before, after = _place(request, "before"), _place(request, "after")
    backwards = after is not None and before is None
    on, back = ("gt", "lt") if oldest_first else ("lt", "gt")
    if before:
        rows = rows.filter(_beyond(moment, key, on, before))
    elif after:
        rows = rows.filter(_beyond(moment, key, back, after))
    sign = "" if backwards != oldest_first else "-"
    limit = size * 2 + 1 if once else size + 1
    ordered = rows.order_by(f"{sign}{moment}", f"{sign}{key}")[:limit]
    asked = ordered.values_list("pk", key) if once else ordered
    yield [asked]
    read = list(asked)
    found = _once(read) if once else read
    more = len(found) > size or len(read) == limit
    found = found[:size]
    if once:
        # In two steps, so that the walk reads one index and what hangs on a row a page alone.
        in_full = rows.filter(pk__in=found)
        yield [in_full]
        by_key = {row.pk: row for row in in_full}
        found = [by_key[pk] for pk in found if pk in by_key]
    if backwards:
        found.reverse()
    has_newer = more if backwards else before is not None
    has_older = True if backwards else more
    return Page(
        found,
        _link(request, "after", found[0], moment, key) if found and has_newer else "",
        _link(request, "before", found[-1], moment, key) if found and has_older else "",
    )


def _once(read: list[tuple[Any, Any]]) -> list[Any]:
    """The keys of the rows to show: of each key the first alone."""
    first: dict[Any, Any] = {}
    for pk, key in read:
        first.setdefault(key, pk)
    return list(first.values())


def _beyond(moment: str, key: str, side: str, place: Place) -> Q:
    at, last = place
    return Q(**{f"{moment}__{side}": at}) | Q(**{moment: at, f"{key}__{side}": last})


def _place(request: HttpRequest, name: str) -> Place | None:
    try:
        at, key = signing.loads(request.GET.get(name, ""), salt="relais.page")
        return datetime.fromisoformat(at), uuid.UUID(key)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _link(request: HttpRequest, name: str, row: Any, moment: str, key: str) -> str:
    at = reduce(getattr, moment.split("__"), row)  # «case__state_since» is a column of the case
    place = signing.dumps([at.isoformat(), str(getattr(row, key))], salt="relais.page")
    query = request.GET.copy()
    query.pop("before", None)
    query.pop("after", None)
    query[name] = place
    return f"?{query.urlencode()}"
