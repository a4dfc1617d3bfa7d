"""What the front of a case is made of: an answer, what it may look at, a thing asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from agencies.models import User
from casework.models import Case, TeamMember


@dataclass(frozen=True)
class Answer:
    """One answer in words; a ``missing`` one says what lacks, ``todo`` what to do about it."""

    words: str
    missing: bool = False
    todo: str = ""
    href: str = ""


@dataclass(frozen=True)
class Asked:
    """What an answer may look at: the case, its reader, and the team that the page loaded."""

    case: Case
    user: User
    members: list[TeamMember]


@dataclass(frozen=True)
class Task:
    """One thing that the reader's own agency is asked on this case.

    The button opens ``href``; with ``post`` it is done at once by a POST there.
    """

    title: str
    href: str
    act: str
    meta: str = ""
    due_at: datetime | None = None
    post: str = ""
