"""Decisions that join a signal to the file of its person, or take it off (S86)."""

from __future__ import annotations

from casework import journal
from casework.deciding import decides, locked
from casework.models import Case
from casework.rights import Right
from common.refusals import refuse
from common.scope import elevated
from intake.first_analysis import rules, sheet
from intake.models import Outcome, Signal
from intake.outcomes.decisions import file_told
from intake.outcomes.decisions.outcome import _hold, _new
from intake.outcomes.rules import joining as joining_rules
from intake.signals.rules import has_no_case, is_acknowledged
from notices import telling

Kind, Status = Outcome.Kind, Outcome.Status
ASKED = ("signal_waits", "signal_escalated", "signal_unattended", "second_reading")


def _with_its_file(signal: Signal, by, values: dict) -> Signal:
    """For ``lock``: the signal and the file on its person, which its desk may not read."""
    signal = locked(signal)
    found = joining_rules.file_of(signal)
    if found is not None:
        with elevated():
            signal.__dict__["_file"] = Case.locked(found.pk)
    return signal


@decides(
    Right.DECIDE_OUTCOME,
    when=(is_acknowledged, has_no_case, joining_rules.not_joined_yet),
    rules=(
        joining_rules.is_about_somebody,
        joining_rules.has_a_file,
        joining_rules.no_answer_says_otherwise,
        joining_rules.somebody_is_told,
    ),
    lock=_with_its_file,
)
def join_to_case(signal: Signal, *, by, reason: str, dissent: str = "") -> Outcome:
    """Join the signal to the file of its person, whatever became of either so far (S86).

    Nothing else of the first analysis is asked. An outcome in force is replaced, a proposal
    withdrawn. The file's journal says that there is a signal and whom to ask; both coordinators are
    told; its words stay with the desk. Raises Refused.
    """
    refuse(rules.grounds_of_decision(reason))
    with elevated():  # the file may be none of the desk's
        case = joining_rules.file_of(signal)
        _replace_what_stands(signal)
        outcome = _new(signal, Kind.JOINED_TO_CASE, by, reason, dissent, into_case=case)
        _hold(outcome, signal, by=by, event="signal.outcome_decided", reason=reason)
        telling.settle(signal=signal, kinds=ASKED)
        asked = sheet.of(signal).deconfliction
        urgent = joining_rules.danger_is_possible(signal, asked)
        file_told.joined(outcome, case, by=by, urgent=urgent)
        return outcome


def _replace_what_stands(signal: Signal) -> None:
    standing = Outcome.objects.select_for_update(of=("self",), no_key=True).filter(
        signal=signal, status__in=(Status.PROPOSED, Status.IN_FORCE)
    )
    for outcome in standing:
        outcome.status = Status.REPLACED
        outcome.save_changes()


def _once_joined(outcome: Outcome, by, values: dict) -> Outcome:
    if outcome.kind != Kind.JOINED_TO_CASE:
        raise Outcome.DoesNotExist
    return locked(outcome)


@decides(
    Right.DECIDE_OUTCOME,
    when=(joining_rules.is_joined_to_case,),
    rules=(joining_rules.taken_off_by_two,),
    lock=_once_joined,
)
def take_off_case(outcome: Outcome, *, by, reason: str) -> Outcome:
    """Take the signal off the file; its first analysis is open again, the file is told.

    Raises Refused without grounds.
    """
    refuse(rules.grounds_of_decision(reason))
    with elevated():  # the file may be none of the desk's
        signal = outcome.signal
        outcome.status = Status.WITHDRAWN
        outcome.save_changes(reason=reason)
        signal.state = Signal.State.IN_TRIAGE
        signal.save_changes()
        journal.record("signal.taken_off_file", by=by, signal=signal, reason=reason)
        file_told.taken_off(outcome, outcome.into_case, by=by)
        return outcome
