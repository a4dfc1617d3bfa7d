"""Reports of one source seen together: the third unfounded one is said aloud (S39)."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from agencies.models import Duty
from common import clock
from common.scope import WORKER, bound
from intake.first_analysis.decisions import source
from intake.models import SourceIdentity
from intake.outcomes.decisions import outcome as outcome_decisions
from intake.signals import same_source
from intake.signals.contacts import contacts_in
from tests.browsing import signal_url, text_of
from tests.intake.matching.scenes import fresh, taken
from tests.people import acting, analysed, hotline, signal_from

NUMBER = "06 39 98 00 17"
GROUNDS = "Querelle pour une dette ; rien de ce qui est dit ne tient."
IF_TOO = "If this report is unfounded, it is number 3 within 12 months from the same number"
IS_THIRD = "This is unfounded report 3 within 12 months from the same number or address."


def call(people, contact=NUMBER, **more):
    return taken(people, caller_contact=contact, **more)


def decide(people, signal, kind="malicious", *, agrees=True):
    """Claire proposes, Thomas reads it a second time."""
    with acting(people["claire"]) as claire:
        outcome = outcome_decisions.decide_outcome(
            signal, by=claire, kind=kind, reason=GROUNDS, second=people["thomas"]
        )
    with acting(people["thomas"]) as thomas:
        outcome_decisions.read_second(outcome, by=thomas, agrees=agrees, words="Lu.")
    return outcome


def unfounded(people, days: int, kind="malicious", credibility="improbable", **more):
    """A call of ``days`` ago that two coordinators found unfounded the next day."""
    with clock.at(clock.now() - timedelta(days=days)):
        signal = analysed(call(people, **more), people["claire"])
        with acting(people["claire"]) as claire:
            said = {"reliability": "doubtful", "basis": "Déjà en conflit.", "expected": 1}
            source.assess_source(signal, by=claire, credibility=credibility, **said)
        decide(people, fresh(signal), kind)
    return fresh(signal)


def others(signal, by) -> int:
    with acting(by):
        return same_source.others_unfounded(fresh(signal))


# --- the number or address, in one spelling -------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "0639980017", "06.39.98.00.17", "06/39/98/00/17", "+33 6 39 98 00 17", "0033639980017",
        "+33 (0)6 39 98 00 17", "le soir, 06-39-98-00-17", "tél. 06 39 98 00 17 (après 18 h)",
        "０６３９９８００１７",
    ],
)  # fmt: skip
def test_one_number_in_its_spellings(text):
    """Lines: ``[-_SHARED:]``, ``NFKC`` and ``(0)`` in contacts_in."""
    assert contacts_in(text) == ["639980017"]


@pytest.mark.parametrize(
    "text",
    [
        "", "la mairie", "poste 12", "01/05/2026 14 h 30", "01.05.2026 10 11", "2026-05-01 08",
        "0" * 16, "12 34", "\x00", "x@", "😀" * 50, "0 " * 40,
    ],
)  # fmt: skip
def test_what_is_no_number_brings_nobody_together(text):
    """S39: a false match accuses. Lines: ``_DAY``, ``_LONGEST`` and the first character."""
    assert contacts_in(text) == []


def test_two_ways_to_call_back_are_two():
    """Line: ``_APART`` and ``_MAIL`` in contacts_in."""
    said = "06 39 98 00 17 / 04 65 71 00 05 ou Fab@Exemple.fr"
    assert contacts_in(said) == ["465710005", "639980017", "fab@exemple.fr"]


# --- what is counted -------------------------------------------------------------------------
def test_two_before_and_this_one(people):
    """S39. Lines: ``marks && asked.marks`` and ``s.id <> wanted`` in access.unfounded_reports."""
    unfounded(people, 90)
    unfounded(people, 30, contact="+33 6 39 98 00 17")
    unfounded(people, 20, contact="06 39 98 00 18")
    assert others(call(people), people["claire"]) == 2
    assert others(call(people, contact="Fab, au bar"), people["claire"]) == 0
    assert others(call(people, contact="autre@exemple.fr"), people["claire"]) == 0


def test_anonymous_is_never_compared(people):
    """S25, S39: who stays anonymous leaves no mark. Line: the ``caller`` in capture_signal."""
    unfounded(people, 90)
    unfounded(people, 30)
    nobody = call(people, caller="anonymous")
    assert others(nobody, people["claire"]) == 0
    with bound(WORKER):
        assert not SourceIdentity.unscoped.filter(signal=nobody).exists()


def test_no_action_alone_accuses_nobody(people):
    """2.1, S39: a worried mother sent away three times. Line: ``c.credibility = 'improbable'``."""
    unfounded(people, 90, "no_action", "likely")
    unfounded(people, 60, "no_action", "cannot_judge")
    assert others(call(people), people["claire"]) == 0
    unfounded(people, 30, "no_action", "improbable")
    assert others(call(people), people["claire"]) == 1


def test_a_proposal_or_what_is_refused_does_not_count(people):
    """S41. Line: ``o.status = 'in_force'``."""
    signal = analysed(call(people), people["claire"])
    decide(people, signal, agrees=False)
    assert others(call(people), people["claire"]) == 0


def test_twelve_months_hold_them_all(people):
    """S39: any twelve months with this one in them. Lines: the spans of twelve_months."""
    first = unfounded(people, 500)
    unfounded(people, 200)
    last = call(people)
    assert others(last, people["claire"]) == 1
    assert others(first, people["claire"]) == 1
    unfounded(people, 100)
    assert others(last, people["claire"]) == 2
    assert others(first, people["claire"]) == 1, "the third came later than twelve months after"


# --- who is told -----------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["ines", "luc", "marc", "sophie", "samuel", "nadia"])
def test_nobody_else_is_answered(people, who):
    """Rulings 2, B7. Line: the duty in access.unfounded_reports."""
    unfounded(people, 60)
    unfounded(people, 30)
    signal = call(people)
    assert (others(signal, people[who]), others(signal, people["claire"])) == (0, 2)


def test_a_duty_that_is_over_opens_nothing(people):
    """Line: ``d.until >= access.today()``."""
    unfounded(people, 60)
    Duty.objects.filter(user=people["claire"], kind="signal_coordinator").update(
        until=clock.today() - timedelta(days=1)
    )
    assert others(call(people), people["claire"]) == 0


def test_the_worker_may_not_ask(people):
    """Line: ``revoke all ... from public; grant execute ... to app``."""
    signal = fresh(call(people))
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with bound(WORKER), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select access.unfounded_reports(%s)", [signal.pk])


def test_the_mark_needs_the_key(people, settings):
    """F3, B7: no number in the table, and no guessing without the key; a new key keeps the old
    marks met. Lines: ``hmac.new(key`` and ``for key in keys()`` in sealing.marks."""
    from tests.common.test_sealing import key

    unfounded(people, 60)
    old = settings.FIELD_KEYS
    settings.FIELD_KEYS = [key(), *old]
    again = call(people)
    assert others(again, people["claire"]) == 1
    settings.FIELD_KEYS = [key()]
    assert others(call(people), people["claire"]) == 0
    with bound(WORKER):
        marks = [mark for row in SourceIdentity.unscoped.all() for mark in row.marks]
    assert {len(mark) for mark in marks} == {64}
    assert not any("639980017" in mark for mark in marks)


# --- where it is said ------------------------------------------------------------------------
def test_said_on_the_page_and_at_the_outcome(people, sign_in):
    """S39. Lines: ``repeated`` in SignalPage and analysis_frame; unfounded_again."""
    unfounded(people, 90)
    signal = analysed(call(people), people["claire"])
    claire, luc = sign_in(people["claire"]), sign_in(people["luc"])
    pages = [
        signal_url("page", signal),
        signal_url("first_analysis", signal),
        f"{signal_url('first_analysis', signal)}decide/malicious/",
    ]
    assert not any(IF_TOO in text_of(claire.get(page)) for page in pages)
    unfounded(people, 30)
    assert [text_of(claire.get(page)).count(IF_TOO) for page in pages] == [1, 1, 1]
    assert not any(IF_TOO in text_of(luc.get(page)) for page in pages[:2])
    outcome = decide(people, fresh(signal))
    assert outcome.is_proposed, "it warns, and stops nobody"
    assert [text_of(claire.get(page)).count(IS_THIRD) for page in pages[:2]] == [1, 1]


def test_another_outcome_says_nothing(people, sign_in):
    """A report that led to help was not unfounded. Line: ``signal.state in Signal.UNDECIDED``."""
    unfounded(people, 90)
    unfounded(people, 30)
    signal = analysed(call(people), people["claire"])
    decide(people, signal, "no_action")
    page = text_of(sign_in(people["claire"]).get(signal_url("page", signal)))
    assert "within 12 months" not in page


def test_not_before_somebody_answers_for_it(people, sign_in):
    """S24: acknowledging comes first. Line: ``s.state in (...)``."""
    unfounded(people, 90)
    unfounded(people, 30)
    waits = signal_from(people["ines"], channel=hotline(), caller_contact=NUMBER)
    assert others(waits, people["claire"]) == 0
    with acting(people["claire"]), connection.cursor() as cursor:
        cursor.execute("select access.unfounded_reports(%s)", [waits.pk])
        assert cursor.fetchone() == (0,)
