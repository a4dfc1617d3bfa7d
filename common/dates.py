"""Dates in words, in the reader's language: "Thu 26 Nov", "3 days late".

Days are those of the territory, wherever the reader is; an hour, and the day beside it, is shown in
the reader's time zone (X16).
A date alone says little to someone who is late: every part that shows a due date shows both the
weekday and how far away it is. "Today" is the clock's today (common/clock.py).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, ngettext, override, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from common import clock

NO_BREAK = "\N{NO-BREAK SPACE}"

DAYS_SHORT = (
    pgettext_lazy("day, short", "Mon"),
    pgettext_lazy("day, short", "Tue"),
    pgettext_lazy("day, short", "Wed"),
    pgettext_lazy("day, short", "Thu"),
    pgettext_lazy("day, short", "Fri"),
    pgettext_lazy("day, short", "Sat"),
    pgettext_lazy("day, short", "Sun"),
)
MONTHS_SHORT = (
    pgettext_lazy("month, short", "Jan"),
    pgettext_lazy("month, short", "Feb"),
    pgettext_lazy("month, short", "Mar"),
    pgettext_lazy("month, short", "Apr"),
    pgettext_lazy("month, short", "May"),
    pgettext_lazy("month, short", "Jun"),
    pgettext_lazy("month, short", "Jul"),
    pgettext_lazy("month, short", "Aug"),
    pgettext_lazy("month, short", "Sep"),
    pgettext_lazy("month, short", "Oct"),
    pgettext_lazy("month, short", "Nov"),
    pgettext_lazy("month, short", "Dec"),
)


# Nearer than this a moment is told in hours, whichever day it is then.
IN_HOURS = timedelta(hours=12)


def _day_of(value: date | datetime) -> date:
    """The territory's day of a date or a moment."""
    if isinstance(value, datetime):
        return clock.day_of(value) if timezone.is_aware(value) else value.date()
    return value


def _local(moment: datetime) -> datetime:
    return clock.in_zone(moment, None) if timezone.is_aware(moment) else moment


def _number(day: date) -> str:
    if day.day == 1 and (get_language() or "").startswith("fr"):
        return "1er"
    return str(day.day)


def day(value: date | datetime | None) -> str:
    """“Thu 26 Nov”; the year is added when it is not the present one. Empty for None."""
    if value is None:
        return ""
    on = _day_of(value)
    words = _day(on, get_language())
    return words if on.year == clock.today().year else f"{words} {on.year}"


@lru_cache(1000)
def _day(on: date, language: str | None) -> str:
    """The words of a day; they depend on nothing but the two arguments."""
    with override(language):
        return f"{DAYS_SHORT[on.weekday()]} {_number(on)}{NO_BREAK}{MONTHS_SHORT[on.month - 1]}"


def of_machines(value: date | datetime | None) -> str:
    """“2026-11-26T10:30:00+01:00”, in the reader's time zone. Empty for None."""
    if value is None:
        return ""
    return (_local(value) if isinstance(value, datetime) else value).isoformat()


def long_day(value: date | datetime | None) -> str:
    """“Thursday 26 November 2026”. Empty for None."""
    if value is None:
        return ""
    on = _day_of(value)
    return f"{WEEKDAYS[on.weekday()]} {_number(on)}{NO_BREAK}{MONTHS[on.month]} {on.year}"


def written_day(value: date | datetime | None) -> str:
    """“26 November 2026”, for a day that may lie years ago. Empty for None."""
    if value is None:
        return ""
    on = _day_of(value)
    return f"{_number(on)}{NO_BREAK}{MONTHS[on.month]} {on.year}"


def month(value: date | datetime | None) -> str:
    """“November 2026”. Empty for None."""
    if value is None:
        return ""
    on = _day_of(value)
    return _month(on.year, on.month, get_language())


@lru_cache(1000)
def _month(year: int, month: int, language: str | None) -> str:
    """The words of a month; they depend on nothing but the arguments."""
    with override(language):
        return f"{MONTHS[month]} {year}"


def hour(value: datetime | None) -> str:
    """“10:30” in English, “10 h 30” (and “10 h”) in French. Empty for None."""
    if value is None:
        return ""
    at = _local(value)
    if (get_language() or "").startswith("fr"):
        minutes = f"{NO_BREAK}{at.minute:02}" if at.minute else ""
        return f"{at.hour}{NO_BREAK}h{minutes}"
    return f"{at:%H:%M}"


def moment(value: date | datetime | None) -> str:
    """“Thu 26 Nov, 10:30”. A date, or the end of a day, is shown as a day. Empty for None."""
    if value is None:
        return ""
    due = clock.meant(value)
    if not isinstance(due, datetime):
        return day(due)
    return f"{day(_local(due).date())}, {hour(due)}"


def duration(span: timedelta) -> str:
    """“1 h 48 min”, “12 min”; whole minutes, never negative."""
    minutes = max(0, int(span.total_seconds() // 60))
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{NO_BREAK}min"
    whole = f"{hours}{NO_BREAK}h"
    return f"{whole} {rest}{NO_BREAK}min" if rest else whole


def state(value: date | datetime, soon_days: int = 2) -> str:
    """How near a due date or moment is: "late", "soon", or "" when far enough."""
    if isinstance(value, datetime) and value < clock.now():
        return "late"
    days = (_day_of(value) - clock.today()).days
    if days < 0:
        return "late"
    return "soon" if days <= soon_days else ""


def relative(value: date | datetime | None) -> str:
    """How far a due date is: "3 days late", "today", "1 h 48 min left", "in 3 days"."""
    if value is None:
        return ""
    value = clock.meant(value)
    if isinstance(value, datetime) and abs(value - clock.now()) < IN_HOURS:
        return _left(value)
    days = (_day_of(value) - clock.today()).days
    if days < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    if days == 0:
        return _left(value) if isinstance(value, datetime) else _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}


def _left(value: datetime) -> str:
    span = value - clock.now()
    if abs(span) < timedelta(minutes=1):
        return pgettext("a due moment", "now")
    if span < timedelta(0):
        return _("%(time)s late") % {"time": duration(-span)}
    return _("%(time)s left") % {"time": duration(span)}


def ago(value: date | datetime | None) -> str:
    """How long ago: "12 min ago", "today", "yesterday", "3 days ago". Empty for None."""
    if value is None:
        return ""
    if isinstance(value, datetime) and timedelta(0) <= clock.now() - value < IN_HOURS:
        return _hours_ago(value)
    days = (clock.today() - _day_of(value)).days
    if days <= 0:
        return _hours_ago(value) if isinstance(value, datetime) else _("today")
    if days == 1:
        return _("yesterday")
    return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}


def _hours_ago(value: datetime) -> str:
    span = clock.now() - value
    if span < timedelta(minutes=1):
        return _("just now")
    return _("%(time)s ago") % {"time": duration(span)}


def before(value: datetime) -> str:
    """“By 12:12”: the hour by which something has to happen."""
    return pgettext("hour", "By %(hour)s") % {"hour": hour(value)}


def seconds_left(value: datetime) -> int:
    """Whole seconds from now until a moment, never negative."""
    return max(0, int((value - clock.now()).total_seconds()))
