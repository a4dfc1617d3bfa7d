"""Decisions on a signal: captured, acknowledged, passed on, corrected, its source revealed."""

from __future__ import annotations

from django.db import transaction

from agencies.models import Channel
from casework import journal, references
from casework.deciding import decides
from casework.rights import Right
from common import clock
from common.refusals import refuse
from common.scope import bound, current_actor, elevated
from intake.models import Signal, SignalHop, SourceIdentity
from intake.signals import route, rules
from notices import telling

Kind = SignalHop.Kind
State = Signal.State


@decides(Right.CAPTURE_SIGNAL, adds=True)
def capture_signal(
    *, by, words: str, channel: Channel | None = None, caller_name="", caller_contact="", **seen
) -> Signal:
    """Take in a signal, give it to whoever is there, and tell that person (S24, S25).

    ``seen`` holds the other fields of a Signal. An anonymous caller leaves no caller data,
    whatever was typed. Raises Refused when there are no words or no channel.
    """
    channel = channel or route.usual_channel(by)
    refuse([*rules.words_are_written(words), *rules.comes_by(channel)])
    now = clock.now()
    chosen = route.first(channel)
    signal = Signal(
        reference=references.next_in("S", now.year),
        channel=channel,
        reporter=by,
        received_at=now,
        words=words,
        holder=chosen.user if chosen else None,
        unattended=chosen is None,
        answer_due_at=route.due_moment(),
        **seen,
    )
    signal.save(force_insert=True)
    if signal.caller != Signal.Caller.ANONYMOUS and (caller_name or caller_contact):
        _seal_source(signal, caller_name, caller_contact)
    route.add_hop(signal, Kind.RECEIVED, by=by)
    journal.record("signal.received", by=by, signal=signal)
    _hand_to(signal, chosen, Kind.GIVEN)
    return signal


def _seal_source(signal: Signal, name: str, contact: str) -> None:
    source = SourceIdentity(signal=signal, made_at=clock.now())
    source.seal(name=name, contact=contact)
    source.save(force_insert=True)


def _hand_to(signal: Signal, chosen: route.Next | None, kind: str, *, by=None, note="") -> None:
    """Write the next step of the route and tell whoever got the signal; nobody there: everybody."""
    if chosen is None:
        route.add_hop(signal, Kind.NOBODY, why=SignalHop.Why.DESK_AWAY)
        people, notice = route.everyone(signal.channel), "signal_unattended"
    else:
        route.add_hop(signal, kind, by=by, to=chosen.user, why=chosen.why, note=note)
        people = [chosen.user]
        notice = "signal_escalated" if kind == Kind.ESCALATED else "signal_waits"
    telling.queue(
        notice,
        key=f"signal:{signal.pk}:{notice}:{signal.version}",
        to=people,
        signal=signal,
        due_at=signal.answer_due_at,
    )


@decides(Right.ACKNOWLEDGE_SIGNAL, when=(rules.not_acknowledged_yet,))
def acknowledge(signal: Signal, *, by) -> Signal:
    """Acknowledge a signal: from then on it is this person's."""
    signal.state = State.ACKNOWLEDGED
    signal.acknowledged_at = clock.now()
    signal.acknowledged_by = by
    signal.holder = by
    signal.unattended = False
    signal.save_changes()
    route.add_hop(signal, Kind.ACKNOWLEDGED, by=by)
    telling.settle(signal=signal)
    journal.record("signal.acknowledged", by=by, signal=signal)
    return signal


@decides(Right.PASS_ON_SIGNAL, when=(rules.not_acknowledged_yet,))
def pass_on(signal: Signal, *, by, to, reason: str = "") -> Signal:
    """Give a signal that nobody acknowledged to a colleague who is there (S24, S27).

    Raises Refused: the colleague away, not of this desk, or the same one.
    """
    refuse(rules.can_take(signal, to))
    before = signal.holder_id
    signal.holder = to
    signal.unattended = False
    signal.answer_due_at = route.due_moment()
    signal.save_changes(reason=reason)
    telling.settle(signal=signal)
    _hand_to(signal, route.Next(to, SignalHop.Why.HAND), Kind.PASSED, by=by, note=reason)
    journal.record("signal.passed_on", by=by, signal=signal, reason=reason, name=to.display)
    if before and before not in (to.pk, by.pk):
        key = f"signal:{signal.pk}:moved:{signal.version}"
        telling.queue("signal_moved", key=key, to=[before], signal=signal)
    return signal


@decides(Right.CORRECT_SIGNAL, when=(rules.no_case_yet,))
def correct_signal(signal: Signal, *, by, expected: int, changes: dict, reason: str = "") -> Signal:
    """Correct what was typed; what stood before stays in the history.

    Raises Conflict when a colleague saved meanwhile, Refused when no words would be left.
    """
    refuse(rules.words_are_written(changes["words"]))
    for name, value in changes.items():
        setattr(signal, name, value)
    signal.save_changes(expected=expected, reason=reason)
    journal.record("signal.corrected", by=by, signal=signal, reason=reason)
    return signal


@decides(Right.SEE_SOURCE, adds=True)
def reveal_source(signal: Signal, *, by, reason: str) -> dict[str, str]:
    """Open the source's identity for one reading; the reason goes into the journal (B7).

    Returns name and contact, both empty when there are none. The caller writes the reading log.
    """
    refuse(rules.reason_is_written(reason))
    journal.record("signal.source_read", by=by, signal=signal, reason=reason)
    with bound(current_actor(), unsealed=str(signal.pk)):
        source = SourceIdentity.objects.visible_to(by).filter(signal=signal).first()
        return source.unseal() if source else {"name": "", "contact": ""}


@transaction.atomic
def escalate(signal_id) -> Signal | None:
    """Pass an unanswered signal on by the clock, one step (S24). Worker only; None when not due.

    Asked again under the lock, so two sweeps, two workers or a second run do one step. While
    nobody is left to take it, everybody who answers for the channel is told each time it is due.
    """
    with elevated():
        signal = Signal.objects.select_for_update(no_key=True).filter(pk=signal_id).first()
        why = rules.why_it_moves_on(signal) if signal else None
        if why is None:
            return None
        chosen = route.after(signal, why)
        signal.holder = chosen.user if chosen else signal.holder
        signal.unattended = chosen is None
        signal.answer_due_at = route.due_moment()
        signal.save_changes()
        _hand_to(signal, chosen, Kind.ESCALATED)
        _journal_escalation(signal, chosen)
        return signal


def _journal_escalation(signal: Signal, chosen: route.Next | None) -> None:
    if chosen is None:
        journal.record("signal.unattended", by=None, signal=signal)
        return
    journal.record(
        "signal.escalated",
        by=None,
        signal=signal,
        name=chosen.user.display,
        why=str(chosen.why),
    )
