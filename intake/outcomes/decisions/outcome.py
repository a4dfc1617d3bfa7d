"""Decisions on an outcome: proposed, read a second time, in force, taken back (2.3, S41)."""

from __future__ import annotations

from casework import journal
from casework.deciding import Decision, decides, locked_unseen
from casework.models import TerritoryProfile
from casework.rights import Right
from common import clock
from common.guarded import Versioned
from common.refusals import refuse
from common.scope import elevated
from common.windows import months_from
from intake.first_analysis import rules as analysis_rules
from intake.first_analysis import sheet
from intake.first_analysis.decisions.begin import begin
from intake.matching import about
from intake.matching.rules import is_said_about_whom
from intake.models import Outcome, Signal
from intake.outcomes.decisions import file_told
from intake.outcomes.rules import joining as joining_rules
from intake.outcomes.rules import outcome as rules
from intake.signals import same_source
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
_CHECKED = (*analysis_rules.CHECKED, same_source.unfounded_again)
# A hand-over to the security services is possible when they forbid local work.
_HANDED = tuple(rule for rule in _CHECKED if rule is not analysis_rules.security_lets_go_on)


def _alone(kind: str, details, checked=_CHECKED) -> Decision:
    """The decision of an outcome by one coordinator; ``details`` is the rule on its own fields."""

    @decides(
        Right.DECIDE_OUTCOME,
        when=analysis_rules.OPEN,
        rules=checked,
        rests_on=sheet.written_on,
    )
    def decide(signal: Signal, *, by, reason: str, dissent: str = "", whom=None, **said) -> Outcome:
        """Decide it; ``reason`` is the grounds. Raises Refused when the details are not said.

        ``whom``: which of the named persons, by key; None: all without an outcome (X10).
        """
        missing = [*rules.about_somebody(signal, whom), *details(**said)]
        refuse([*analysis_rules.grounds_of_decision(reason), *missing])
        begin(signal, by=by)
        outcome = _new(signal, kind, by, reason, dissent, of=whom, **said)
        return _hold(outcome, signal, by=by, event="signal.outcome_decided", reason=reason)

    return decide


def _by_two(kind: str, *more) -> Decision:
    """The decision of an outcome with a second reader; ``more`` are rules of this kind."""

    @decides(
        Right.DECIDE_OUTCOME,
        when=analysis_rules.OPEN,
        rules=(*_CHECKED, *more),
        rests_on=sheet.written_on,
    )
    def propose(
        signal: Signal, *, by, reason: str, dissent: str = "", whom=None, second=None
    ) -> Outcome:
        """Propose it to ``second``, who is told. Raises Refused: no grounds, no second reader.

        ``whom``: which of the named persons, by key; None: all without an outcome (X10).
        """
        fits = rules.second_reader_fits(signal, kind, by=by, second=second)
        missing = [*rules.about_somebody(signal, whom), *fits]
        refuse([*analysis_rules.grounds_of_decision(reason), *missing])
        begin(signal, by=by)
        outcome = _new(signal, kind, by, reason, dissent, of=whom, second_reader=second)
        outcome.save(force_insert=True)
        event, about = "signal.outcome_proposed", {"by": by, "signal": signal, "reason": reason}
        journal.record(event, kind=str(kind), **about)
        key = f"outcome:{outcome.pk}:to_read"
        telling.queue("second_reading", key=key, to=[second], signal=signal)
        return outcome

    return propose


need_more = _alone(Kind.NEED_MORE, rules.details_of_question)
orient = _alone(Kind.ORIENTED, rules.handover_is_accepted)
hand_to_security = _alone(Kind.HANDED_TO_SECURITY, rules.security_note_is_written, _HANDED)
no_action = _by_two(Kind.NO_ACTION, rules.earlier_signals_are_said)
malicious = _by_two(Kind.MALICIOUS)
_DECIDED = {
    Kind.NEED_MORE: need_more,
    Kind.ORIENTED: orient,
    Kind.HANDED_TO_SECURITY: hand_to_security,
    Kind.NO_ACTION: no_action,
    Kind.MALICIOUS: malicious,
}


def decide_outcome(signal: Signal, *, by, kind: str, reason: str, **said) -> Outcome:
    """Decide the outcome of ``kind``; ``said`` are the arguments of that kind's decision."""
    return _DECIDED[kind](signal, by=by, reason=reason, **said)


@decides(
    Right.GIVE_ADVICE,
    when=(analysis_rules.is_acknowledged, analysis_rules.analysis_goes_on),
    rules=(analysis_rules.nothing_waits, rules.nobody_is_recorded),
)
def give_advice(signal: Signal, *, by, reason: str) -> Outcome:
    """Close a call that asked for advice, about nobody in particular: a receiver alone (2.12)."""
    refuse(analysis_rules.grounds_of_decision(reason))
    outcome = _new(signal, Kind.ADVICE_GIVEN, by, reason)
    return _hold(outcome, signal, by=by, event="signal.outcome_decided", reason=reason)


