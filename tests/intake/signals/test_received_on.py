"""X14: a call taken down on paper keeps the day it came in beside the moment it was typed."""

from datetime import date

import pytest
from django.utils.translation import override

from casework.models import JournalEntry
from common import clock
from common.refusals import Refused
from common.scope import WORKER, bound
from intake.conference import rules as conference_rules
from intake.first_analysis.decisions import security
from intake.models import Signal
from intake.signals import decisions as signals
from tests.browsing import send, signal_url, snapshot, text_of
from tests.people import acknowledged, acting, at_the_conference, hotline, signal_from

FRIDAY, TUESDAY = date(2026, 5, 29), date(2026, 6, 2)


def read(signal) -> Signal:
    with bound(WORKER):
        return Signal.objects.get(pk=signal.pk)


def on_paper(people, **more) -> Signal:
    """A call of Friday that Inès types on Tuesday."""
    return signal_from(people["ines"], channel=hotline(), received_on=FRIDAY, **more)


def correct(signal, by, day, **more):
    with acting(by):
        now = read(signal)
        changes = {"words": now.words, "received_on": day} | more
        return signals.correct_signal(now, by=by, expected=now.version, changes=changes)


def refused(call) -> list[str]:
    before = snapshot()
    with override("en"), pytest.raises(Refused) as refusal:
        call()
    assert snapshot() == before
    return [str(one.sentence) for one in refusal.value.obstacles]


def test_a_call_of_friday_typed_on_tuesday(people, everything):
    """X14. Lines: ``received_on`` in capture_signal; ``due_moment(signal.received_at)``."""
    assert clock.today() == TUESDAY
    signal = on_paper(people)
    assert (signal.received_on, signal.entered_at) == (FRIDAY, clock.now())
    assert clock.day_of(signal.answer_due_at) <= TUESDAY, "the delay counts from Friday"
    entry = JournalEntry.objects.get(event="signal.received")
    assert (entry.at, entry.happened_on) == (clock.now(), FRIDAY)
    today = signal_from(people["ines"], channel=hotline(), received_on=TUESDAY)
    assert (today.received_at, today.entered_at) == (clock.now(), None)
    assert JournalEntry.objects.get(signal=today).happened_on is None


def test_never_ahead(people):
    """X14. Line: ``came_in_by_today`` in capture_signal."""
    assert refused(
        lambda: signal_from(people["ines"], channel=hotline(), received_on=date(2026, 6, 3))
    ) == ["That day is still to come."]


def test_both_are_shown_where_they_differ(people, sign_in):
    """X14: on the page of the signal, in the list and in its journal. Line: _received.html."""
    signal = on_paper(people)
    browser = sign_in(people["ines"])
    for url in (signal_url("page", signal), "/signals/"):
        page = text_of(browser.get(url))
        assert "Fri 29\xa0May" in page, url
        assert "entered" in page, url


def test_the_day_is_corrected_and_what_counts_from_it_moves(people, everything):
    """X14. Lines: ``came_on_another_day``; the setter of ``received_on``."""
    signal = signal_from(people["ines"], channel=hotline())
    before = signal.answer_due_at
    moved = correct(signal, people["ines"], FRIDAY)
    assert (moved.received_on, moved.entered_at) == (FRIDAY, signal.received_at)
    assert moved.answer_due_at < before
    back = correct(signal, people["ines"], TUESDAY)
    assert (back.received_at, back.entered_at) == (signal.received_at, None)
    assert back.answer_due_at == before


def test_not_after_it_was_typed_or_acknowledged(people):
    """X14. Lines: both sentences of ``came_in_before``."""
    signal = acknowledged(on_paper(people), people["ines"])
    claire = people["claire"]
    assert refused(lambda: correct(signal, claire, date(2026, 6, 9))) == [
        "That day is still to come."
    ]
    with clock.at(clock.now().replace(day=5)):
        assert refused(lambda: correct(signal, claire, date(2026, 6, 4))) == [
            "The signal was typed on Tue 2\xa0Jun: it came in before."
        ]


def test_the_table_of_the_day_before(people, everything):
    """X14: it was refused because “the signal was received today”. Line: day_of_the_conference."""
    claire = people["claire"]
    signal = acknowledged(signal_from(people["ines"], channel=hotline()), people["ines"])
    monday = date(2026, 6, 1)
    with override("en"):
        said = list(conference_rules.day_of_the_conference(read(signal), monday))
    assert "correct the day on which the signal was received" in str(said[0].todo)
    correct(signal, claire, FRIDAY)
    assert list(conference_rules.day_of_the_conference(read(signal), monday)) == []
    at_the_conference(signal, people)
    entry = JournalEntry.objects.get(event="signal.conference_recorded")
    assert entry.happened_on is None, "held today"


def asked(people, signal):
    with acting(people["claire"]) as claire:
        security.ask_deconfliction(
            signal, by=claire, concern="possible", reason="Un couteau.", asked_of="Police"
        )


def answer(people, signal, day):
    with acting(people["claire"]) as claire:
        return security.note_security_answer(
            read(signal), by=claire, answer="may_continue", answered_on=day
        )


def test_an_answer_of_the_security_services_keeps_its_day(people, everything, sign_in):
    """X14. Lines: ``answer_entered_at`` in note_security_answer; both in security.html."""
    signal = acknowledged(on_paper(people), people["ines"])
    asked(people, signal)
    noted = answer(people, signal, date(2026, 6, 1))
    assert clock.day_of(noted.answered_at) == date(2026, 6, 1)
    assert noted.answer_entered_at == clock.now()
    entry = JournalEntry.objects.get(event="signal.security_answered")
    assert (entry.at, entry.happened_on) == (clock.now(), date(2026, 6, 1))


def test_an_answer_is_neither_ahead_nor_before_the_signal(people):
    """X14. Line: ``day_of_the_answer``."""
    signal = acknowledged(on_paper(people), people["ines"])
    asked(people, signal)
    assert refused(lambda: answer(people, signal, date(2026, 6, 3))) == [
        "That day is still to come."
    ]
    assert refused(lambda: answer(people, signal, date(2026, 5, 28))) == [
        "The signal was received on Fri 29\xa0May: they answered after it."
    ]
    noted = answer(people, signal, None)
    assert (noted.answered_at, noted.answer_entered_at) == (clock.now(), None)


def test_through_the_page(people, sign_in, everything):
    """X09, X14: a day of another age is said at the field; the day typed is kept."""
    browser = sign_in(people["ines"])
    typed = {"words": "Il ne vient plus.", "received_on": "0010-01-01"}
    assert send(browser, "/signals/new/", **typed).status_code == 422
    done = send(browser, "/signals/new/", **typed | {"received_on": FRIDAY.isoformat()})
    assert done.status_code == 302
    assert Signal.objects.get().received_on == FRIDAY
