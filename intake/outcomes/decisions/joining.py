"""Decisions that join a signal to the file of its person, or take it off (S86)."""

from __future__ import annotations

from casework import journal
from casework.deciding import decides, locked
from casework.models import Case
from casework.rights import Right
from common import clock
from common.refusals import refuse
from common.scope import elevated
from intake.first_analysis import rules, sheet
from intake.first_analysis.decisions.begin import begin
from intake.matching import about
from intake.models import NamedPerson, Outcome, Signal
from intake.outcomes.decisions import file_told
from intake.outcomes.decisions.outcome import _hold
from intake.outcomes.rules import joining as joining_rules
from intake.signals.rules import is_acknowledged
from notices import telling

Kind, Status = Outcome.Kind, Outcome.Status
ASKED = (*telling.ASKING, "second_reading")


def _with_its_file(signal: Signal, by, values: dict) -> Signal:
    """For ``lock``: the signal and the files on its persons, which its desk may not read."""
    signal = locked(signal)
    for row in joining_rules.joinable(signal, by):
        with elevated():
            row.__dict__["_file"] = Case.locked(joining_rules.file_of(row).pk)
    return signal


@decides(
    Right.DECIDE_OUTCOME,
    when=(is_acknowledged, joining_rules.not_all_opened, joining_rules.not_joined_yet),
    rules=(
        joining_rules.is_about_somebody,
        joining_rules.has_a_file,
        joining_rules.no_answer_says_otherwise,
        joining_rules.somebody_is_told,
    ),
    lock=_with_its_file,
)
def join_to_case(
    signal: Signal, *, by, reason: str, dissent: str = "", named: NamedPerson | None = None
) -> Outcome:
    """Join the signal to the file of its person, whatever became of either so far (S86).

    ``named``: whose file, where several of its persons have one; each is joined apart (X10).
    Nothing else of the first analysis is asked. An outcome in force about that person is replaced,
    a proposal withdrawn. The file's journal says that there is a signal and whom to ask; both
    coordinators are told; its words stay with the desk. Raises Refused.
    """
    choice = joining_rules.one_is_chosen(signal, by, named)
    refuse([*rules.grounds_of_decision(reason), *choice])
    rows = joining_rules.joinable(signal, by)
    row = rows[0] if named is None else next((one for one in rows if one.pk == named.pk), None)
    if row is None:
        raise NamedPerson.DoesNotExist
    refuse(joining_rules.answered_otherwise(row))
    with elevated():  # the file may be none of the desk's
        case = joining_rules.file_of(row)
        others = _replace_what_stands(signal, row)
        if others:
            begin(signal, by=by)
        outcome = Outcome(
            signal=signal, about=[row.pk], apart=others, kind=Kind.JOINED_TO_CASE,
            status=Status.PROPOSED, grounds=reason, dissent=dissent, proposed_by=by,
            proposed_at=clock.now(), into_case=case,
        )  # fmt: skip
        _hold(outcome, signal, by=by, event="signal.outcome_decided", reason=reason)
        telling.settle(signal=signal, kinds=ASKED)
        asked = sheet.of(signal).deconfliction
        urgent = joining_rules.danger_is_possible(signal, asked)
        file_told.joined(outcome, case, by=by, urgent=urgent)
        return outcome


def _replace_what_stands(signal: Signal, row: NamedPerson) -> bool:
    """What stands is no more about ``row``; replaced where it was about no other subject.

    Whether there are other subjects, whose outcomes stay as they are (X10).
    """
    others = [one for one in sheet.of(signal).subjects if one.pk != row.pk]
    standing = Outcome.objects.select_for_update(of=("self",), no_key=True).filter(
        signal=signal, status__in=(Status.PROPOSED, Status.IN_FORCE)
    )
    for outcome in standing:
        still = [one for one in others if one.pk in outcome.about]
        if row.pk not in outcome.about and still:
            continue
        outcome.about = [pk for pk in outcome.about if pk != row.pk]
        if still:
            outcome.apart = outcome.apart or outcome.is_proposed
        else:
            outcome.status = Status.REPLACED
            about.clear(outcome)
        outcome.save_changes()
    return bool(others)


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
        about.release(outcome, signal)
        journal.record("signal.taken_off_file", by=by, signal=signal, reason=reason)
        file_told.taken_off(outcome, outcome.into_case, by=by)
        return outcome
