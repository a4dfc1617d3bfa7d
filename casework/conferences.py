"""The conference on which a case was opened, for the pages of the case."""

from __future__ import annotations

from datetime import date

from casework.models import Case, Conference, Deconfliction


def beginning(case: Case) -> dict:
    """The conference of the case, and the last answer of the security services (2.9).

    Both came with the case and are its team's to read: four queries at most.
    """
    conference = (
        Conference.objects.filter(case=case)
        .select_related("recorded_by")
        .order_by("-recorded_at", "-pk")
        .first()
    )
    seats = conference.seats.select_related("agency").order_by("agency__name") if conference else []
    return {
        "conference": conference,
        "seats": list(seats),
        "first_day": first_day_of(conference) if conference else None,
        "security": Deconfliction.objects.filter(case=case).order_by("-stated_at", "-pk").first(),
    }


def first_day_of(conference: Conference) -> date | None:
    """The day written first of a conference, where it was corrected since; else None."""
    if conference.version == 1:
        return None
    first = Conference.history.filter(id=conference.pk).order_by("version", "history_id").first()
    return first.held_on if first and first.held_on != conference.held_on else None
