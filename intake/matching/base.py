"""What the page of matches and the acts on it share."""

from __future__ import annotations

from intake.matching.search import Found, look
from intake.signals.base import WITH_PEOPLE

WITH_PERSON = (*WITH_PEOPLE, "person")


def found_for(view) -> Found:
    """The possible matches of the view's signal; the database logs the search as a reading."""
    request = view.request
    found = look(view.subject, by=request.user, request_id=getattr(request, "id", ""))
    view.logged = view.logged or found.own is not None
    return found
