"""Stories 1 and 2, what comes before a case: two malicious calls, then a conference; and advice.

On their own dates: who answers, who decides with whom, what the reporter learns of it.
"""

from __future__ import annotations

from datetime import date

import pytest

from agencies.models import Channel
from casework.models import Case, Conference, Deconfliction, Person
from common.refusals import Refused
from common.scope import WORKER, bound
from intake.first_analysis.decisions import security, source, triage
from intake.models import Outcome, Signal
from intake.outcomes.decisions import outcome as outcome_decisions
from intake.signals import decisions as signals
from intake.signals.desk import state_shown
from tests import people as cast
from tests import worlds
from tests.people import acting


def call(people, words: str) -> Signal:
    signal = cast.signal_from(
        people["luc"], words, channel=cast.hotline(), caller="anonymous", about="Yanis Belcourt"
    )
    return cast.acknowledged(signal, by=people["thomas"])


def found_malicious(people, on, signal: Signal) -> Outcome:
    """Claire weighs and proposes on Tuesday 21, Thomas reads it on Thursday 23 January."""
    claire, thomas = people["claire"], people["thomas"]
    with on("2025-01-21 15:00"), acting(claire):
        source.assess_source(
            signal,
            by=claire,
            expected=0,
            reliability="doubtful",
            credibility="improbable",
            basis="Deux appels anonymes, les mêmes mots.",
            motive="Un conflit de voisinage.",
        )
        cast.left_unnamed(signal, claire)
        outcome = outcome_decisions.decide_outcome(
            signal, by=claire, kind="malicious", reason="Les mêmes mots, pour nuire.", second=thomas
        )
    with on("2025-01-23 10:00"), acting(thomas):
        return outcome_decisions.read_second(outcome, by=thomas, agrees=True)


@worlds.standing
def malicious(people, on):
    """Lines 1 to 3: called on 14 January, police asked on 15, heard on 20, closed on 23."""
    claire = people["claire"]
    with on("2025-01-14 09:00"):
        signal = call(people, "Il prépare quelque chose.")
    with on("2025-01-15 09:00"), acting(claire):
        security.ask_deconfliction(
            signal,
            by=claire,
            concern="possible",
            reason="Il « prépare quelque chose ».",
            asked_of="Marc Delmas, Police nationale",
        )
        with pytest.raises(Refused) as refused:
            outcome_decisions.decide_outcome(
                signal, by=claire, kind="no_action", reason="Rien.", second=people["thomas"]
            )
        assert {o.row for o in refused.value.obstacles if o.blocks} == {"S34", "S38", "2.1"}
    with on("2025-01-20 16:00"), acting(claire):
        security.note_security_answer(
            signal,
            by=claire,
            answer="may_continue",
            wording="Pas de risque ; un conflit local autour du cannabis est connu.",
        )
    found_malicious(people, on, signal)
    return signal


def test_a_malicious_call_is_closed_by_two_and_kept_six_months(people, malicious):
    """S39, S41, P6: kept until 23 July."""
    with bound(WORKER):
        signal = Signal.objects.get(pk=malicious.pk)
        outcome = Outcome.objects.get(signal=signal)
        assert signal.state == Signal.State.MALICIOUS
        assert outcome.keep_until == date(2025, 7, 23)
        assert {outcome.proposed_by, outcome.second_reader} == {people["claire"], people["thomas"]}
        asked = Deconfliction.objects.get(signal_id=signal.pk)
        assert asked.answered_at > asked.due_at, "answered after its 24 hours: late, and shown"


def test_it_does_not_count_against_him_and_the_table_opens_a_case(people, on, malicious):
    """Lines 4 and 5: the old call is no prior; the conference answers Q1 unclear, Q2 yes (S22)."""
    claire = people["claire"]
    with on("2025-03-24 10:00"):
        signal = cast.signal_from(
            people["bruno"],
            "A quitté la formation, isolé, regarde des tueries, a été menacé.",
            channel=Channel.objects.get(kind=Channel.Kind.PARTNER),
            about="Yannis Belcour",
        )
    with bound(WORKER):
        person = Person(given_name="Yanis", family_name="Belcourt", created_at=signal.received_at)
        person.save(force_insert=True)
        for one in (malicious.pk, signal.pk):
            row = Signal.objects.get(pk=one)
            cast.about_person(row, person)
    with on("2025-03-24 12:00"), acting(claire):
        signal = signals.acknowledge(signal, by=claire)
    with on("2025-03-26 10:00"):
        signal = cast.analysed(signal, claire, against="Les premiers appels colorent la lecture.")
        with acting(claire):
            from intake.first_analysis.sheet import priors

            assert not priors(signal).exists()
        signal = cast.to_the_conference(signal, claire)
    with on("2025-04-03 15:00"):
        seats = cast.table_of(people, "bruno", "hugo", "lea", "marc", "odile")
        cast.conference_on(signal, claire, seats)
        case = cast.case_on(signal, people, level=Case.Level.SPECIFIC)
    with bound(WORKER):
        assert case.subject == person
        table = Conference.objects.get(case=case)
        assert (table.held_on, table.radicalised, table.useful) == (
            date(2025, 4, 3),
            "unclear",
            "yes",
        )
        assert table.seats.count() == 5
    # and who reported knows that it was acknowledged, no more
    with acting(people["bruno"]):
        mine = Signal.objects.get(pk=signal.pk)
        assert state_shown(people["bruno"], mine) == str(Signal.State.ACKNOWLEDGED.label)


def test_a_minor_of_concern_goes_to_the_police_first(people, on):
    """Story 2, line 3: within 24 hours; then it may go on, and the desk says so."""
    claire = people["claire"]
    with on("2024-09-24 10:00"):
        signal = cast.acknowledged(
            cast.signal_from(people["sophie"], "Des dessins, une liste de camarades."), claire
        )
    with on("2024-09-24 11:00"), acting(claire):
        asked = security.ask_deconfliction(
            signal, by=claire, concern="possible", reason="Une liste.", asked_of="Police"
        )
    assert (asked.due_at - asked.stated_at).total_seconds() == 24 * 3600
    with on("2024-09-25 09:00"), acting(claire):
        security.note_security_answer(
            signal, by=claire, answer="with_limits", wording="Nous prévenir de tout changement."
        )
        triage.answer_minor(
            signal, by=claire, expected=0, minor="yes", minor_basis="Né le 9 septembre 2009."
        )
        assert Signal.objects.get(pk=signal.pk).state == Signal.State.IN_TRIAGE


def test_advice_leaves_no_person(people, on):
    """2.12: a mother asks how to speak with her son; a receiver answers and closes it."""
    with on("2025-02-03 10:00"):
        signal = cast.acknowledged(
            cast.signal_from(people["ines"], "Comment en parler ?", channel=cast.hotline()),
            people["ines"],
        )
        with acting(people["ines"]):
            outcome = outcome_decisions.give_advice(
                signal, by=people["ines"], reason="Écouter d’abord ; la Maison des ados reçoit."
            )
    assert outcome.keep_until == date(2025, 5, 3)
    assert cast.is_nobody_named(signal)
