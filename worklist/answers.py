"""Types of the front of a case: an answer, what it is made from, a task."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from agencies.models import User
from casework.models import Case, TeamMember


@dataclass(frozen=True)
class Answer:
    """One answer in words; where it is ``missing``, what lacks and ``todo``."""

    words: str
    missing: bool = False
    todo: str = ""
    href: str = ""


@dataclass(frozen=True)
class Asked:
    """What answers are made from: the case, its reader, and the team that the page loaded."""

    case: Case
    user: User
    members: list[TeamMember]


@dataclass(frozen=True)
class Task:
    """One thing that the reader's agency has to do on this case.

    The button opens ``href``; with ``post`` it is done at once by a POST there, on
    the ``version`` that was read.
    """

    title: str
    href: str
    act: str
    meta: str = ""
    due_at: datetime | None = None
    post: str = ""
    version: int = 0
