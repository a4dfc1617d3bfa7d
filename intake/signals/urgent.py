"""A possible danger that nobody has acknowledged: who is reminded, when (S63, rulings 7).

By day whoever holds the signal is reminded, later a stand-in, then the signal coordinators. At
night and on days off it is the duty roster alone: the first call, later all who are on call. With
nobody there who can act, everybody of the desk who can; with none of these, everybody who answers
for the channel. Each person is told once of a signal: the notice is the memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from agencies import duty_desk
from agencies.duty_desk import DutyDesk
from agencies.models import Turn
from agencies.roster import roster
from casework.calendar import WorkingDays
from common import clock
from common.scope import WORKER, bound
from common.together import answer
from intake.models import Signal
from intake.roster.nights import is_off_hours
from notices import telling

# So many signals are told of together, in one transaction.
BATCH = 200
A_MOMENT = timedelta(seconds=1)


def waiting(before: datetime) -> QuerySet[Signal]:
    """Signals with a possible danger that came in by then and that nobody has acknowledged."""
    return Signal.objects.filter(
        state=Signal.State.RECEIVED, danger__in=Signal.POSSIBLE_DANGER, received_at__lte=before
    )


def hours_now() -> Hours:
    """The settings and who is on call now. Worker only."""
    with bound(WORKER):
        now, days = clock.now(), WorkingDays()
        found = answer(roster(now - A_MOMENT, now + A_MOMENT))
        return Hours(now, days, tuple(found.called(now)) if is_off_hours(now, days) else None)


def tell(hours: Hours) -> int:
    """Tell whom each urgent signal asks for now. Returns how many notices are new. Worker only."""
    return sum(_batches(hours))


def _batches(hours: Hours) -> Iterator[int]:
    """Tell of all that wait, the oldest first, a batch a transaction; yield how many were new."""
    after = Q()
    while True:
        with bound(WORKER):
            rows = waiting(hours.now - hours.until(1)).filter(after)
            rows = rows.select_for_update(of=("self",), no_key=True, skip_locked=True)
            batch = list(rows.select_related("channel").order_by("received_at", "pk")[:BATCH])
            desks = {desk.channel.pk: desk for desk in duty_desk.desks(clock.day_of(hours.now))}
            letters = [
                letter
                for signal in batch
                for letter in _letters(signal, hours, _desk(signal, desks))
            ]
            new = telling.queue_all(letters) if letters else 0
        yield new
        if len(batch) < BATCH:
            return
        last = batch[-1]
        after = Q(received_at__gt=last.received_at) | Q(
            received_at=last.received_at, pk__gt=last.pk
        )


def _desk(signal: Signal, desks: dict[int, DutyDesk]) -> DutyDesk:
    """The desk of the signal's channel, closed meanwhile or not."""
    known = desks.get(signal.channel_id)
    return known or duty_desk.on_duty(signal.channel, clock.today())


@dataclass(frozen=True)
class Hours:
    """What holds for all signals now: the settings, and who is on call (None by day)."""

    now: datetime
    days: WorkingDays
    called: tuple[Turn, ...] | None

    def until(self, step: int) -> timedelta:
        """How long after its arrival a signal comes to that step: reminder, stand-in, number."""
        profile = self.days.profile
        hours = {
            1: profile.urgent_reminder_hours,
            2: profile.urgent_stand_in_hours,
            3: profile.urgent_number_hours,
        }
        return timedelta(hours=hours[step])

    def has_come(self, since: datetime, step: int) -> bool:
        """Whether that step of what waits since then has come."""
        return since <= self.now - self.until(step)


# --- whom a signal asks for -----------------------------------------------------------------
def _letters(signal: Signal, hours: Hours, desk: DutyDesk) -> list[telling.Letter]:
    """The notices of a signal; whoever was told of it already is left out when they are written."""
    found: list[telling.Letter] = []
    told: set[int] = set()
    for kind, people in _whom(signal, hours, desk):
        to = frozenset(people - told)
        told |= to
        if to:
            found.append(
                telling.Letter(
                    kind=kind,
                    key=f"urgent:{signal.pk}",
                    to=to,
                    reference=signal.reference,
                    signal_id=signal.pk,
                )
            )
    return found


def _whom(signal: Signal, hours: Hours, desk: DutyDesk) -> list[tuple[str, set[int]]]:
    """(kind of notice, whom), the narrower kinds first."""
    if hours.called is not None:
        called = on_call(hours, desk, signal.received_at)
        return [("urgent_on_call", called)] if called else _everybody(signal, desk)
    if not there(desk):
        return _everybody(signal, desk)
    return _by_day(signal, hours, desk)


def on_call(hours: Hours, desk: DutyDesk, since: datetime) -> set[int]:
    """Who is on call and may act on a signal of this desk: at first the first call alone.

    A turn gives no right: whoever has no part in the channel is passed over.
    """
    may_act = {user.pk for user in desk.everyone}
    turns = [turn for turn in hours.called or () if turn.user_id in may_act]
    if not hours.has_come(since, 2):
        turns = [turn for turn in turns if turn.call == turns[0].call]
    return {turn.user_id for turn in turns}


def _by_day(signal: Signal, hours: Hours, desk: DutyDesk) -> list[tuple[str, set[int]]]:
    is_there = signal.holder_id in there(desk) and not signal.unattended
    holds = signal.holder_id if is_there else None
    order = (*desk.deputies_present, *desk.coordinators_present, *desk.receivers_present)
    stand_in = {next((user.pk for user in order if user.pk != holds), 0)} - {0}
    found: list[tuple[str, set[int]]] = [("urgent_waits", {holds} if holds else set())]
    if hours.has_come(signal.received_at, 2) or holds is None:
        found.append(("urgent_stand_in", stand_in))
    if hours.has_come(signal.received_at, 3):
        found.append(("urgent_nobody", {user.pk for user in desk.coordinators_present}))
    return found


def _everybody(signal: Signal, desk: DutyDesk) -> list[tuple[str, set[int]]]:
    """Everybody of the desk who can act; where none can, everybody who answers for the channel."""
    people = there(desk) or {user.pk for user in desk.everyone}
    return [
        ("urgent_waits", {pk for pk in people if pk == signal.holder_id}),
        ("urgent_nobody", people),
    ]


def there(desk: DutyDesk) -> set[int]:
    """Everybody of the desk who can act today."""
    return {
        user.pk
        for user in (*desk.receivers_present, *desk.deputies_present, *desk.coordinators_present)
    }
