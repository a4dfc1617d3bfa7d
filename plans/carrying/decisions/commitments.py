"""Decisions on promises to the person, a relative or a partner (S59)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from casework import journal
from casework.deciding import decides
from casework.models import Case
from casework.rights import Right
from common import clock
from common.refusals import is_written, refuse, refuse_unless
from plans.analysis import rules as analysis_rules
from plans.analysis.decisions.lines import change, signed, tell_author
from plans.carrying import rules
from plans.models import Commitment

State = Commitment.State
# Whoever closes a case asks of each promise what becomes of it (closure/closing/promises.py).
_OPEN = {"whose": (analysis_rules.own_line,), "when": (rules.has_actions, rules.commitment_is_open)}


@decides(Right.RECORD_EFFECT, when=(rules.has_actions,), adds=True)
def record_commitment(
    case: Case,
    *,
    by,
    said_to: str,
    said_on: date,
    words: str,
    limit: str = "",
    due_on: date | None = None,
) -> Commitment:
    """Write down a promise with its limit. Raises Refused: no words, to nobody, a day ahead."""
    refuse(_promise(said_to, said_on, words))
    commitment = signed(
        Commitment(
            case=case, said_to=said_to, said_on=said_on, words=words, limit=limit, due_on=due_on
        ),
        by,
    )
    journal.record("commitment.recorded", by=by, case=case)
    return commitment


def _promise(said_to: str, said_on: date, words: str):
    yield from is_written(said_to, _("Write to whom it was promised."), "S59")
    yield from is_written(words, _("Write what was promised."), "S59")
    yield from rules.not_ahead(said_on, "S59")


@decides(Right.RECORD_EFFECT, **_OPEN, at=Case.IN_HAND)
def settle_commitment(commitment: Commitment, *, by, state: str, words: str) -> Commitment:
    """Say what became of a promise: kept, not kept, taken back. Whoever promised is told.

    Under monitoring too, where it goes on after the closure (X28). Raises Refused without words.
    """
    if state not in Commitment.ENDS:
        raise ValueError(f"Not what becomes of a commitment: {state}")
    refuse(is_written(words, _("Write what became of it."), "S59"))
    return settle(commitment, by, state, words)


def settle(commitment: Commitment, by, state: str, words: str, *, to: str = "") -> Commitment:
    """Write what became of it; whoever promised is told. The rules are the caller's."""
    commitment.state, commitment.settled_words = state, words
    commitment.settled_at, commitment.settled_by = clock.now(), by
    commitment.handed_to = to
    commitment.save_changes(reason=words)
    journal.record(
        "commitment.settled",
        by=by,
        case=commitment.case,
        reason=words,
        state=f"commitment.{state}",
    )
    tell_author("commitment_settled", commitment, by)
    return commitment


@decides(Right.RECORD_EFFECT, **_OPEN)
def correct_commitment(
    commitment: Commitment, *, by, changes: dict, reason: str = ""
) -> Commitment:
    """Correct a promise while it is open; what stood before is kept.

    Raises Refused: no words, a day ahead.
    """
    refuse(_promise(changes["said_to"], changes["said_on"], changes["words"]))
    change(commitment, changes)
    commitment.save_changes(reason=reason)
    journal.record("commitment.corrected", by=by, case=commitment.case, reason=reason)
    return commitment


@decides(Right.RECORD_EFFECT, **_OPEN)
def move_commitment(commitment: Commitment, *, by, due_on: date, reason: str) -> Commitment:
    """Move the day of a promise; whoever promised is told, and is reminded of the new day (S59).

    Raises Refused: no reason, the same day, a day that is over.
    """
    refuse(is_written(reason, _("Write why the day is moved."), "S59"))
    refuse_unless(
        clock.today() <= due_on != commitment.due_on,
        _("This is the day that stands, or one that is over."),
        "S59",
        _("Write the new day, or settle the commitment."),
    )
    commitment.due_on = due_on
    commitment.save_changes(reason=reason)
    journal.record("commitment.moved", by=by, case=commitment.case, reason=reason)
    tell_author("commitment_moved", commitment, by)
    return commitment
