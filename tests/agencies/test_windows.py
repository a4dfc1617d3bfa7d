"""X09: which days may be typed, what is asked about, and days counted at the calendar's ends."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django import forms
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from agencies.models import Absence
from common import clock
from common.day_field import DayField
from common.windows import BIRTH, HAPPENED, PLANNED, months_from, shifted, years_from

TODAY = date(2026, 11, 28)
NOON = datetime.combine(TODAY, time(12), UTC)
ENDS = (date.min, date.max)


@pytest.fixture(autouse=True)
def sentences_in_english():
    with translation.override("en"):
        yield


class OneDay(forms.Form):
    """The three windows, one field each."""

    born = DayField(window=BIRTH, required=False)
    seen = DayField(window=HAPPENED, required=False)
    due = DayField(window=PLANNED, required=False)
    words = forms.CharField(required=False)


def sent(**data) -> OneDay:
    with clock.at(NOON):
        form = OneDay(data)
        form.is_valid()
    return form


def said(name: str, text: str) -> str:
    return " ".join(sent(**{name: text}).errors.get(name, []))


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("born", "0010-01-01", "more than 120 years ago"),
        ("born", "1906-11-27", "more than 120 years ago"),
        ("born", "1906-11-28", ""),
        ("born", "2026-11-28", ""),
        ("born", "2026-11-29", "This date lies ahead"),
        ("seen", "1999-12-31", "before 1 January 2000"),
        ("seen", "2000-01-01", ""),
        ("seen", "2026-11-28", ""),
        ("seen", "2026-11-29", "still to come"),
        ("due", "0010-01-01", "before 1 January 2000"),
        ("due", "2028-11-28", ""),
        ("due", "2028-11-29", "more than two years ahead"),
        ("due", "2036-11-28", "more than two years ahead"),
        ("due", "2036-11-29", "more than ten years ahead"),
        ("due", "2206-01-01", "more than ten years ahead"),
        ("due", "9999-12-31", "more than ten years ahead"),
        *((name, "31/02/2026", "This is no date") for name in ("born", "seen", "due")),
        *((name, "9" * 400, "This is no date") for name in ("born", "seen", "due")),
    ],
)
def test_each_window_has_its_sentence(name, text, words):
    """Line: ``complaint`` in DayField.clean."""
    assert (words in said(name, text)) if words else said(name, text) == ""


def test_a_day_far_ahead_is_asked_about_once():
    """The form comes back with a box to tick; ticked for that day it is taken, and for no other.

    Line: ``is_meant`` compares with the day.
    """
    with clock.at(NOON):
        asked = sent(due="2030-01-31", words="Gardé.")
        page = str(asked)
        assert 'name="due_meant" value="2030-01-31"' in page
        assert "checked" not in page
        assert 'name="due" value="2030-01-31"' in page
        assert "Gardé." in page
        assert sent(due="2030-01-31", due_meant="2030-01-31").is_valid()
        assert not sent(due="2031-01-31", due_meant="2030-01-31").is_valid()
        assert not sent(due="2206-01-31", due_meant="2206-01-31").is_valid()
        assert "_meant" not in str(sent(due="2027-01-31"))


def test_what_was_kept_is_not_asked_about_again():
    """A day that stands opens ticked: a correction beside it goes through."""
    with clock.at(NOON):
        page = str(OneDay(initial={"due": date(2030, 1, 31)}))
    assert 'value="2030-01-31" id="id_due_meant" checked' in page


def test_what_is_no_day_is_shown_as_it_was_typed():
    """A picker would show an empty field. Line: the type of the input."""
    page = str(sent(seen="31/02/2026"))
    assert 'type="text" name="seen" value="31/02/2026"' in page
    assert 'type="date" name="seen" value="0010-01-01"' in str(sent(seen="0010-01-01"))


# --- the whole calendar ------------------------------------------------------------------------
@settings(max_examples=200, deadline=None)
@given(st.dates(), st.integers(-4_000_000, 4_000_000))
@example(date.max, 1)
@example(date.min, -1)
def test_no_day_is_shifted_off_the_calendar(day, days):
    """X09, 0001-01-01 to 9999-12-31. Line: ``except OverflowError`` in shifted."""
    moved = shifted(day, days)
    assert moved in ENDS or moved == day + timedelta(days=days)


@settings(max_examples=200, deadline=None)
@given(st.dates(), st.integers(-1200, 1200))
@example(date.max, 1)
@example(date.min, -1)
@example(date(2024, 2, 29), -120)
def test_months_and_years_end_with_the_calendar(day, count):
    """X09, with 29 February; moments too."""
    assert (months_from(day, count) >= day) == (count >= 0 or day == date.min)
    assert (years_from(day, count) > day) <= (count > 0)
    moment = datetime.combine(day, time(12), UTC)
    assert months_from(moment, count).tzinfo is UTC


@settings(max_examples=300, deadline=None)
@given(st.dates(), st.dates())
@example(date(10, 1, 1), TODAY)
@example(date.max, date.max)
@example(date.min, date.min)
def test_every_day_has_an_answer_on_every_day(day, today):
    """X09: refused, asked about or taken, never a fault, whatever the clock says."""
    for window in (BIRTH, HAPPENED, PLANNED):
        assert not (window.complaint(day, today) and window.is_asked(day, today))


# --- the database ------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_database_holds_no_such_day(ana):
    """X09: whoever writes it. Line: ``within`` in the model and its migration."""
    for last in (date(2200, 1, 1), date.max):
        with pytest.raises(IntegrityError), transaction.atomic():
            Absence.objects.create(user=ana, first_day=TODAY, last_day=last)
    Absence.objects.create(user=ana, first_day=TODAY, last_day=date(2199, 12, 31))
