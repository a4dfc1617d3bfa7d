"""The day on which something happened, where it is entered on another one (X14).

Each form of an act that may have been done on paper has the same field; the act takes
``happened_on``, and the row keeps the event's moment beside that of the entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common import clock
from common.dates import day as day_words
from common.day_field import DayField
from common.refusals import Obstacle
from common.windows import HAPPENED, TO_COME
from common.words import Words


class HappenedField(DayField):
    """The day of an event: never ahead; today where nothing is typed, unless it must be."""

    def __init__(self, *, required: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("On which day?"))
        super().__init__(window=HAPPENED, required=required, initial=clock.today, **kwargs)

    def clean(self, value: Any) -> date:
        """The day typed, else today. Raises ValidationError as ``DayField`` does."""
        return super().clean(value) or clock.today()


class HappenedOn(forms.Form):
    """For the form of an act: the day on which it was done."""

    happened_on = HappenedField(
        help_text=_("Another day than today where it was done on paper. Both days are kept.")
    )


def moments(day: date | None) -> tuple[datetime, datetime | None]:
    """The moment of an event of that day, and when it is entered where that is another day."""
    now = clock.now()
    if day is None or day == clock.today():
        return now, None
    return clock.happened(day), now


def is_possible(day: date | None, first: date, early: Words, row: str) -> Iterator[Obstacle]:
    """The day is neither ahead nor before ``first``; ``early`` has a place for that (``day``)."""
    if day is None:
        return
    todo = _("Write the day it was.")
    if day > clock.today():
        yield Obstacle(TO_COME, row=row, todo=todo)
    elif day < first:
        yield Obstacle(str(early) % {"day": day_words(first)}, row=row, todo=todo)
