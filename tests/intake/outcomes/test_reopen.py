"""A signal that has its outcome is looked at again: new information, or a wrong decision (X24)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from agencies.models import User
from casework.models import JournalEntry
from common import clock
from common.refusals import Refused
from common.scope import WORKER, bound
from common.together import answer
from intake.first_analysis import sheet
from intake.models import Outcome, Signal
from intake.outcomes.acts.decided import ReopenSignal, UndoOutcome
from intake.outcomes.decisions import joining, outcome, reopening
from intake.reminders import REMINDERS
from intake.signals import due
from notices.models import Notice
from tests.browsing import paris, signal_url, text_of
from tests.people import (
    about_person,
    acknowledged,
    acting,
    analysed,
    conference_on,
    hotline,
    named,
    open_case,
    signal_from,
    table_of,
    to_the_conference,
)

SAID = {"why": "new_information", "reason": "Le lycée a rappelé."}
(FIRST_ANALYSIS,) = next(one for one in REMINDERS if one.name == "first_analysis").found
TAKEN = {"service": "CMP", "accepted_by": "H. Séverin"}


@pytest.fixture
def signal(people, everything):
    with clock.at(paris(2026, 6, 2, 10)):
        taken = acknowledged(signal_from(people["sophie"], channel=hotline()), people["ines"])
        return analysed(taken, people["claire"])


def closed(people, signal, kind="oriented", **more) -> Outcome:
    """The outcome by Claire, in force."""
    more = more or TAKEN | {"accepted_on": clock.today()}
    with clock.at(paris(2026, 6, 2, 11)), acting(people["claire"]) as claire:
        return outcome.decide_outcome(signal, by=claire, kind=kind, reason="Vu.", **more)


def reopen(people, decided, by="thomas", **said) -> Outcome:
    with clock.at(paris(2026, 6, 9, 9)), acting(people[by]) as user:
        return reopening.reopen_signal(Outcome.objects.get(pk=decided.pk), by=user, **(SAID | said))


def test_a_signal_coordinator_reopens_it_with_a_reason(people, signal):
    """X24, S78: its outcome stays in the history. Lines: each assignment in reopen_signal."""
    decided = closed(people, signal)
    reopen(people, decided)
    with bound(WORKER):
        found, after = Outcome.objects.get(pk=decided.pk), Signal.objects.get(pk=signal.pk)
        told = set(
            Notice.objects.filter(kind="signal_reopened").values_list("recipient", flat=True)
        )
        (entry,) = JournalEntry.objects.filter(event="signal.reopened", signal_id=signal.pk)
    assert (found.status, found.kind, found.grounds) == ("reopened", "oriented", "Vu.")
    assert (found.reopened_by, found.reopened_why) == (people["thomas"], "new_information")
    assert (found.reopened_because, found.keep_until) == (SAID["reason"], None)
    assert after.state == "in_triage"
    assert (entry.by, entry.reason) == (people["thomas"], SAID["reason"])
    assert told == {people["claire"].pk, people["ines"].pk}, "who decided, and who took it"


def test_it_may_be_decided_anew(people, signal):
    """X24. Line: ``state = IN_TRIAGE`` in reopen_signal; the unique outcome in force."""
    decided = closed(people, signal)
    reopen(people, decided)
    again = closed(people, Signal.unscoped.get(pk=signal.pk), "handed_to_security",
                   service="Police", note="Transmis.")  # fmt: skip
    with bound(WORKER):
        kinds = list(Outcome.objects.filter(signal=signal).values_list("kind", "status"))
    assert sorted(kinds) == [("handed_to_security", "in_force"), ("oriented", "reopened")]
    assert again.status == "in_force"


@pytest.mark.parametrize("said", [{"why": ""}, {"why": "weather"}, {"reason": " "}])
def test_nothing_is_reopened_without_a_reason(people, signal, said):
    """X24. Lines: _what_led_to_it and is_written; all or nothing."""
    decided = closed(people, signal)
    with pytest.raises(Refused):
        reopen(people, decided, **said)
    with bound(WORKER):
        assert Outcome.objects.get(pk=decided.pk).status == "in_force"
        assert Signal.objects.get(pk=signal.pk).state == "oriented"
        assert not Notice.objects.filter(kind="signal_reopened").exists()


@pytest.mark.parametrize("who", ["ines", "hugo", "paul"])
def test_nobody_else_reopens_it(people, signal, who):
    """A receiver, a partner's coordinator, the mayor. Line: Right.DECIDE_OUTCOME."""
    decided = closed(people, signal)
    with pytest.raises((PermissionDenied, Outcome.DoesNotExist)):
        reopen(people, decided, by=who)


def test_an_open_signal_is_not_reopened(people, signal):
    """Lines: each branch of closes_the_signal."""
    asked = closed(people, signal, "need_more", question="Qui ?", addressee="Le lycée",
                   due_on=clock.today())  # fmt: skip
    with pytest.raises(Refused) as refused:
        reopen(people, asked)
    assert [one.row for one in refused.value.obstacles] == ["S78"]


def test_what_was_reopened_once_is_not_reopened_again(people, signal):
    """Line: ``holds`` in closes_the_signal."""
    decided = closed(people, signal)
    reopen(people, decided)
    with pytest.raises(Refused):
        reopen(people, decided)


