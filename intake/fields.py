"""Fields that the forms of phase 1 share."""

from __future__ import annotations

from django import forms

from agencies.models import User
from common.day_field import DayField
from common.windows import HAPPENED, Window
from intake.models import NamedPerson

LONG = 100_000


def words(label, help_text="", rows=3, **more):
    """A field for some lines of text, kept as typed."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=LONG,
        required=False,
        strip=False,
        **more,
    )


def one_line(label, help_text=""):
    """A field for one line of text, such as a name."""
    return forms.CharField(label=label, help_text=help_text, max_length=200, required=False)


def day(label, help_text="", *, window: Window = HAPPENED, required=False):
    """A field for a day within ``window``."""
    return DayField(label=label, help_text=help_text, window=window, required=required)


def person_words(named: NamedPerson) -> str:
    """Somebody named on a signal in a choice: name, age as told."""
    person = named.person
    return ", ".join(part for part in (person.shown_name, person.age_words) if part)


def person_label(user: User) -> str:
    """A person in a choice: name, agency, job."""
    agency = user.agency.short_name if user.agency else ""
    return ", ".join(part for part in (user.display, agency, user.job_title) if part)
