"""What is typed into the search, read; the words around what was found (X13)."""

import pytest

from worklist.searching.asked import read
from worklist.searching.excerpt import LONGEST, excerpt


@pytest.mark.parametrize("text", ["N. R. 17", "n r 17", "NR, 17", " N.R. 17 ", "17 N. R."])
def test_initials_with_an_age(text):
    """X13. Red when ``read`` takes initials for words: they stand in every text."""
    asked = read(text)
    assert (asked.initials, asked.age, asked.parts) == ("nr", 17, ())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("boxe club", ("boxe", "club")),
        ("« Club de boxe »", ("club de boxe",)),
        ('"club de boxe" rue', ("club de boxe", "rue")),
        ("“É-té” à l’École", ("e te", "lecole")),
        ("„Schule“", ("schule",)),
        ("boxe boxe", ("boxe",)),
        ("«»", ()),
        ("100 %", ("100",)),
    ],
)
def test_words_and_phrases(text, parts):
    """X13. Red when a phrase is taken apart, or a text is read by another folding."""
    assert read(text).parts == parts


def test_a_reference_and_a_name():
    assert read("2026 – 014").reference == "2026-014"
    assert read("Rahmani").reference == ""
    assert read("Nadir Rahmani").name.needed == 2
    assert read("« Nadir Rahmani »").sounds == []  # these words together, in texts
    assert read("Ly").initials == "ly"
    assert read("Ly").sounds


@pytest.mark.parametrize(
    "text", ["", " ", "%", "''\"", "\u200b", "😀", "«", "\x00", "a" * 10_000, "中"]
)
def test_no_text_raises(text):
    """X13. Any text is taken."""
    asked = read(text)
    assert asked.is_written([]) or asked.name.tokens


def test_an_excerpt_marks_what_was_found_and_escapes_the_rest():
    """D7. Red when typed text comes out as markup, or the words around are too many."""
    text = "un " * 40 + "<b>chez</b> l’École de boxe, rue haute " + "deux " * 40
    shown = excerpt(text, ("ecole de boxe",))
    assert "<mark>l’École</mark> <mark>de</mark> <mark>boxe,</mark> rue" in shown
    assert "&lt;b&gt;chez&lt;/b&gt;" in shown
    assert shown.startswith("… un")
    assert shown.endswith("deux …")
    assert len(shown.split()) < 30


def test_an_excerpt_of_what_holds_nothing_of_it_is_its_beginning():
    assert excerpt("un deux", ("trois",)) == "un deux"
    assert excerpt("", ("trois",)) == ""
    assert len(excerpt("x" * 5_000, ("xxx",))) < LONGEST + 20
