"""What is typed into the search, read; the words around what was found (X13)."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from worklist.searching.asked import read
from worklist.searching.excerpt import LONGEST, excerpt
from worklist.searching.places import Place, place_in
from worklist.searching.section import Source, section


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


def place(number: int) -> Place:
    return Place(False, datetime(2026, 1, number, tzinfo=UTC), UUID(int=number))


def walked(questions, most: int, size: int) -> list[int]:
    """Every number that the pages show, each page from the place where the one before ended."""
    shown, after = [], None
    while True:
        sources = []
        for numbers in questions:
            left = [one for one in numbers if after is None or place(one) < after]
            sources.append(Source(sorted(left, reverse=True)[: most + 1], place, most))
        found = section(sources, lambda rows: rows[0], size)
        shown += found.rows
        after = found.following
        if after is None:
            return shown


@pytest.mark.parametrize("most", [1, 2, 3, 20])
@pytest.mark.parametrize("size", [1, 2, 3, 20])
@pytest.mark.parametrize(
    "questions", [[(9, 8, 7), (2, 1)], [(2, 1), (9, 8, 7)], [(9, 5, 1), (8, 5, 2)], [(), (3,)]]
)
def test_pages_of_several_questions_leave_nothing_out(questions, most, size):
    """X13. Each once, the newest first, wherever the questions were cut. Red without ``end``."""
    whole = sorted({one for numbers in questions for one in numbers}, reverse=True)
    assert walked(questions, most, size) == whole


def test_a_place_is_signed():
    """D7. Red when what an address says is believed."""
    assert place_in(str(place(3))) == place(3)
    for text in ("", "x", "\x00", str(place(3))[:-1], "[false, 1, 2]"):
        assert place_in(text) is None
