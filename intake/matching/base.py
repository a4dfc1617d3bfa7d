"""What the search and the acts on it share: the signal with its person, the search itself."""

from __future__ import annotations

from intake.matching.search import Found, look
from intake.signals.base import WITH_PEOPLE

WITH_PERSON = (*WITH_PEOPLE, "person")


def found_for(view) -> Found:
    """The possible matches; once a name is given the database has logged the reading."""
    request = view.request
    found = look(view.subject, by=request.user, request_id=getattr(request, "id", ""))
    view.logged = view.logged or found.own is not None
    return found
