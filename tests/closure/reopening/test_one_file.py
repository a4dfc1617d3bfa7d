"""Nobody opens a second file on somebody who has one, whatever its state (X01, S78, 2.26)."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from casework import one_file
from casework.models import Case, Person
from closure.reopening import decisions as reopening
from common import clock
from common.refusals import Refused
from common.scope import WORKER, bound, elevated
from intake.models import Signal
from tests import people as town
from tests.cast import in_english
from tests.closure import following

NO_SECOND = "There is a file on this person already: no second one is opened."
ASK = "Join this signal to the file: a signal coordinator decides it. "


def _again(people, person_id) -> Signal:
    """A new signal at the conference, found there to be about that person."""
    signal = town.acknowledged(
        town.signal_from(people["ines"], channel=town.hotline()), by=people["ines"]
    )
    with town.acting(people["claire"]):
        town.at_the_conference(signal, people)
    with elevated():
        row = Signal.objects.get(pk=signal.pk)
        town.about_person(row, Person.objects.get(pk=person_id))
    return row


def _files_on(person_id) -> int:
    with bound(WORKER):
        return Case.objects.filter(subject_id=person_id).count()


def test_a_file_is_never_doubled_whatever_its_state(closed, people):
    """X01: the rule lists those passed on alone; the sentence tells of a file and whom to ask.

    Lines: ``case_one_file_a_person``; ``exclude`` in one_file.file_on.
    """
    signal = _again(people, closed.subject_id)
    for state in Case.State:
        following.at_state(closed, state)
        if state in Case.PASSED_ON:
            continue
        with pytest.raises(Refused) as no:
            town.case_on(signal, people)
        (found,) = no.value.obstacles
        said = (found.row, str(found), str(found.todo))
        assert said == ("S78", NO_SECOND, ASK + "Ask Claire Morvan or Hugo Séverin."), state
        assert _files_on(closed.subject_id) == 1
    following.at_state(closed, Case.State.TRANSFERRED)
    assert town.case_on(signal, people).subject_id == closed.subject_id


def test_persons_who_were_joined_are_one(closed, people):
    """X01. Line: ``same_as`` in one_file.file_on."""
    own = Person(given_name="Yannis", created_at=clock.now())
    own.save(force_insert=True)
    one_file.bring_together({own.pk, closed.subject_id})
    with pytest.raises(Refused) as no:
        town.case_on(_again(people, own.pk), people)
    assert [str(found) for found in no.value.obstacles] == [NO_SECOND]


def test_what_is_opened_again_is_the_one_file(closed, people, monkeypatch):
    """X01: reopening asks the same question. Line: ``no_other_file_goes_on``."""
    other = town.open_case(people, given="Yannis", family="Belcour")
    following.at_state(other, Case.State.TRANSFERRED)  # otherwise the database refuses it
    one_file.bring_together({other.subject_id, closed.subject_id})
    monkeypatch.setattr(one_file, "file_on", lambda *_args, **_more: other)
    with town.acting(people["hugo"]) as hugo, pytest.raises(Refused) as no:
        reopening.reopen(closed, by=hugo, trigger="information", reason="Emploi perdu.")
    assert [(o.row, str(o.todo)) for o in no.value.obstacles] == [
        ("S78", "Ask Claire Morvan or Hugo Séverin.")
    ]


def test_the_database_holds_it(closed, people):
    """X01: ``case_one_file_a_person``, for whatever decision forgets to ask."""
    second = Case.objects.get(pk=closed.pk)
    second.pk, second._state.adding, second.reference = None, True, "SA-1999-001"
    second._state.fields_cache = {}
    second.id = Person._meta.pk.get_default()
    with pytest.raises(IntegrityError, match="case_one_file_a_person"), transaction.atomic():
        second.save(force_insert=True)


def test_of_two_openings_at_once_one_comes_first(committed):
    """X01: two deciders, two signals, one person: the other reads the sentence.

    Line: ``one_file.lock`` in _with_its_person; without it the database answers with an error.
    """
    with clock.at(following.paris(2026, 6, 2, 10)):
        people = in_english(town.town())
        with bound(WORKER):
            person = Person(given_name="Yanis", created_at=clock.now())
            person.save(force_insert=True)
        signals = [_again(people, person.pk) for _time in range(2)]
    both, ended = threading.Barrier(2, timeout=20), []

    def opens(signal):
        try:
            with clock.at(following.paris(2026, 6, 2, 11)):
                both.wait()
                ended.append(town.case_on(signal, people))
        except Exception as error:
            ended.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=opens, args=[signal]) for signal in signals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    kinds = sorted(type(one).__name__ for one in ended)
    assert kinds == ["Case", "Refused"], ended
    assert _files_on(person.pk) == 1
