"""The duty roster: who is called on a night or a day off (S24, rulings 7).

A turn gives no right. Whoever has one and cannot act then (no account, never signed in, away, no
duty and no post any more) leaves a hole, which the next turn fills, or nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from agencies import presence
from agencies.models import ChannelPost, Duty, DutyKind, Turn, User
from common import clock
from common.compiled import Rows, compiled
from common.together import Asking

Span = tuple[datetime, datetime]


def people(day: date) -> QuerySet[User]:
    """Return who may be put on the roster on `day`: whoever may act on a signal at all."""
    duties = Duty.objects.active_on(day).filter(kind=DutyKind.SIGNAL_COORDINATOR)
    posts = ChannelPost.objects.filter(active=True, channel__active=True)
    return (
        presence.people_with_account()
        .filter(presence.joined())
        .filter(Q(pk__in=duties.values("user")) | Q(pk__in=posts.values("user")))
    )


@dataclass(frozen=True)
class Roster:
    """The turns of a span of time, and who of their people is away."""

    turns: tuple[Turn, ...]
    away: dict[int, tuple[tuple[date, date], ...]]

    def called(self, moment: datetime) -> list[Turn]:
        """The turns that run at that moment and whose person can act, the first call first."""
        day = clock.day_of(moment)
        there = [
            turn
            for turn in self.turns
            if turn.begins_at <= moment < turn.ends_at and self._can_act(turn, day)
        ]
        return sorted(there, key=lambda turn: (turn.call, turn.begins_at, str(turn.pk)))

    def during(self, begins: datetime, ends: datetime) -> list[Turn]:
        """The turns of which something lies in the span, the first call first."""
        found = [turn for turn in self.turns if turn.begins_at < ends and turn.ends_at > begins]
        return sorted(found, key=lambda turn: (turn.call, turn.begins_at, str(turn.pk)))

    def covers(self, turn: Turn, begins: datetime, ends: datetime) -> list[Span]:
        """The parts of the span in which this turn runs and its person can act."""
        first, last = max(begins, turn.begins_at), min(ends, turn.ends_at)
        found, day = [], clock.day_of(first)
        while first < last:
            until = min(last, midnight(day + timedelta(days=1)))
            if self._can_act(turn, day):
                found.append((first, until))
            first, day = until, day + timedelta(days=1)
        return found

    def holes(self, begins: datetime, ends: datetime) -> list[Span]:
        """The parts of the span in which nobody who can act is called."""
        covered = sorted(
            part for turn in self.during(begins, ends) for part in self.covers(turn, begins, ends)
        )
        found, at = [], begins
        for first, last in covered:
            if first > at:
                found.append((at, first))
            at = max(at, last)
        return [*found, (at, ends)] if at < ends else found

    def _can_act(self, turn: Any, day: date) -> bool:
        if not (presence.has_joined(turn.user) and turn.holds_duty):
            return False
        return not any(first <= day <= last for first, last in self.away.get(turn.user_id, ()))


def midnight(day: date) -> datetime:
    """The first moment of a day of the territory."""
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def roster(begins: datetime, ends: datetime) -> Asking[Roster]:
    """Ask for the roster of a span, as the bound person or worker may read it, in one step."""
    turns: Rows[Any] = compiled(_turns, begins, ends)
    absences: Rows[Any] = compiled(_absences, begins, ends, *_days(begins, ends))
    yield [turns, absences]
    return _made(turns, absences)


def is_kept() -> QuerySet[Turn]:
    """The question whether this territory has a roster at all: a turn that was ever entered."""
    return Turn.objects.filter(removed_at=None).order_by()


def _made(turns: Iterable[Turn], absences: Iterable[tuple[int, date, date]]) -> Roster:
    away: dict[int, list[tuple[date, date]]] = {}
    for user, first, last in absences:
        away.setdefault(user, []).append((first, last))
    return Roster(tuple(turns), {user: tuple(days) for user, days in away.items()})


def _days(begins: datetime, ends: datetime) -> tuple[date, date]:
    return clock.day_of(begins), clock.day_of(ends)


def _turns(begins: datetime, ends: datetime) -> QuerySet[Turn]:
    zone = timezone.get_default_timezone()
    days = {
        "first_day": TruncDate("begins_at", tzinfo=zone),
        "last_day": TruncDate("ends_at", tzinfo=zone),
    }
    rows = _between(begins, ends).annotate(**days).annotate(holds_duty=_holds_duty())
    return rows.select_related("user__agency").order_by("begins_at", "call", "pk")


def _between(begins: datetime, ends: datetime) -> QuerySet[Turn]:
    return Turn.objects.filter(removed_at=None, begins_at__lt=ends, ends_at__gt=begins)


def _holds_duty() -> ExpressionWrapper:
    """Whether the person of a turn coordinates signals on its days, or has a post on a channel."""
    duties = Duty.objects.filter(
        Q(until=None) | Q(until__gte=OuterRef("last_day")),
        user=OuterRef("user"),
        kind=DutyKind.SIGNAL_COORDINATOR,
        since__lte=OuterRef("first_day"),
    )
    posts = ChannelPost.objects.filter(user=OuterRef("user"), active=True, channel__active=True)
    return ExpressionWrapper(Exists(duties) | Exists(posts), output_field=BooleanField())


def _absences(begins: datetime, ends: datetime, day: date, until: date) -> QuerySet[Any, Any]:
    on_turn = _between(begins, ends).order_by().values("user")
    rows = presence.absences_near(day, until).filter(user__in=on_turn)
    return rows.values_list("user_id", "first_day", "last_day")
