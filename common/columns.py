"""Constraints on the days in the database.

The bounds are fixed and wide: a constraint cannot know what day it is. What a person may type is
narrower (common/windows.py).
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

# (first day allowed, first day that is too late)
HELD = (date(1900, 1, 1), date(2200, 1, 1))
BIRTH_BOUNDS = (date(1880, 1, 1), date(2200, 1, 1))
ENDING = "_window"


def within(field: str, bounds: tuple[date, date] = HELD) -> models.CheckConstraint:
    """The constraint that keeps the column ``field`` inside ``bounds``; empty stays allowed."""
    first, beyond = bounds
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{field}{ENDING}",
        condition=models.Q(**{f"{field}__gte": first, f"{field}__lt": beyond}),
        violation_error_message=_("This day cannot be kept. Look at the year."),
    )
