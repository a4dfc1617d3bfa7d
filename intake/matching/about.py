"""About whom the outcomes of a signal are, and the state of the signal that follows (X10).

One outcome may be about all subjects, or about some of them; the signal has its outcome once each
subject has one. Whoever calls holds the lock of the signal, and the rights of the worker.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from common import clock
from intake.first_analysis import sheet
from intake.models import NamedPerson, Outcome, Signal

State = Signal.State
_WAITS = (Outcome.Kind.TO_CONFERENCE, Outcome.Kind.NEED_MORE)


def standing(signal: Signal) -> Outcome | None:
    """The outcome that a person who is named now comes under; None while none is decided.

    None too on a signal that was joined to a file: the file is another person's.
    """
    if signal.state == State.JOINED_TO_CASE or signal.state not in Outcome.Kind:
        return None
    rows = Outcome.objects.filter(signal=signal, status=Outcome.Status.IN_FORCE, kind=signal.state)
    return rows.order_by("apart", "-in_force_at").first()


def hold(outcome: Outcome, signal: Signal) -> None:
    """Put the outcome, in force now, on those it is about; the signal's state follows.

    One that was proposed while nobody was named is about whoever is named by now.
    """
    rows = _named(signal)
    if rows and not outcome.about and not outcome.apart:
        outcome.about = [row.pk for row in rows if row.outcome is None]
        outcome.save_changes()
    for row in rows:
        if row.pk in outcome.about:
            _put(row, outcome)
    follow(signal, outcome.kind)


def under(row: NamedPerson) -> None:
    """Put whoever is named now under the outcome that stands (``standing``), if there is one.

    On a signal that was joined to another's file the first analysis goes on for them.
    """
    outcome = standing(row.signal)
    if outcome is None:
        if row.signal.state == State.JOINED_TO_CASE:
            follow(row.signal)
    else:
        outcome.about = [*outcome.about, row.pk]
        outcome.save_changes()
        _put(row, outcome)


def clear(outcome: Outcome) -> None:
    """Take an outcome that holds no more from those it was about."""
    for row in NamedPerson.objects.filter(outcome=outcome):
        _put(row, None)


def release(outcome: Outcome, signal: Signal) -> None:
    """As ``clear``; the first analysis of those it was about goes on, and its day counts anew."""
    clear(outcome)
    signal.state, signal.open_again_at = State.IN_TRIAGE, clock.now()
    signal.save_changes()
    forget(signal)


def follow(signal: Signal, kind: str = "") -> None:
    """Give the signal the state that the outcomes about its subjects make.

    ``kind`` is the outcome decided now, the state where nobody is named.
    """
    subjects = [row for row in _named(signal) if row.is_subject]
    outcomes = [row.outcome for row in subjects if row.outcome]
    was = signal.state
    if len(outcomes) < len(subjects):
        if signal.is_decided:
            signal.state, signal.open_again_at = State.IN_TRIAGE, clock.now()
    elif outcomes:
        newest = max(outcomes, key=_weight)
        signal.state = newest.kind if newest.kind in _WAITS else kind or newest.kind
    else:
        signal.state = kind or was
    if kind or signal.state != was:
        signal.save_changes()
    forget(signal)


def _weight(outcome: Outcome) -> tuple:
    """What somebody still has to do goes before what was decided of others; then the newest."""
    return (_WAITS.index(outcome.kind) if outcome.kind in _WAITS else -1, outcome.in_force_at)


def forget(signal: Signal) -> None:
    """Read anew who is named: this instance of the signal is shown after the act."""
    for kept in signal.__dict__.get("_first_analysis", {}).values():
        kept.__dict__.pop("ever_named", None)
    signal.__dict__.pop("_unanswered", None)


def chosen(signal: Signal, keys: Collection[UUID] | None) -> tuple[list[UUID], bool]:
    """(whom an outcome is about, whether it leaves out others), of keys that were chosen.

    None chosen: everybody who is named, but for the subjects that have their outcome already.
    """
    found = sheet.of(signal)
    free = [row for row in found.named if row.outcome_id is None]
    meant = [row for row in free if keys is None or row.pk in keys]
    others = [row for row in found.subjects if row not in meant]
    return [row.pk for row in meant], bool(others)


def _put(row: NamedPerson, outcome: Outcome | None) -> None:
    row.outcome = outcome
    row.save_changes()


def _named(signal: Signal) -> list[NamedPerson]:
    rows = NamedPerson.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.filter(signal=signal, taken_back_at__isnull=True).select_related("outcome")
    return list(rows.order_by("pk"))
