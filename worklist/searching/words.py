"""The words of the search: whom it shows, and how the reading log says so. Never what was typed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework import reading_log
from casework.models import Person
from common import clock

NAME = "search_name"

reading_log.PAGES.update(
    {
        "search": _("The search"),
        NAME: _("Search, name shown"),
        "search_whom": _("Whom to ask"),
        "search_log": _("Searches by name"),
        "search_words": _("Searches by name, words opened"),
    }
)

# The kinds of what is found.
KINDS = {
    "persons": _("Persons"),
    "cases": _("Cases"),
    "signals": _("Signals"),
    "texts": _("Within information"),
}


def age_of(person: Person) -> str:
    """Their age today where the birth is known, or as it was told; empty without either."""
    age = person.age_on(clock.today())
    if age is None:
        return person.age_words
    return ngettext("%(age)s year", "%(age)s years", age) % {"age": age}


def initials_of(person: Person) -> str:
    """«N. R., 17 ans»."""
    return ", ".join(filter(None, (person.initials, age_of(person))))
