"""One folding for what is compared and what is sorted (X05, X11)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common import folding


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Jean-Pierre L’Hôte", ["jean", "pierre", "lhote"]),
        ("Ya\u00adnis\u200b Bel\u2066court\u2069", ["yanis", "belcourt"]),
        ("Ｙａｎｉｓ\u00a0BELCOURT", ["yanis", "belcourt"]),
        ("O´Brien O`Brien O＇Brien", ["obrien", "obrien", "obrien"]),
        ("Юлия Щукина", ["yuliya", "shukina"]),
        ("Γιώργος Ευαγγέλου", ["giorgos", "evangelou"]),
        ("გიორგი ჯაფარიძე", ["giorgi", "japaridze"]),
        ("محمد العمراني", ["mhmd", "al", "amrany"]),
        ("Işıl Straße Æbelø", ["isil", "strasse", "aebelo"]),
        ("\x00 \ud800 🙂 42", []),
    ],
)
def test_words(text, words):
    """X05. Lines: ``_seen``, ``_APOSTROPHES``, ``_TOGETHER`` and the four tables."""
    assert folding.words(text) == words


def test_readings():
    """Letters whose mark says a sound are read both ways; the plain reading stands first."""
    assert folding.readings("Şahin Ντίνος Гук") == [
        ("sahin", "shahin"),
        ("ntinos", "dinos"),
        ("guk", "huk"),
    ]


@pytest.mark.parametrize(
    "text", ["SA-2026-014", "sa 2026 014", "ＳＡ–２０２６–０１４", "SA‑2026\u00ad‑014"]
)
def test_a_reference_is_one_however_it_is_typed(text):
    """X05: dashes, spaces, wide letters. Line: ``same_reference``."""
    assert folding.same_reference(text) == "sa-2026-014"


@given(st.text())
def test_no_text_is_an_exception_and_hidden_signs_change_nothing(text):
    """X05: whatever is typed; a sign that nobody sees inside it makes no difference."""
    folded = folding.folded(text)
    assert folding.folded(folded) == folded
    hidden = "\u00ad".join(text)
    assert folding.words(hidden) == folding.words(text) or unicodedata.normalize(
        "NFKC", hidden
    ).replace("\u00ad", "") != unicodedata.normalize("NFKC", text)