@decides(
    Right.OPEN_CASE,
    when=analysis_rules.OPEN,
    rules=(
        analysis_rules.source_is_assessed,
        analysis_rules.security_is_looked_at,
        analysis_rules.security_lets_go_on,
        analysis_rules.both_questions_are_answered,
        joining_rules.no_file_yet,
        analysis_rules.another_reading_is_written,
        analysis_rules.minor_is_answered,
        is_said_about_whom,
    ),
    rests_on=sheet.written_on,
    lock=locked_unseen,
)
def take_to_conference(signal: Signal, *, by, reason: str, dissent: str = "", whom=None) -> Outcome:
    """Take the signal to the conference; a decider's decision (S22, S40). Raises Refused.

    ``whom``: which of the named persons, by key; None: all without an outcome (X10).
    """
    with elevated():  # a decider may stand outside the desk
        missing = rules.about_somebody(signal, whom)
        refuse([*analysis_rules.grounds_of_decision(reason), *missing])
        outcome = _new(signal, Kind.TO_CONFERENCE, by, reason, dissent, of=whom)
        return _hold(outcome, signal, by=by, event="signal.outcome_decided", reason=reason)


def _with_analysis(outcome: Outcome, by) -> list[Versioned]:
    """For ``rests_on``: the proposed outcome, and the first analysis that it rests on."""
    return [outcome, *sheet.written_on(outcome.signal, by)]


@decides(
    Right.SECOND_READ,
    whose=(rules.named_to_read,),
    when=(rules.is_still_proposed,),
    rules=(rules.reader_still_fits, rules.unfounded_again, rules.is_still_said_about_whom),
    rests_on=_with_analysis,
)
def read_second(outcome: Outcome, *, by, agrees: bool, words: str = "") -> Outcome:
    """As second reader agree, and it is in force; or disagree in words, and it is not (S41)."""
    refuse([] if agrees else analysis_rules.words_are_written(words))
    signal = outcome.signal
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


@decides(Right.DECIDE_OUTCOME, when=(rules.is_still_proposed,))
def withdraw_proposal(outcome: Outcome, *, by) -> Outcome:
    """Withdraw an outcome that waits for its second reader."""
    signal = outcome.signal
    outcome.status = Status.WITHDRAWN
    outcome.save_changes()
    telling.settle(signal=signal, kinds=("second_reading",))
    journal.record("signal.proposal_withdrawn", by=by, signal=signal, kind=str(outcome.kind))
    return outcome


@decides(
    Right.SECOND_READ,
    whose=(rules.decided_by_oneself,),
    when=(rules.holds,),
    rules=(rules.nobody_read_since,),
)
def undo_outcome(outcome: Outcome, *, by) -> Outcome:
    """Take back an outcome in force, while nobody else has read the signal since (2.3)."""
    with elevated():  # the desk may not read the file to which it was joined
        signal = outcome.signal
        outcome.status = Status.WITHDRAWN
        outcome.save_changes()
        about.release(outcome, signal)
        journal.record("signal.outcome_undone", by=by, signal=signal, kind=str(outcome.kind))
        if outcome.into_case_id:
            file_told.taken_off(outcome, outcome.into_case, by=by)
        return outcome


@decides(Right.ANALYSE_SIGNAL, when=(rules.answer_is_awaited,))
def note_answer(outcome: Outcome, *, by, answer: str) -> Outcome:
    """Note the answer to a question; the first analysis goes on (S40). Raises Refused."""
    refuse(analysis_rules.words_are_written(answer))
    signal = outcome.signal
    outcome.answer, outcome.answered_at = answer, clock.now()
    outcome.status = Status.ENDED
    outcome.save_changes()
    with elevated():
        about.release(outcome, signal)
    journal.record("signal.answer_noted", by=by, signal=signal)
    return outcome


def _new(signal: Signal, kind: str, by, reason: str, dissent: str = "", of=None, **more) -> Outcome:
    meant, apart = about.chosen(signal, of)
    return Outcome(
        signal=signal,
        about=meant,
        apart=apart,
        kind=kind,
        status=Status.PROPOSED,
        grounds=reason,
        dissent=dissent,
        proposed_by=by,
        proposed_at=clock.now(),
        **more,
    )


def _hold(outcome: Outcome, signal: Signal, *, by, event: str, reason: str) -> Outcome:
    """Put the outcome in force: the signal gets its state, and the time that it is kept begins."""
    outcome.status, outcome.in_force_at = Status.IN_FORCE, clock.now()
    outcome.keep_until = keep_until(outcome.kind)
    if outcome._state.adding:
        outcome.save(force_insert=True)
    else:
        outcome.save_changes()
    with elevated():  # a second reader may be no coordinator
        about.hold(outcome, signal)
    journal.record(event, by=by, signal=signal, reason=reason, kind=str(outcome.kind))
    return outcome


def keep_until(kind: str):
    """Until when a signal is kept after this outcome of today; None: as long as its file."""
    setting = KEPT.get(kind)
    if setting is None:
        return None
    return months_from(clock.today(), getattr(TerritoryProfile.load(), setting))
