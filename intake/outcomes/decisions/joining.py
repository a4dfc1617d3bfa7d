"""A signal about somebody who is followed: joined to the file, and taken off it again (S86)."""

from __future__ import annotations

from django.db import transaction

from casework import journal, one_file, readings
from casework.models import Case
from common.refusals import Obstacle, refuse
from common.scope import elevated
from intake.first_analysis import rules, sheet
from intake.models import Outcome, Signal
from intake.outcomes import joining_rules
from intake.outcomes.decisions import file_told
from intake.outcomes.decisions.outcome import _hold, _new
from notices import telling

Kind, Status = Outcome.Kind, Outcome.Status
ASKED = ("signal_waits", "signal_escalated", "signal_unattended", "second_reading")


def before_joining(signal: Signal) -> list[Obstacle]:
    """The sentences in the way of joining the signal to the file of its person."""
    with elevated():  # the file may be none of the desk's
        return _in_the_way(signal, one_file.file_on(signal.person_id))


def may_still_be_joined(signal: Signal) -> bool:
    """Whether a signal that has its outcome, or waits for one, can be joined instead."""
    return signal.person_id is not None and not any(o.blocks for o in before_joining(signal))


def _in_the_way(signal: Signal, case: Case | None) -> list[Obstacle]:
    standing = list(joining_rules.may_join(signal))
    if standing:
        return standing
    return [
        *joining_rules.has_a_file(case),
        *joining_rules.no_answer_says_otherwise(signal, case),
        *joining_rules.somebody_is_told(case),
    ]


@transaction.atomic
def join_to_case(signal: Signal, *, by, reason: str, dissent: str = "") -> Outcome:
    """Join the signal to the file of its person, whatever became of either so far.

    Nothing else of the first analysis is asked. What stood as the outcome is replaced; what waited
    for a second reader waits no more. The file's journal says that there is a signal and whom to
    ask, both coordinators are told, and the words stay with the desk. Raises Refused.
    """
    with elevated():  # the file may be none of the desk's
        signal = Signal.locked(signal.pk)
        found = one_file.file_on(signal.person_id)
        case = Case.locked(found.pk) if found else None
        refuse([*_in_the_way(signal, case), *rules.grounds_of_decision(reason)])
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


def before_taking_off(outcome: Outcome, *, by) -> list[Obstacle]:
    """The sentences in the way of taking the signal off the file."""
    with elevated():  # who read is not for the desk to see
        others = readings.readers_since(outcome.signal, outcome.in_force_at, but=by)
    return [
        *joining_rules.is_joined_to_case(outcome),
        *joining_rules.taken_off_by_two(outcome, by, read_by_others=bool(others)),
    ]


@transaction.atomic
def take_off_case(outcome: Outcome, *, by, reason: str) -> Outcome:
    """Take the signal off the file again; its first analysis is open, the file is told.

    Raises Refused: off already, read by others since and the same coordinator, without grounds.
    """
    with elevated():  # the file may be none of the desk's
        signal = Signal.locked(outcome.signal_id)
        outcome = Outcome.locked(outcome.pk)
        standing = before_taking_off(outcome, by=by)
        refuse([*standing, *rules.grounds_of_decision(reason)])
        outcome.status = Status.WITHDRAWN
        outcome.save_changes(reason=reason)
        signal.state = Signal.State.IN_TRIAGE
        signal.save_changes()
        journal.record("signal.taken_off_file", by=by, signal=signal, reason=reason)
        file_told.taken_off(outcome, outcome.into_case, by=by)
        return outcome
