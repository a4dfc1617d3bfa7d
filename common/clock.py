"""The only source of domain time. A story, a test or a loaded demonstration sets it.

Histories and the journal take their dates from here too, so that a story loaded today
carries the dates of its own days (rulings 4).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, tzinfo

from django.utils import timezone

_set: ContextVar[datetime | None] = ContextVar("relais_clock", default=None)


def now() -> datetime:
    """The present moment, aware; inside ``at`` the moment that was set."""
    return _set.get() or timezone.now()


def of_the_machine() -> datetime:
    """The machine's moment, whatever is set: for comparing clocks, never domain time."""
    return timezone.now()


def today() -> date:
    """The present day in the territory's time zone, wherever the reader is (J1)."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day of the territory on which an aware moment lies."""
    return in_zone(moment, timezone.get_default_timezone()).date()


def in_zone(moment: datetime, zone: tzinfo | None) -> datetime:
    """``moment`` in that zone; unchanged where the shift would leave the calendar."""
    try:
        return timezone.localtime(moment, zone)
    except OverflowError:
        return moment


def end_of(day: date) -> datetime:
    """The last moment of a day of the territory, for what is due on that day."""
    return timezone.make_aware(datetime.combine(day, time.max), timezone.get_default_timezone())


def happened(day: date) -> datetime:
    """The moment kept of an event of which only the day is known: its day's end, never ahead."""
    return min(end_of(day), now())


def meant(due: date | datetime) -> date | datetime:
    """The day of a due moment that is a whole day's first or last one; else the moment itself."""
    if not isinstance(due, datetime) or timezone.is_naive(due):
        return due
    local = in_zone(due, timezone.get_default_timezone())
    return local.date() if local.time() in (time.min, time.max) else due


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Set the clock to ``moment`` (aware) for this context; the clock then stands still."""
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    token = _set.set(moment)
    try:
        yield moment
    finally:
        _set.reset(token)
