"""Decisions on a signal typed twice, or told by two people: one of the two goes on (rulings 1)."""

from __future__ import annotations

from casework import journal
from casework.deciding import decides, locked
from casework.rights import Right
from common.refusals import refuse
from common.scope import elevated
from intake.first_analysis import rules
from intake.first_analysis.decisions.begin import begin
from intake.matching import about
from intake.models import Outcome, Signal
from intake.outcomes.decisions.outcome import _hold, _new
from intake.outcomes.rules import merging as merging_rules
from notices import telling

Kind = Outcome.Kind
ASKS = telling.ASKING


def locked_pair(one: Signal, other: Signal) -> tuple[Signal, Signal]:
    """Both signals under their locks, always in the same order, so that two people never wait.

    Raises DoesNotExist when one of them is not there for the bound person.
    """
    rows = Signal.objects.select_for_update(of=("self",), no_key=True).filter(
        pk__in=[one.pk, other.pk]
    )
    found = {row.pk: row for row in rows.order_by("pk")}
    if {one.pk, other.pk} - found.keys():
        raise Signal.DoesNotExist
    return found[one.pk], found[other.pk]


def _both(signal: Signal, by, values: dict) -> Signal:
    if "into" not in values:
        return locked(signal)
    signal, values["into"] = locked_pair(signal, values["into"])
    return signal


def _with_both(outcome: Outcome, by, values: dict) -> Outcome:
    if outcome.kind != Kind.MERGED:
        raise Outcome.DoesNotExist
    signal, into = locked_pair(outcome.signal, outcome.into)
    outcome = Outcome.locked(outcome.pk)
    outcome.signal, outcome.into = signal, into
    return outcome


@decides(
    Right.DECIDE_OUTCOME,
    when=rules.OPEN,
    rules=(merging_rules.nobody_was_joined_to_it,),
    lock=_both,
)
def merge_signal(signal: Signal, *, by, into: Signal, reason: str, dissent: str = "") -> Outcome:
    """Say that ``signal`` tells of the same as ``into``, which alone goes on.

    Words, source and route of both stay. What the target becomes counts for both; it counts as one
    when the person is reported again (2.1). Whoever answers for the target is told.
    Raises Refused with every sentence in the way.
    """
    refuse([*merging_rules.may_be_joined(signal, into), *rules.grounds_of_decision(reason)])
    begin(signal, by=by)
    outcome = _new(signal, Kind.MERGED, by, reason, dissent, into=into)
    _hold(outcome, signal, by=by, event="signal.outcome_decided", reason=reason)
    telling.settle(signal=signal, kinds=ASKS)
    journal.record("signal.joined", by=by, signal=into, reference=signal.reference)
    answers = {into.acknowledged_by_id or into.holder_id} - {None, by.pk}
    telling.queue("signal_joined", key=f"outcome:{outcome.pk}:joined", to=answers, signal=into)
    return outcome


@decides(
    Right.DECIDE_OUTCOME,
    when=(merging_rules.is_joined,),
    rules=(merging_rules.nothing_leans_on_both,),
    lock=_with_both,
)
def separate_signal(outcome: Outcome, *, by, reason: str) -> Outcome:
    """Separate two signals; the first analysis of the merged one is open as it was.

    Raises Refused without grounds.
    """
    refuse(rules.grounds_of_decision(reason))
    signal, into = outcome.signal, outcome.into
    outcome.status = Outcome.Status.WITHDRAWN
    outcome.save_changes(reason=reason)
    with elevated():
        about.release(outcome, signal)
    facts = {"by": by, "reason": reason}
    journal.record("signal.separated", signal=signal, reference=into.reference, **facts)
    journal.record("signal.separated", signal=into, reference=signal.reference, **facts)
    return outcome


def joined_with(signal: Signal, user):
    """The signals brought together with this one, as far as the user may see them."""
    return (
        Signal.objects.visible_to(user)
        .filter(
            outcomes__into=signal,
            outcomes__kind=Kind.MERGED,
            outcomes__status=Outcome.Status.IN_FORCE,
        )
        .order_by("received_at", "pk")
    )
