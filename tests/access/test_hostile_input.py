"""Whatever is typed into whatever form: stored, or refused in words, never a fault (I, K6)."""

from __future__ import annotations

from urllib.parse import quote_from_bytes, urlencode

import pytest
from django.db import transaction

from common import drafts
from tests.access import asking, plain
from tests.access.matrix import MATRIX
from tests.world.people import PERSONAS

pytestmark = pytest.mark.access

HOSTILE = {
    "nul": b"before\x00after",
    "half a letter": b"\xed\xa0\x80 \xff\xfe",
    "markup": b"<script>alert(1)</script>{{ 7|add:7 }}{% now 'Y' %}%(name)s%s%n",
    "emoji": "🧿👩‍👩‍👧‍👦".encode(),
    "right to left": "שלום \u202efdp.exe \u200f".encode(),
    "blank": b" \t\r\n ",
    "no such day": b"2027-02-29",
    "a day before time": b"0001-01-01",
    "a day after time": b"9999-12-31",
    "a long number": b"9" * 400,
    "a negative number": b"-1",
    "a key of nothing": b"00000000-0000-0000-0000-000000000007",
    "a megabyte": b"x" * 1_100_000,
}
# 404: the field names the row itself, and there is none of that name.
ANSWERS = frozenset({200, 302, 404, 409, 413, 422})
# With these the whole page is rendered around the form. What stands there does not depend on what
# was typed; the others are rendered where they stand: in the form, in sentences, in differences.
ON_THE_WHOLE_PAGE = frozenset({"nul", "half a letter", "markup"})


def _writing_lines():
    """(line, persona): each form or act once for somebody who may send it."""
    found = {}
    for line in MATRIX:
        if line.post is None or line.route.startswith("admin:"):
            continue
        for status, who in line.post.items():
            entitled = sorted(who & PERSONAS.keys())
            if status in (200, 302, 409, 422) and entitled:
                found.setdefault((line.route, line.data), (line, entitled[0]))
    return list(found.values())


def _body(data: dict, name: str, value: bytes) -> str:
    rest = urlencode({key: one for key, one in data.items() if key != name}, doseq=True)
    return f"{rest}&{name}={quote_from_bytes(value)}"


def _answer(browsers, line, persona: str, body: str) -> int:
    url = asking.address(line, browsers.stage)
    try:
        with transaction.atomic():
            response = browsers.of(persona).post(
                url, body, content_type="application/x-www-form-urlencoded"
            )
            raise asking.Undone
    except asking.Undone:
        return response.status_code


def test_there_is_enough_to_try():
    """Red when the walk below finds no forms: it would prove nothing."""
    assert len(_writing_lines()) > 25
    assert HOSTILE.keys() >= ON_THE_WHOLE_PAGE


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_form_falls_over(stage, together, kind, monkeypatch):
    """Red when a field lets through what the database or the code behind it cannot take: 500.

    Each field of each form by itself, as somebody who may send the form.
    """
    if kind not in ON_THE_WHOLE_PAGE:
        monkeypatch.setattr("casework.views.base.FormView.form_page", plain.form_alone)
    wrong = []
    lines = _writing_lines()
    browsers = asking.Browsers(stage, {persona for _line, persona in lines})
    for line, persona in lines:
        data = asking.typed(line, stage, stage.people.get(PERSONAS[persona]))
        for name in data:
            if name == drafts.FIELD and kind != "nul":
                continue
            status = _answer(browsers, line, persona, _body(data, name, HOSTILE[kind]))
            if status not in ANSWERS:
                wrong.append(f"POST {line.name}, {name} = {kind}: {status}")
    assert not wrong, "\n".join(wrong)


def test_what_nobody_sees_is_taken_as_nothing(stage, together, monkeypatch):
    """X12. Red when a field takes signs that are drawn as nothing where it refuses blanks."""
    monkeypatch.setattr("casework.views.base.FormView.form_page", plain.form_alone)
    wrong, refused = [], 0
    lines = _writing_lines()
    browsers = asking.Browsers(stage, {persona for _line, persona in lines})
    for line, persona in lines:
        data = asking.typed(line, stage, stage.people.get(PERSONAS[persona]))
        for name in data:
            if name == drafts.FIELD:
                continue
            blank, unseen = (
                _answer(browsers, line, persona, _body(data, name, value))
                for value in (b"", "\u200b\u00ad\u2800 \u3164".encode())
            )
            refused += blank == 422
            if blank != unseen:
                wrong.append(f"POST {line.name}, {name}: {unseen}, blank {blank}")
    assert not wrong, "\n".join(wrong)
    assert refused > 50
