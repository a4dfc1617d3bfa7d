"""Whatever day is typed into whatever form: refused in words beside its field, and kept (X09)."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

import pytest
from django import forms
from django.db import transaction
from django.db.models import DateField, DateTimeField, Model
from django.urls import resolve
from django.utils import translation
from django.utils.html import escape

from common.day_field import DayField
from common.windows import BIRTH, HAPPENED, PLANNED
from tests import source
from tests.access import asking
from tests.access.matrix import MATRIX
from tests.access.test_hostile_input import _body, _writing_lines
from tests.world.people import PERSONAS
from worklist import sweep
from worklist.all_reminders import REMINDERS

pytestmark = pytest.mark.access

BAD = ["0010-01-01", "9999-12-31", "9" * 400, "31/02/2026"]
# The show-room lays it out and nobody sends it.
NEVER_SENT = frozenset({"SampleForm"})


def days_of(form_class) -> list[str]:
    """The names of the days that a form asks for."""
    fields = getattr(form_class, "base_fields", {})
    return [name for name, field in fields.items() if isinstance(field, DayField)]


def form_of(url: str):
    """The form class behind an address; None where there is none."""
    match = resolve(urlsplit(url).path)
    view = getattr(match.func, "view_class", None)
    among = {one.word: one.form_class for one in getattr(view, "among", ())}
    return getattr(view, "form_class", None) or among.get(match.kwargs.get("kind"))


def our_forms(kind=forms.BaseForm):
    """Each form class that asks for a day outside the administration."""
    for form_class in kind.__subclasses__():
        app, *_rest, last = form_class.__module__.split(".")
        if app in source.APPS and last != "admin" and days_of(form_class):
            yield form_class
        yield from our_forms(form_class)


def sentences() -> set[str]:
    """The sentences that may refuse such a day, in both languages."""
    said = [DayField.default_error_messages["invalid"]]
    said += [
        words for window in (BIRTH, HAPPENED, PLANNED) for words in (window.early, window.late)
    ]
    found = set()
    for language in ("en", "fr"):
        with translation.override(language):
            found |= {escape(str(words)) for words in said}
    return found


def test_every_day_of_every_form_is_bounded(stage, together):
    """X09: without ``complaint`` in DayField.clean these are stored, or fall over later.

    Each day of each form by itself, as somebody who may send it: 422, a sentence, and what was
    typed stands there still. A form with a day that no line of the matrix sends is named.
    """
    wrong, tried = [], {}
    for line, persona in _writing_lines():
        form_class = form_of(asking.address(line, stage))
        if form_class not in tried and days_of(form_class):
            tried[form_class] = line, persona
    browsers = asking.Browsers(stage, {persona for _line, persona in tried.values()})
    known = sentences()
    for form_class, (line, persona) in tried.items():
        data = asking.typed(line, stage, stage.people.get(PERSONAS[persona]))
        for name in days_of(form_class):
            for bad in BAD:
                body = _body(data, name, bad.encode())
                said = _trial(browsers.of(persona), asking.address(line, stage), body, bad, known)
                wrong += [f"{form_class.__name__}, {name} = {bad[:12]}: {said}"] if said else []
    assert not wrong, "\n".join(wrong)
    untried = {one for one in our_forms() if not any(issubclass(sent, one) for sent in tried)}
    missed = {one.__name__ for one in untried} - NEVER_SENT
    assert not missed, f"Add a line to the matrix that sends {', '.join(sorted(missed))}."


def _trial(client, url: str, body: str, bad: str, known: set[str]) -> str:
    """What is wrong with the answer; empty when it is right."""
    try:
        with transaction.atomic():
            answer = client.post(url, body, content_type="application/x-www-form-urlencoded")
            raise asking.Undone
    except asking.Undone:
        pass
    if answer.status_code != 422:
        return str(answer.status_code)
    page = answer.content.decode()
    if not any(words in page for words in known):
        return "no sentence"
    return "" if f'value="{bad}"' in page else "what was typed is lost"


# --- rows of before ------------------------------------------------------------------------
def _loaded_with(monkeypatch, day: date) -> None:
    """Let every row come out of the database with that day in each of its days."""
    loaded = Model.from_db.__func__

    def from_db(cls, db, names, values):
        row = loaded(cls, db, names, values)
        for field in cls._meta.concrete_fields if cls._meta.app_label in source.APPS else ():
            is_day = isinstance(field, DateField) and not isinstance(field, DateTimeField)
            if is_day and row.__dict__.get(field.attname) is not None:
                setattr(row, field.attname, day)
        return row

    monkeypatch.setattr(Model, "from_db", classmethod(from_db))


@pytest.mark.parametrize("day", [date.min, date(10, 1, 1), date.max])
def test_old_rows_break_no_page_and_no_sweep(stage, db, monkeypatch, day):
    """X09: 9999-12-31 in one check made its case's page answer 500 for good.

    Every page once for somebody who may read it, and every reminder, as if each stored
    day were that one. Line: ``shifted`` in WorkingDays.next_working.
    """
    _loaded_with(monkeypatch, day)
    pages = {}
    for line in MATRIX:
        readers = sorted((line.get or {}).get(200, frozenset()) & PERSONAS.keys())
        if readers and not line.route.startswith("admin:"):
            pages.setdefault((line.route, line.on), (line, readers[0]))
    browsers = asking.Browsers(stage, {persona for _line, persona in pages.values()})
    wrong = []
    for line, persona in pages.values():
        response, _written = asking.ask(browsers, line, "GET", persona, asking.address(line, stage))
        if response.status_code >= 500:
            wrong.append(f"GET {line.name}: {response.status_code}")
    assert not wrong, "\n".join(wrong)
    assert len(pages) > 40
    failed = []
    monkeypatch.setattr(sweep.log, "exception", lambda *said: failed.append(said))
    for reminder in REMINDERS.values():
        sweep.sweep(reminder)
    assert not failed
