"""Decisions on a minor and on the two questions (S22, S35, S36, S37, S41)."""

from __future__ import annotations

from casework import journal
from casework.deciding import decides
from casework.rights import Right
from common import clock
from common.refusals import refuse
from common.sections import same_since
from intake.first_analysis import rules, sheet
from intake.first_analysis.answers import MINOR, QUESTIONS
from intake.first_analysis.decisions.begin import begin
from intake.matching.rules import name_stands, of_its_signal
from intake.models import NamedPerson, Signal, Triage


@decides(Right.ANALYSE_SIGNAL, when=(rules.age_is_not_its_files, *rules.OPEN, rules.is_alone))
def answer_minor(signal: Signal, *, by, expected: int, minor: str, minor_basis: str) -> Triage:
    """Say whether the person is a minor, and on what basis (S35). Raises Conflict, Refused."""
    refuse(rules.words_are_written(minor_basis))
    row = sheet.of(signal).triage
    same_since(row, expected, MINOR)
    row.minor, row.minor_basis = minor, minor_basis
    row.minor_by, row.minor_at = by, clock.now()
    return _kept(signal, row, by, "signal.minor_answered")


@decides(
    Right.ANALYSE_SIGNAL,
    when=(
        rules.age_is_not_the_files,
        *map(of_its_signal, rules.OPEN),
        name_stands,
        rules.is_one_of_several,
    ),
)
def answer_minor_of(
    row: NamedPerson, *, by, expected: int, minor: str, minor_basis: str
) -> NamedPerson:
    """Say of one of several persons whether they are a minor, and on what basis (S35, X10).

    Raises Conflict when a colleague wrote meanwhile, Refused without a basis.
    """
    refuse(rules.words_are_written(minor_basis))
    same_since(row, expected, MINOR)
    row.minor, row.minor_basis = minor, minor_basis
    row.minor_by, row.minor_at = by, clock.now()
    row.save_changes()
    begin(row.signal, by=by)
    journal.record("signal.minor_answered_of", by=by, signal=row.signal)
    return row


@decides(Right.ANALYSE_SIGNAL, when=rules.OPEN)
def answer_questions(
    signal: Signal,
    *,
    by,
    expected: int,
    radicalised: str = "",
    useful: str = "",
    ideology=None,
    **said,
) -> Triage:
    """Answer the two questions of S22, each with its grounds; one may be left for later.

    ``said`` holds grounds, other explanations looked at, and the two prompts against one's own
    bias. Who answers is written only where an answer changed. Raises Conflict, Refused.
    """
    said = {name: said.get(name, "") for name in QUESTIONS if name != "ideology_id"} | said
    missing = []
    for answer, name in ((radicalised, "radicalised"), (useful, "useful")):
        if answer:
            missing += rules.grounds_of_decision(said[f"{name}_grounds"])
    refuse(missing)
    row = sheet.of(signal).triage
    same_since(row, expected, QUESTIONS)
    said |= {"radicalised": radicalised, "useful": useful, "ideology": ideology}
    said["alternatives"] = sorted(said["alternatives"] or [])
    for name in ("radicalised", "useful"):
        _sign(row, name, said, by)
    for name, value in said.items():
        setattr(row, name, value)
    return _kept(signal, row, by, "signal.questions_answered")


def _sign(row: Triage, name: str, said: dict, by) -> None:
    """Set author and moment of an answer, where it says something else than before."""
    grounds = f"{name}_grounds"
    if (getattr(row, name), getattr(row, grounds)) == (said[name], said[grounds]):
        return
    setattr(row, f"{name}_by", by if said[name] else None)
    setattr(row, f"{name}_at", clock.now() if said[name] else None)


def _kept(signal: Signal, row: Triage, by, event: str) -> Triage:
    row.save_changes()
    begin(signal, by=by)
    journal.record(event, by=by, signal=signal)
    return row
