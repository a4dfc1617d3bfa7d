"""The journal: one row, one sentence, in the reader's language."""

import re

import pytest
from django.utils import translation

from casework import journal
from casework.models import JournalEntry
from tests.browsing import snapshot
from tests.people import acting


def test_an_unknown_event_is_not_written(people):
    """Line: ``if event not in EVENTS``."""
    before = snapshot()
    with acting(people["ines"]), pytest.raises(LookupError):
        journal.record("signal.forgotten", by=people["ines"])
    assert snapshot() == before


def test_a_name_taken_is_said():
    """Line: ``if event in EVENTS``."""
    with pytest.raises(ValueError, match=r"case\.opened"):
        journal.register(case__opened="x")


KNOWN = {"role": "process_coordinator", "why": "delay"}


def facts_of(event) -> dict[str, str]:
    """Something for each place in the event's sentence."""
    places = re.findall(r"%\((\w+)\)s", str(journal.EVENTS[event]))
    return {place: KNOWN.get(place, "Luc Amiel") for place in places}


@pytest.mark.parametrize("event", sorted(journal.EVENTS))
def test_every_event_has_a_sentence_in_both_languages(event):
    """I4: nobody reads a code. Lines: EVENTS, register, and the French catalogue."""
    said = {}
    for language in ("fr", "en"):
        with translation.override(language):
            said[language] = journal.sentence(JournalEntry(event=event, facts=facts_of(event)))
            assert "%(" not in said[language]
            assert "process_coordinator" not in said[language]
    assert said["fr"] != said["en"]


def test_codes_become_words():
    """Line: ``_label``."""
    entry = JournalEntry(event="signal.escalated", facts={"name": "Luc Amiel", "why": "delay"})
    with translation.override("en"):
        said = journal.sentence(entry)
    assert "Luc Amiel" in said
    assert "not acknowledged in time" in said


def test_an_event_of_another_time_is_shown_as_it_stands():
    """A row written by a newer or older version breaks no page."""
    assert journal.sentence(JournalEntry(event="plan.unheard", facts={})) == "plan.unheard"
    assert journal.sentence(JournalEntry(event="x", facts={"name": "100 %"})) == "x"
