"""One line of the stream of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from casework.acts import Button
from casework.models import Record


@dataclass(frozen=True)
class Event:
    """One line of the stream; ``kind`` is decision, fact, assessment, need or held.

    For one with a ``record`` the page shows the reader's buttons.
    """

    at: datetime
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
    ask_again_on: date | None = None
    ended_at: datetime | None = None
    ended_reason: str = ""
