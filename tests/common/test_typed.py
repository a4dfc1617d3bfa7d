"""Signs that nobody sees: a pasted name is the name, a text of nothing is no text (X05, X12)."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from common.typed import as_seen, cleaned

SOFT, ZERO, LEFT, RIGHT, BOM, FORCED = "\u00ad", "\u200b", "\u200e", "\u200f", "\ufeff", "\u202e"


@pytest.mark.parametrize(
    ("pasted", "seen"),
    [
        (f"Bel{SOFT}court", "Belcourt"),
        (f"{BOM}Yanis{ZERO} {LEFT}Belcourt{RIGHT}", "Yanis Belcourt"),
        (f"{FORCED}fdp.exe", "fdp.exe"),
        ("tag\U000e0041s", "tags"),
        ("bell\x07 and escape\x1b", "bell and escape"),
        ("une ligne\u2028puis une autre\x85fin", "une ligne\npuis une autre\nfin"),
        ("Jo\u200dhn", "John"),
        ("Étienne d’Évry, 16 ans", "Étienne d’Évry, 16 ans"),
        ("un\ttableau\r\net une ligne\n", "un\ttableau\r\net une ligne\n"),
        ("before\x00after", "before\x00after"),
    ],
)
def test_what_is_pasted_is_what_is_seen(pasted, seen):
    """X05. Lines: ``_kept`` and BREAKS."""
    assert as_seen(pasted) == seen


@pytest.mark.parametrize("words", ["می‌خواهم", "क्‍ष", "👩‍👩‍👧‍👦", "❤️‍🔥", "שלום", "Νίκος", "გიორგი"])
def test_what_shapes_letters_stays(words):
    """X05. Line: ``_is_shaped``: no word of any script is spelt otherwise than it was typed."""
    assert as_seen(words) == words


@pytest.mark.parametrize(
    "nothing", [ZERO, SOFT * 3, "\u2800", "\u3164\uffa0", f"{BOM} {ZERO}\n", "\u0301", "\x07"]
)
def test_a_text_of_nothing_is_empty(nothing):
    """X12. Lines: BLANK and ``_can_be_seen``."""
    assert as_seen(nothing).strip() == ""


@pytest.mark.parametrize("little", [".", "-", "1", "é", "٣", "€", "한", "—"])
def test_a_text_of_one_sign_is_a_text(little):
    """X12. Line: the letters of ``_can_be_seen``."""
    assert as_seen(little) == little


@given(st.text())
def test_what_was_seen_is_seen(text):
    """Whatever is typed: seen twice as once, and no sign that can be seen is lost."""
    seen = as_seen(text)
    assert as_seen(seen) == seen
    visible = [one for one in text if one.isalnum()]
    if any(one.isascii() for one in visible):
        assert [one for one in seen if one.isalnum()] == visible


def test_passphrases_are_left_alone():
    """Line: SECRET: whoever chose one with such a sign signs in with it."""
    query = QueryDict(mutable=True)
    query.setlist("name", [f"A{ZERO}", "B"])
    query["password1"] = f"c{ZERO}"
    found = cleaned(query)
    assert found.getlist("name") == ["A", "B"]
    assert found["password1"] == f"c{ZERO}"
    assert query.getlist("name") == [f"A{ZERO}", "B"]


def test_what_is_clean_is_not_copied():
    """Line: ``seen == every``."""
    query = QueryDict("name=Yanis&words=Il+a+16+ans.")
    assert cleaned(query) is query
