"""What becomes of a signal: proposed, read a second time, in force, taken back (2.3, S41)."""

from __future__ import annotations

from django.db import transaction

from casework import journal, readings
from casework.models import TerritoryProfile
from common import clock
from common.refusals import refuse
from common.scope import elevated
from common.windows import months_from
from intake.first_analysis import rules, sheet
from intake.first_analysis.decisions.begin import begin
from intake.models import Outcome, Signal
from intake.outcomes.decisions import file_told
from notices import telling

Kind, Status, State = Outcome.Kind, Outcome.Status, Signal.State

# How long a signal is kept after that outcome: months of a setting. The others: with their file.
KEPT = {
    Kind.ADVICE_GIVEN: "keep_advice_months",
    Kind.NO_ACTION: "keep_no_action_months",
    Kind.ORIENTED: "keep_oriented_months",
    Kind.MALICIOUS: "keep_malicious_months",
    Kind.HANDED_TO_SECURITY: "keep_security_months",
}
DETAILS = {
    Kind.NEED_MORE: rules.details_of_question,
    Kind.ORIENTED: rules.handover_is_accepted,
    Kind.HANDED_TO_SECURITY: rules.security_note_is_written,
}


@transaction.atomic
def decide_outcome(
    signal: Signal, *, by, kind: str, reason: str, dissent: str = "", second=None, **details
) -> Outcome:
    """Decide what becomes of a signal; ``reason`` is the grounds, ``details`` what the kind asks.

    ``no_action`` and ``malicious`` wait for ``second``, who is told; the others hold at once.
    Raises Refused with every sentence in the way.
    """
    signal = Signal.locked(signal.pk)
    found = sheet.of(signal)
    standing = [*rules.before(found, kind), *rules.grounds_of_decision(reason)]
    if kind in DETAILS:
        standing += DETAILS[kind](**details)
    if kind in Outcome.TWO_PEOPLE:
        standing += rules.second_reader_fits(signal, kind, by=by, second=second)
    refuse(standing)
    begin(signal, by=by)
    outcome = _new(signal, kind, by, reason, dissent, second_reader=second, **details)
    if kind in Outcome.TWO_PEOPLE:
        outcome.save(force_insert=True)
        journal.record(
            "signal.outcome_proposed", by=by, signal=signal, reason=reason, kind=str(kind)
        )
        key = f"outcome:{outcome.pk}:to_read"
        telling.queue("second_reading", key=key, to=[second], signal=signal)
        return outcome
    return _hold(outcome, signal, by=by, event="signal.outcome_decided", reason=reason)


@transaction.atomic
def give_advice(signal: Signal, *, by, reason: str) -> Outcome:
    """Close a call that asked for advice, about nobody in particular: a receiver alone (2.12)."""
    signal = Signal.locked(signal.pk)
    found = sheet.of(signal)
    refuse(
        [
            *rules.before(found, Kind.ADVICE_GIVEN),
            *rules.grounds_of_decision(reason),
        ]
    )
    outcome = _new(signal, Kind.ADVICE_GIVEN, by, reason)
    return _hold(outcome, signal, by=by, event="signal.outcome_decided", reason=reason)


@transaction.atomic
def take_to_conference(signal: Signal, *, by, reason: str, dissent: str = "") -> Outcome:
    """Decide that the table examines the signal (S22, S40). A decider; raises Refused."""
    with elevated():  # a decider may stand outside the desk
        signal = Signal.locked(signal.pk)
        found = sheet.of(signal)
        refuse(
            [
                *rules.before(found, Kind.TO_CONFERENCE),
                *rules.grounds_of_decision(reason),
            ]
        )
        outcome = _new(signal, Kind.TO_CONFERENCE, by, reason, dissent)
        return _hold(outcome, signal, by=by, event="signal.outcome_decided", reason=reason)


