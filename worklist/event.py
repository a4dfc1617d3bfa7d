"""One line of the stream of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Event:
    """One line of the feed; ``kind`` is decision, fact, assessment, need or held."""

    at: datetime
    kind: str
    title: str
    text: str
    by: str
    audience: str
    holder: str = ""
    corrected_at: datetime | None = None
    own_record: object = None
    withdrawn_at: datetime | None = None
    ask_again_on: date | None = None
    ended_at: datetime | None = None
    ended_reason: str = ""
    may_end: object = None
