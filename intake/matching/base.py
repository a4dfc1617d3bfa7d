"""What the page of matches and the acts on it share."""

from __future__ import annotations

from django.urls import reverse

from casework.rows import Rows
from intake.matching.rules import words_of
from intake.matching.search import Found, look
from intake.models import NamedPerson
from intake.signals.base import WITH_PEOPLE

NAMED = Rows(
    NamedPerson,
    of="signal",
    of_related=WITH_PEOPLE,
    related=("person", "outcome"),
    tab="intake:matches",
    nav="signals",
    words=words_of,
    about=lambda row: row.desk_name,
    template="intake/signal_act.html",
)


def of_person(named: NamedPerson) -> str:
    """The page of possible matches; of this person where the signal names several."""
    url = reverse("intake:matches", args=[named.signal_id])
    rows = NamedPerson.objects.filter(signal=named.signal_id, taken_back_at__isnull=True)
    return f"{url}?of={named.pk}" if rows.exclude(pk=named.pk).exists() else url


def found_for(view, named: NamedPerson) -> Found:
    """The possible matches of a named person; the database logs the search as a reading."""
    request = view.request
    found = look(named, by=request.user, request_id=getattr(request, "id", ""))
    view.logged = view.logged or found.own is not None
    return found
