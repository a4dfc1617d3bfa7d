"""One line of the stream of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core import signing
from django.db.models import Q, QuerySet

from casework.acts import Button
from casework.models import Record

# Where a page of the stream begins: the moment and the key of the last event before it.
Place = tuple[datetime, UUID]
SALT = "relais.feed"


def earlier_than(rows: QuerySet, moment: str, at: datetime | None, pk: UUID | None) -> QuerySet:
    """The rows after that place in a stream whose newest comes first; all without a place."""
    if at is None:
        return rows
    return rows.filter(Q(**{f"{moment}__lte": at}) & (Q(**{f"{moment}__lt": at}) | Q(pk__lt=pk)))


def stream_before(at: datetime, pk: UUID) -> str:
    """The place as an address carries it (``?before=``): what is older than it follows."""
    return signing.dumps([at.isoformat(), str(pk)], salt=SALT)


@dataclass(frozen=True)
class Event:
    """One line of the stream; ``kind`` is decision, fact, assessment, need or held.

    ``at`` and ``pk`` are its place in it. For one with a ``record`` the page shows the reader's
    buttons. ``happened_on``: the day of an event that was entered on another one.
    """

    at: datetime
    pk: UUID
    kind: str
    title: str
    text: str
    by: str
    audience: str
    holder: str = ""
    corrected_at: datetime | None = None
    record: Record | None = None
    correct: Button | None = None
    end: Button | None = None
    withdrawn_at: datetime | None = None
    misplaced_at: datetime | None = None
    misplaced: Button | None = None
    ask_again_on: date | None = None
    ended_at: datetime | None = None
    ended_reason: str = ""
    happened_on: date | None = None
