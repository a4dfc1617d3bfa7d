"""X27: what ended is read-only: a decision is declared for it, or refused.

The table is written by hand: whoever declares one more says here that it may be decided on a case
that is over, or under monitoring.
"""

import typing

import pytest
from django.db import models

from casework import acts, deciding
from casework.models import Case
from casework.narrowing import OfSignal
from tests.acts import cells, shown
from tests.acts.chosen import Audience, rows_for
from tests.acts.putting import put
from tests.acts.senders import Senders

State = Case.State
# Corrections, what takes access away, what the reopening needs, and who is the same person (X04).
ON_ENDED = {
    "casework.information.decisions.correct_information",
    "casework.information.decisions.withdraw_information",
    "casework.information.misplaced.mark_misplaced",
    "casework.information.misplaced.put_back",
    "casework.persons.decisions.correct_person",
    "casework.relationships.decisions.correct_relationship",
    "casework.team.decisions.join",
    "casework.team.decisions.leave",
    "casework.team.decisions.replace",
    "closure.absorbed.decisions.agree_to_absorb",
    "closure.absorbed.decisions.ask_about",
    "closure.absorbed.decisions.decline_absorption",
    "closure.absorbed.decisions.take_question_back",
    "closure.absorbed.undoing.ask_undoing",
    "closure.absorbed.undoing.confirm_undoing",
    "closure.absorbed.undoing.decline_undoing",
    "closure.monitoring.decisions.correct_check",
    "closure.reopening.decisions.reopen",
    "intake.conference.decisions.correct_conference",
    "plans.checkpoints.decisions.meeting.cancel_checkpoint",
    "plans.checkpoints.decisions.meeting.correct_day",
}
# Checks, actions that still run, information for the checks; the parts of those who do this.
ON_MONITORED = ON_ENDED | {
    "casework.information.decisions.end_held",
    "casework.information.decisions.write_information",
    "casework.relationships.decisions.add_relationship",
    "casework.relationships.decisions.end_relationship",
    "casework.team.decisions.declare",
    "casework.team.decisions.remind_to_declare",
    "casework.team.decisions.state_agency",
    "closure.absorbed.decisions.stays_out",
    "closure.monitoring.decisions.decline_reopening",
    "closure.monitoring.decisions.end_early",
    "closure.monitoring.decisions.end_monitoring",
    "closure.monitoring.decisions.enter_check",
    "closure.monitoring.decisions.mark_not_held",
    "closure.monitoring.decisions.name_person",
    "closure.transfer.decisions.ask_transfer",
    "closure.transfer.decisions.call_off",
    "closure.transfer.decisions.decline_transfer",
    "closure.transfer.decisions.note_acceptance",
    "closure.transfer.decisions.sign_transfer",
    "plans.carrying.decisions.commitments.settle_commitment",
    "plans.carrying.decisions.effects.close_effect",
    "plans.carrying.decisions.effects.respond_to_effect",
    "plans.carrying.decisions.progress.correct_outcome",
    "plans.carrying.decisions.progress.correct_report",
    "plans.carrying.decisions.progress.finish_action",
    "plans.carrying.decisions.progress.report_action",
    "plans.carrying.decisions.progress.stop_action",
    "plans.carrying.decisions.progress.verify_outcome",
}


def named(decision: deciding.Decision) -> str:
    return f"{decision.__module__}.{decision.__name__}"


def _on_cases() -> dict[str, tuple[deciding.Decision, type]]:
    """Every decision on a case or on a row of one, with the type of its row."""
    list(acts.every())  # the URLconf loads them all
    found = {}
    for decision in deciding.DECLARED:
        if decision.__module__.startswith("tests."):
            continue
        name = next(iter(decision.body.__annotations__), "")
        row = typing.get_type_hints(decision.body).get(name)
        if isinstance(row, type) and issubclass(row, models.Model) and _has_case(row):
            found[named(decision)] = (decision, row)
    return found


def _has_case(model: type) -> bool:
    """Whether it is a case or a row on one; a signal is a subject of its own."""
    if model is Case or isinstance(model.ACCESS, OfSignal):
        return model is Case
    return any(field.name == "case" for field in model._meta.concrete_fields)


def _open_at(state: str) -> set[str]:
    """The decisions that the state of the case lets through."""
    found = set()
    for name, (decision, model) in _on_cases().items():
        case = Case(state=state)
        row = case if model is Case else model(case=case)
        if not list(deciding.is_open(row, decision.at)):
            found.add(name)
    return found


@pytest.mark.parametrize("state", [State.ENDED, State.TRANSFERRED, State.ABSORBED])
def test_each_decision_is_declared_for_what_ended_or_refused(state):
    """Line: the default of ``at`` in ``decides``, and each declaration of it."""
    assert _open_at(state) == ON_ENDED


def test_under_monitoring_only_what_the_checks_need_goes_on():
    """Line: the default of ``at`` in ``decides``, and each declaration of it."""
    assert _open_at(State.MONITORING) == ON_MONITORED
    assert _open_at(State.ACTIVE) == set(_on_cases())


@pytest.mark.access
def test_no_act_that_is_not_declared_is_done_on_what_ended(stage, together, plainly_rendered):
    """By its address, as each who knows of the row. Line: ``is_open`` in ``_moment``."""
    senders, audience, asked, done = Senders(stage), Audience(stage), 0, []
    undeclared = [act for act in acts.every() if named(act.decision) not in ON_ENDED]
    for act in undeclared:
        for row, knowing in rows_for(act, audience)[:1]:
            case = shown.owner(act, row)
            if not isinstance(case, Case):
                continue
            with cells.undone():
                put(Case, case.pk, state=State.ENDED)
                for persona in knowing:
                    cell = cells.ask(senders, act, row, persona)
                    asked += cell.held
                    if cell.alive or cell.sent not in (403, 404, 409):
                        done.append((cells.named(act), persona, cell))
    assert not done
    assert asked > 100
