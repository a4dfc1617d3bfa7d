"""The conference on which a case was opened, for the pages of the case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet

from agencies.models import User
from casework.models import Case, Conference, ConferenceSeat, Deconfliction
from common.compiled import Rows, asked_once, compiled

# What the record of a conference says, its seats apart.
RECORDED = (
    "held_on", "radicalised", "radicalised_grounds", "useful", "useful_grounds", "statement",
    "composition_reason",
)  # fmt: skip


@dataclass(frozen=True)
class Earlier:
    """What stood in the record before a correction: when, by whom and why it was corrected."""

    conference: Any
    seats: list[ConferenceSeat]
    corrected_at: datetime
    corrected_by: User | None
    because: str


def beginning(case: Case) -> dict[str, Any]:
    """The conference on which the case was opened, and what the security services said last (2.9).

    Both came with the case and are its team's to read.
    """
    conference = next(iter(_conferences(case)), None)
    seats = [seat for seat in _seats(case) if conference and seat.conference_id == conference.pk]
    return {
        "conference": conference,
        "seats": sat(seats),
        "earlier": earlier_of(conference, seats) if conference else [],
        "security": next(iter(_security(case)), None),
    }


def questions(case: Case) -> list[Rows[Any]]:
    """What ``beginning`` asks."""
    return [_conferences(case), _seats(case), _security(case)]


@asked_once
def _conferences(case: Case) -> QuerySet[Conference]:
    rows = Conference.objects.filter(case=case).select_related("recorded_by")
    return rows.order_by("-recorded_at", "-pk")[:1]


@asked_once
def _seats(case: Case) -> QuerySet[ConferenceSeat]:
    rows = ConferenceSeat.objects.filter(conference__case=case).select_related("agency")
    return rows.order_by("agency__short_key", "pk")


@asked_once
def _security(case: Case) -> QuerySet[Deconfliction]:
    return Deconfliction.objects.filter(case=case).order_by("-stated_at", "-pk")[:1]


def sat(seats: Iterable[ConferenceSeat], version: int | None = None) -> list[ConferenceSeat]:
    """Who was there, as the record says now, or said at that version of it."""
    known = [seat for seat in seats if version is None or seat.of_version <= version]
    last = max((seat.of_version for seat in known), default=0)
    return [seat for seat in known if seat.of_version == last]


def earlier_of(conference: Conference, seats: list[ConferenceSeat]) -> list[Earlier]:
    """What stood in the record before each of its corrections, the last one first (X29)."""
    if conference.version == 1:
        return []
    versions = list(compiled(_versions, conference))
    return [
        Earlier(
            before, sat(seats, before.version), after.history_date, after.history_user,
            after.history_change_reason or "",
        )
        for before, after in pairwise(versions)
        if _is_corrected(before, after, seats)
    ][::-1]  # fmt: skip


def _is_corrected(before: Any, after: Any, seats: list[ConferenceSeat]) -> bool:
    """Whether the record says something else; that it became the case's is no correction."""
    written_anew = any(seat.of_version == after.version for seat in seats)
    return written_anew or any(getattr(before, name) != getattr(after, name) for name in RECORDED)


def _versions(conference: Conference) -> QuerySet[Any]:
    rows: QuerySet[Any] = Conference.history.filter(id=conference.pk).select_related("history_user")
    return rows.order_by("version", "history_id")