def test_a_joined_signal_is_taken_off_its_file_instead(people, signal):
    """X24. Line: JOINED_TO_CASE in closes_the_signal."""
    about = open_case(people).subject
    with bound(WORKER):
        row = Signal.objects.get(pk=signal.pk)
        about_person(row, about)
    with acting(people["claire"]) as claire:
        joined = joining.join_to_case(row, by=claire, reason="C’est lui.")
    with pytest.raises(Refused) as refused:
        reopen(people, joined)
    assert [one.row for one in refused.value.obstacles] == ["S78"]


def test_after_a_table_that_said_no_another_outcome_is_decided(people, signal):
    """X24, rulings 7: the sentence can be followed. Line: ``TO_CONFERENCE`` is no exception."""
    with clock.at(paris(2026, 6, 2, 11)):
        named(signal, people["claire"], "Zoé", "Durel")
        taken = to_the_conference(signal, people["claire"])
        conference_on(taken, people["claire"], table_of(people), useful="no")
    with bound(WORKER):
        decided = Outcome.objects.get(signal=signal, status="in_force")
    reopen(people, decided, why="wrong_decision", reason="La table ne le juge pas utile.")
    after = closed(people, Signal.unscoped.get(pk=signal.pk))
    assert after.status == "in_force"


def test_what_others_have_read_is_reopened(people, sign_in, signal):
    """X24: «speak to them» was no way out. Line: the todo of nobody_read_since."""
    decided = closed(people, signal)
    page = signal_url("first_analysis", signal)
    with clock.at(paris(2026, 6, 3, 9)):
        sign_in(people["ines"]).get(page)
        shown = text_of(sign_in(people["claire"]).get(page))
    assert "Reopen the signal, with a reason: they are told." in shown
    with acting(people["claire"]) as claire:
        read = Outcome.objects.get(pk=decided.pk)
        assert UndoOutcome.button_for(claire, read).obstacles
        assert not ReopenSignal.button_for(claire, read).obstacles
    answer = sign_in(people["claire"]).post(f"{page}outcomes/{decided.pk}/reopen/", SAID)
    assert answer.status_code == 302, text_of(answer)
    shown = text_of(sign_in(people["claire"]).get(page))
    assert "There is something new" in shown
    assert SAID["reason"] in shown


# --- its day -----------------------------------------------------------------------------------
def days_of(signal) -> tuple:
    """(by when the first analysis is due: on its page, on My work of Thomas, for the reminder)."""
    with bound(WORKER):
        row = Signal.objects.get(pk=signal.pk)
        (told,) = FIRST_ANALYSIS.occurrences().filter(pk=signal.pk).values_list("o_due", flat=True)
    user = User.objects.get(email__startswith="thomas@")
    with acting(user):
        (mine,) = [one for one in answer(due.analyses_of(user)) if one.pk == signal.pk]
    return sheet.due_moment(row), mine.due, told


def test_its_day_counts_from_the_reopening(people, signal):
    """X24: what is opened again is not late at once. Lines: ``open_again_at`` in release, in
    due_moment and in _day_of_outcome."""
    decided = closed(people, signal)
    with clock.at(paris(2026, 9, 1, 9)):
        with acting(people["thomas"]) as thomas:
            reopening.reopen_signal(Outcome.objects.get(pk=decided.pk), by=thomas, **SAID)
        on_its_page, on_my_work, reminded = days_of(signal)
        assert clock.day_of(on_its_page) == date(2026, 9, 15), "ten working days"
        assert (on_my_work, reminded) == (on_its_page, clock.day_of(on_its_page))


def test_its_day_counts_anew_however_it_was_opened_again(people, signal):
    """X24: taken off a file after months, likewise. Line: ``open_again_at`` in release."""
    about = open_case(people).subject
    with bound(WORKER):
        row = Signal.objects.get(pk=signal.pk)
        about_person(row, about)
    with acting(people["claire"]) as claire:
        joined = joining.join_to_case(row, by=claire, reason="C’est lui.")
    with clock.at(paris(2026, 9, 1, 9)):
        with acting(people["claire"]) as claire:
            joining.take_off_case(joined, by=claire, reason="Un autre.")
        assert clock.day_of(days_of(signal)[0]) == date(2026, 9, 15)


def test_somebody_named_later_opens_it_again(people, signal):
    """X24, X10: the first analysis goes on for them, from that day. Line: ``open_again_at`` in
    follow."""
    about = open_case(people).subject
    with bound(WORKER):
        row = Signal.objects.get(pk=signal.pk)
        about_person(row, about)
    with acting(people["claire"]) as claire:
        joining.join_to_case(row, by=claire, reason="C’est lui.")
    with clock.at(paris(2026, 9, 1, 9)):
        named(signal, people["claire"], "Zoé", "Durel")
        assert clock.day_of(days_of(signal)[0]) == date(2026, 9, 15)


def test_who_read_it_a_second_time_is_told_and_who_reopens_it_is_not(people, signal):
    """X24. Lines: ``second_reader_id`` and ``who != by.pk`` in _reopened."""
    with clock.at(paris(2026, 6, 2, 11)):
        with acting(people["claire"]) as claire:
            proposed = outcome.decide_outcome(
                signal, by=claire, kind="no_action", reason="Rien.", second=people["thomas"]
            )
        with acting(people["thomas"]) as thomas:
            row = Outcome.objects.get(pk=proposed.pk)
            decided = outcome.read_second(row, by=thomas, agrees=True)
    reopen(people, decided, by="claire")
    with bound(WORKER):
        told = Notice.objects.filter(kind="signal_reopened")
        assert set(told.values_list("recipient", flat=True)) == {
            people["thomas"].pk, people["ines"].pk,
        }  # fmt: skip
