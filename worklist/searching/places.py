"""A place in what is found: where one page of a kind ends and its next one begins (X13).

Signed, so that nobody makes one up; of the row it holds the moment and the key alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing
from django.db.models import Q

from worklist.searching.asked import Asked

_SALT = "relais.search"


@dataclass(frozen=True, order=True)
class Place:
    """Where a row stands: those written as asked come first, then the newest."""

    exact: bool
    at: datetime
    key: UUID

    def __str__(self) -> str:
        return signing.dumps([self.exact, self.at.isoformat(), str(self.key)], salt=_SALT)

    def beyond(self, asked: Asked, person: str, at: str, key: str) -> Q:
        """The condition that a row comes after this place.

        ``at`` and ``key`` are its columns of the order; ``person`` leads to whose name comes first
        when it is written so, empty where no name does.
        """
        later = Q(**{f"{at}__lt": self.at}) | Q(**{at: self.at, f"{key}__lt": self.key})
        if not (person and asked.exact):
            return later
        written = written_so(asked, person)
        return ~written | (written & later) if self.exact else ~written & later


def written_so(asked: Asked, person: str) -> Q:
    """The condition that the name is written as it was asked, each whole word of it (X06)."""
    return Q(**{f"{person}match_keys__contains": asked.exact})


def place_in(text: str) -> Place | None:
    """The place that an address gives; None for a nonsensical one, which is the beginning."""
    try:
        exact, at, key = signing.loads(text, salt=_SALT)
        return Place(bool(exact), datetime.fromisoformat(at), UUID(key))
    except (signing.BadSignature, ValueError, TypeError):
        return None
