"""What a page says before its form can be sent, the decision refuses too (2.3, S40, S41)."""

from __future__ import annotations

import uuid
from datetime import date
from types import SimpleNamespace

import pytest

from casework.models import Person
from common import clock
from common.refusals import Refused
from common.scope import WORKER, bound
from intake.conference import rules as conference_rules
from intake.matching import decisions as matching
from intake.matching import rules as matching_rules
from intake.models import NamedPerson, Outcome, Signal
from intake.outcomes.rules import outcome as rules
from tests.browsing import away
from tests.intake.matching.scenes import earlier, ended, fresh, name, taken
from tests.intake.outcomes.test_outcomes import about, decide, refused
from tests.people import acting, analysed

KIND, STATUS = Outcome.Kind, Outcome.Status


def said(rule, *args, **more) -> list[tuple[str, bool]]:
    return [(one.row, one.blocks) for one in rule(*args, **more)]


def test_somebody_is_looked_for_after_the_outcome_too(people):
    """X03: naming stays possible. Lines: ADVICE_GIVEN and MERGED in may_be_looked_for."""
    signal = taken(people)
    assert said(matching_rules.may_be_looked_for, _named(signal), None) == []
    ended(signal, Signal.State.NO_ACTION)
    assert said(matching_rules.may_be_looked_for, _named(signal), None) == []
    for state, row in ((Signal.State.ADVICE_GIVEN, "2.12"), (Signal.State.MERGED, "2.1")):
        ended(signal, state)
        assert said(matching_rules.may_be_looked_for, _named(signal), None) == [(row, True)]


def _named(signal):
    """Somebody named on the signal, which stands as it does by now."""
    return NamedPerson(signal=fresh(signal))


def test_a_match_is_answered_about_somebody_named(people):
    """2.1, X10. Line: ``of_its_name`` in the rules of answer_match."""
    _signal, person = earlier(people, 20, family_name="Morel")
    signal, claire = taken(people), people["claire"]
    name(signal, claire, family_name="Morel")
    given = fresh(signal).row
    given.signal = signal
    with acting(claire):
        row = matching.answer_on(given, person.pk)
        matching.take_name_back(given, by=claire, reason="Mal entendu.")
        with pytest.raises(Refused) as refusal:
            matching.answer_match(row, by=claire, expected=0, answer="different")
    assert {(one.row, one.blocks) for one in refusal.value.obstacles} == {("2.3", True)}


def test_it_waits_for_the_answer_that_was_asked_for(people):
    """S40. Line: ``signal.state == NEED_MORE`` in analysis_goes_on."""
    signal = analysed(taken(people), people["claire"])
    day = clock.today().replace(year=clock.today().year + 1)
    asked = {"question": "Vient-il encore ?", "addressee": "Le lycée", "due_on": day}
    decide(people, signal, "need_more", **asked)
    assert "S40" in refused(people, fresh(signal), "no_action", second=people["ines"])


def test_a_second_reader_who_is_away_is_said(people):
    """S41. Line: ``is_absent(second.pk, …)`` in second_reader_fits: a warning, no more."""
    signal = analysed(taken(people), people["claire"])
    who = {"by": people["claire"], "second": people["thomas"]}
    with acting(people["claire"]):
        assert said(rules.second_reader_fits, fresh(signal), "malicious", **who) == []
    away(people["thomas"], clock.today())
    with acting(people["claire"]):
        found = said(rules.second_reader_fits, fresh(signal), "malicious", **who)
    assert found == [("S41", False)]


def test_earlier_signals_of_the_person_are_said(people):
    """2.1. Line: ``references`` in earlier_signals_are_said."""
    with bound(WORKER):
        person = Person(given_name="Yanis", created_at=clock.now())
        person.save(force_insert=True)
    first = about(people, analysed(taken(people), people["claire"]), person)
    taken_on = {"service": "CMP", "accepted_by": "H. Séverin", "accepted_on": date(2026, 6, 2)}
    decide(people, first, "oriented", **taken_on)
    again = about(people, analysed(taken(people), people["claire"]), person)
    with acting(people["claire"]):
        (one,) = rules.earlier_signals_are_said(fresh(again), people["claire"])
    assert (one.row, one.blocks, first.reference in str(one)) == ("2.1", False, True)


def test_what_does_not_hold_is_not_taken_back():
    """2.3. Lines: both sentences of ``holds``."""
    proposed = Outcome(kind=KIND.NO_ACTION, status=STATUS.PROPOSED, signal=Signal())
    opened = Outcome(
        kind=KIND.TO_CONFERENCE, status=STATUS.IN_FORCE, signal=Signal(case_id=uuid.uuid4())
    )
    free = Outcome(kind=KIND.NO_ACTION, status=STATUS.IN_FORCE, signal=Signal())
    assert said(rules.holds, proposed, None) == [("2.3", True)]
    assert said(rules.holds, opened, None) == [("2.3", True)]
    assert said(rules.holds, free, None) == []


def test_a_table_is_not_recorded_once_its_case_is_opened(monkeypatch):
    """S78. Line: ``signal.case_id`` in goes_to_the_conference."""
    found = SimpleNamespace(to_open=[])
    monkeypatch.setattr(conference_rules.sheet, "for_decider", lambda signal, by: found)
    opened = Signal(state=Signal.State.TO_CONFERENCE, case_id=uuid.uuid4())
    free = Signal(state=Signal.State.TO_CONFERENCE)
    assert said(conference_rules.goes_to_the_conference, opened, None) == [("S78", True)]
    assert said(conference_rules.goes_to_the_conference, free, None) == []
    found.to_open = ["the next of several (X10)"]
    assert said(conference_rules.goes_to_the_conference, opened, None) == []