@transaction.atomic
def read_second(outcome: Outcome, *, by, agrees: bool, words: str = "") -> Outcome:
    """The second reader agrees, and it holds; or disagrees in words, and it does not (S41)."""
    signal = Signal.locked(outcome.signal_id)
    outcome = Outcome.locked(outcome.pk)
    refuse(
        [
            *rules.is_still_proposed(outcome),
            *([] if agrees else rules.words_are_written(words)),
            *rules.second_reader_fits(signal, outcome.kind, by=outcome.proposed_by, second=by),
        ]
    )
    outcome.second_read_at, outcome.second_words = clock.now(), words
    key = f"outcome:{outcome.pk}:read"
    telling.settle(signal=signal, kinds=("second_reading",))
    telling.queue("second_read", key=key, to=[outcome.proposed_by_id], signal=signal)
    if agrees:
        return _hold(outcome, signal, by=by, event="signal.second_agreed", reason=words)
    outcome.status = Status.REFUSED
    outcome.save_changes()
    journal.record(
        "signal.second_disagreed", by=by, signal=signal, reason=words, kind=str(outcome.kind)
    )
    return outcome


@transaction.atomic
def withdraw_proposal(outcome: Outcome, *, by) -> Outcome:
    """Take back what still waits for its second reader. Raises Refused when it is read."""
    signal = Signal.locked(outcome.signal_id)
    outcome = Outcome.locked(outcome.pk)
    refuse(rules.is_still_proposed(outcome))
    outcome.status = Status.WITHDRAWN
    outcome.save_changes()
    telling.settle(signal=signal, kinds=("second_reading",))
    journal.record("signal.proposal_withdrawn", by=by, signal=signal, kind=str(outcome.kind))
    return outcome


@transaction.atomic
def undo_outcome(outcome: Outcome, *, by) -> Outcome:
    """Take an outcome back at once, while nobody else has read the signal since (2.3).

    Raises Refused, with the names of those who have.
    """
    with elevated():  # who read is not for the desk to see; only the names are told
        signal = Signal.locked(outcome.signal_id)
        outcome = Outcome.locked(outcome.pk)
        others = readings.readers_since(signal, outcome.in_force_at, but=by)
        refuse(rules.nobody_read_since(outcome, others))
        outcome.status = Status.WITHDRAWN
        outcome.save_changes()
        signal.state = State.IN_TRIAGE
        signal.save_changes()
        journal.record("signal.outcome_undone", by=by, signal=signal, kind=str(outcome.kind))
        if outcome.into_case_id:
            file_told.taken_off(outcome, outcome.into_case, by=by)
        return outcome


@transaction.atomic
def note_answer(outcome: Outcome, *, by, answer: str) -> Outcome:
    """Note what came back to a question; the first analysis goes on (S40). Raises Refused."""
    signal = Signal.locked(outcome.signal_id)
    outcome = Outcome.locked(outcome.pk)
    refuse([*rules.answer_is_awaited(outcome), *rules.words_are_written(answer)])
    outcome.answer, outcome.answered_at = answer, clock.now()
    outcome.status = Status.ENDED
    outcome.save_changes()
    signal.state = State.IN_TRIAGE
    signal.save_changes()
    journal.record("signal.answer_noted", by=by, signal=signal)
    return outcome


def _new(signal: Signal, kind: str, by, reason: str, dissent: str = "", **more) -> Outcome:
    return Outcome(
        signal=signal,
        kind=kind,
        status=Status.PROPOSED,
        grounds=reason,
        dissent=dissent,
        proposed_by=by,
        proposed_at=clock.now(),
        **more,
    )


def _hold(outcome: Outcome, signal: Signal, *, by, event: str, reason: str) -> Outcome:
    """Put the outcome in force: the signal takes its state, and a period begins."""
    outcome.status, outcome.in_force_at = Status.IN_FORCE, clock.now()
    outcome.keep_until = keep_until(outcome.kind)
    if outcome._state.adding:
        outcome.save(force_insert=True)
    else:
        outcome.save_changes()
    signal.state = outcome.kind
    signal.save_changes()
    journal.record(event, by=by, signal=signal, reason=reason, kind=str(outcome.kind))
    return outcome


def keep_until(kind: str):
    """Until when a signal is kept after that outcome today; None: as long as its file."""
    setting = KEPT.get(kind)
    if setting is None:
        return None
    return months_from(clock.today(), getattr(TerritoryProfile.load(), setting))
