"""The French catalogue: complete, nothing doubtful, nothing left over, set as French is set."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

from tests.docs.sentences import CALLS, of_the_code, other_names

pytestmark = pytest.mark.house

CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES" / "django.po"
HOW = (
    "Run manage.py makemessages -l fr --no-location --no-wrap --no-obsolete --ignore var"
    " --ignore .venv, translate, then manage.py compile_catalogue."
)
NO_BREAK = "\N{NO-BREAK SPACE}"
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|</?\w+>")


@pytest.fixture(scope="module")
def entries():
    return polib.pofile(str(CATALOGUE), wrapwidth=0)


def words(entry) -> list[str]:
    """What stands in French: one text, or one for each number."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_a_sentence_is_counted_or_it_is_not():
    """Of one that is counted somewhere the catalogue has no other form: it would stay English."""
    counting = {name for name in CALLS if name.startswith("n")}
    counted, plain = of_the_code(counting), of_the_code(set(CALLS) - counting)
    assert len(counted) > 50
    assert not counted.keys() & plain.keys()


def test_every_sentence_is_in_the_catalogue(entries):
    """No English on a French page."""
    known = {(entry.msgctxt, entry.msgid) for entry in entries}
    missing = {s: where for s, where in of_the_code().items() if s not in known}
    assert not missing, f"{missing} {HOW}"


def test_what_translates_has_its_own_name():
    """Under another name neither this test nor makemessages finds a sentence."""
    assert not other_names()


def test_no_sentence_is_left_over(entries):
    """What no page says any more is not kept."""
    said = set(of_the_code())
    left = [entry.msgid for entry in entries if (entry.msgctxt, entry.msgid) not in said]
    assert not left, f"{left} {HOW}"
    assert not entries.obsolete_entries()


def test_every_sentence_has_its_french(entries):
    """Nothing empty, nothing doubtful."""
    empty = [entry.msgid for entry in entries if not all(text.strip() for text in words(entry))]
    doubtful = [entry.msgid for entry in entries if "fuzzy" in entry.flags]
    assert not empty, f"{empty} {HOW}"
    assert not doubtful, f"{doubtful} {HOW}"


def places(text: str) -> tuple[str, ...]:
    return tuple(sorted(set(PLACES.findall(text))))


def test_places_are_kept(entries):
    """A name, a number or a tag of the English sentence stands in the French one."""
    wrong = [
        entry.msgid
        for entry in entries
        for text in words(entry)
        if places(text) not in {places(entry.msgid), places(entry.msgid_plural)}
    ]
    assert not wrong


def test_signs_are_set_as_french_sets_them(entries):
    """No-break space before : ; ? ! » and after «; typographic apostrophes and quotes."""
    wrong = []
    for entry in entries:
        for text in words(entry):
            bare = re.search(rf"[^{NO_BREAK}](?:[;?!»]|:(?=\s|$))", text)
            straight = re.search(r"['\"“”]", re.sub(r"<[^>]*>", "", text))
            if bare or straight or re.search(rf"«(?!{NO_BREAK})", text):
                wrong.append(text)
    assert not wrong


def test_words_of_the_house_are_used(entries):
    """Words that the house does not use of people, and accents on capitals."""
    shunned = re.compile(r"\b(cible|suspecte?s?|radicalisée?s?|Etat|Equipe|Echéance|A quoi)\b")
    assert not [text for entry in entries for text in words(entry) if shunned.search(text)]
