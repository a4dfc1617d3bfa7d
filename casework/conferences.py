"""The conference on which a case was opened, for the pages of the case."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from casework.models import Case, Conference, ConferenceSeat, Deconfliction
from common.compiled import Rows, asked_once, compiled


def beginning(case: Case) -> dict[str, Any]:
    """The conference on which the case was opened, and what the security services said last (2.9).

    Both came with the case and are its team's to read.
    """
    conference = next(iter(_conferences(case)), None)
    seats = [seat for seat in _seats(case) if conference and seat.conference_id == conference.pk]
    return {
        "conference": conference,
        "seats": seats,
        "first_day": first_day_of(conference) if conference else None,
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


def first_day_of(conference: Conference) -> date | None:
    """The day written first of a conference, where it was corrected since; else None."""
    if conference.version == 1:
        return None
    first = next(iter(compiled(_versions, conference, most=1)), None)
    return first.held_on if first and first.held_on != conference.held_on else None


def _versions(conference: Conference) -> QuerySet[Any]:
    rows: QuerySet[Any] = Conference.history.filter(id=conference.pk)
    return rows.order_by("version", "history_id")
