"""Decisions on a signal: captured, acknowledged, passed on, corrected, its source revealed."""

from __future__ import annotations

import itertools
from contextlib import nullcontext
from datetime import date

from django.db import transaction

from agencies.models import Channel
from casework import journal, references
from casework.deciding import decides
from casework.models import JournalEntry
from casework.rights import Right
from common import clock
from common.refusals import Conflict, refuse
from common.scope import bound, current_actor, elevated
from intake.models import Signal, SignalHop, SourceIdentity
from intake.signals import route, rules
from notices import telling

Kind = SignalHop.Kind
State = Signal.State


@decides(Right.CAPTURE_SIGNAL, adds=True)
def capture_signal(
    *,
    by,
    words: str,
    channel: Channel | None = None,
    caller_name="",
    caller_contact="",
    received_on: date | None = None,
    **seen,
) -> Signal:
    """Take in a signal, give it to whoever is there, and tell that person (S24, S25).

    ``seen`` holds the other fields of a Signal. An anonymous caller leaves no caller data,
    whatever was typed. ``received_on``: the day it came in, where it was taken down on paper; the
    delay counts from it (X14). Raises Refused when there are no words or no channel, or for a day
    to come.
    """
    channel = channel or route.usual_channel(by)
    came = rules.came_in_by_today(received_on)
    refuse([*rules.words_are_written(words), *rules.comes_by(channel), *came])
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
        **seen,
    )
    if received_on:
        signal.received_on = received_on
    signal.answer_due_at = route.due_moment(signal.received_at)
    signal.save(force_insert=True)
    if signal.caller != Signal.Caller.ANONYMOUS and (caller_name or caller_contact):
        _seal_source(signal, caller_name, caller_contact)
    route.add_hop(signal, Kind.RECEIVED, by=by)
    journal.record("signal.received", by=by, signal=signal, happened_on=signal.received_on)
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
    day = changes.get("received_on") or signal.received_on
    came_on_another_day = day != signal.received_on
    came = rules.came_in_before(signal, day) if came_on_another_day else ()
    refuse([*rules.words_are_written(changes["words"]), *came])
    for name, value in (changes | {"received_on": day}).items():
        setattr(signal, name, value)
    if came_on_another_day and signal.is_open:
        signal.answer_due_at = route.due_moment(signal.received_at)
    with elevated() if came_on_another_day else nullcontext():  # the day is nobody's else to move
        signal.save_changes(expected=expected, reason=reason)
    if not signal.is_urgent:
        telling.settle(signal=signal, kinds=telling.URGENT)
    journal.record("signal.corrected", by=by, signal=signal, reason=reason)
    return signal


@decides(Right.SEE_SOURCE, adds=True)
def reveal_source(signal: Signal, *, by, reason: str) -> dict[str, str]:
    """Open the source's identity for one reading; the reason goes into the journal (B7).

    Returns name and contact, both empty when there are none. The caller writes the reading log.
    """
    refuse(rules.reason_is_written(reason))
    journal.record("signal.source_read", by=by, signal=signal, reason=reason)
    known = _identities(signal, by)
    if not known:
        return {"name": "", "contact": ""}
    found = known[0].unseal()
    found.pop("reason", None)
    more = {"anonymous": known[0].anonymous, "before": _before(known)}
    return found | {key: value for key, value in more.items() if value}


def _identities(signal: Signal, by) -> list[SourceIdentity]:
    """The sealed rows of the signal's caller, the one that holds first."""
    with bound(current_actor(), unsealed=str(signal.pk)):
        rows = SourceIdentity.objects.visible_to(by).filter(signal=signal)
        return list(rows.select_related("made_by").order_by("-number"))


def _before(known: list[SourceIdentity]) -> list[dict]:
    """What stood before each correction, with who corrected it, when and why."""
    found = []
    for later, row in itertools.pairwise(known):
        why = later.unseal().get("reason", "")
        found.append(
            row.unseal() | {"until": later.made_at, "corrected_by": later.made_by, "why": why}
        )
    return found


@decides(Right.SEE_SOURCE)
def correct_source(
    signal: Signal, *, by, expected: int, caller: str, name: str, contact: str, reason: str
) -> Signal:
    """Correct who called: a number given later, a name misheard, anonymity asked afterwards (X33).

    What is left empty stays as it is. The reason is sealed with it: it may name the caller; whoever
    has read the identity is told that it was corrected. With ``caller`` anonymous it is read by the
    same few, is compared with nobody any more, and the desk sees no more than that.
    ``expected`` is the version of the signal. Raises Conflict, Refused.
    """
    if expected != signal.version:
        raise Conflict(signal)
    anonymous = caller == Signal.Caller.ANONYMOUS
    known = _identities(signal, by)
    stands = known[0].unseal() if known else {"name": "", "contact": ""}
    now = {"name": name.strip() or stands["name"], "contact": contact.strip() or stands["contact"]}
    same = {key: stands[key] for key in now} == now and caller == signal.caller
    refuse(
        [
            *rules.source_is_corrected(same, reason),
            *rules.anonymous_gives_nothing(anonymous, name, contact),
        ]
    )
    if any(now.values()):
        row = SourceIdentity(
            signal=signal,
            number=known[0].number + 1 if known else 1,
            anonymous=anonymous,
            made_by=by,
            made_at=clock.now(),
        )
        row.seal(**now, reason=reason)
        with bound(current_actor(), unsealed=str(signal.pk)):
            row.save(force_insert=True)
    signal.caller = caller
    with elevated():  # whoever took the call may have no other part in the signal
        signal.save_changes()
        journal.record("signal.source_corrected", by=by, signal=signal)
        readers = JournalEntry.objects.filter(signal_id=signal.pk, event="signal.source_read")
        key = f"signal:{signal.pk}:source:{signal.version}"
        told = set(readers.values_list("by_id", flat=True)) - {by.pk, None}
        telling.queue("source_corrected", key=key, to=told, signal=signal)
    return signal


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
