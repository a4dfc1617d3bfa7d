"""Whether somebody is a minor: one answer for rules, pages and lists (X08, S35, H6, rulings 7).

A date of birth decides, written or told. Without one a year or an age does, by the youngest and the
oldest that the person may be: minor who cannot be 18 yet, adult who has reached the age that the
territory sets, two years above 18 at first. What is left is doubt. The answer «not a minor» of the
first analysis, which has its grounds, settles it; else doubt counts as a minor.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum

from django.db.models import F, Q

from casework.persons.ages import Told
from common.windows import A_LIFE, years_from

OF_AGE = 18


class Standing(StrEnum):
    """What is known of somebody's age on one day."""

    MINOR = "minor"
    DOUBT = "doubt"
    ADULT = "adult"


def standing(
    day: date,
    *,
    age: int | None,
    told: Told | None,
    said_adult_on: date | None,
    surely_adult: Callable[[], int],
) -> Standing:
    """Minor, adult or doubt on ``day``.

    ``age`` is by the date of birth, ``told`` what the age says that was told, ``said_adult_on``
    the day of the answered check. ``surely_adult`` reads the setting, only where it is needed.
    """
    if age is not None:
        return Standing.ADULT if age >= OF_AGE else Standing.MINOR
    if told is not None:
        if told.oldest_on(day) < OF_AGE:
            return Standing.MINOR
        if told.youngest_on(day) >= (OF_AGE if told.is_exact else surely_adult()):
            return Standing.ADULT
    settled = said_adult_on is not None and said_adult_on <= day
    return Standing.ADULT if settled else Standing.DOUBT


def adults(day: date, person: str, surely_adult: int) -> Q:
    """The same as a condition: who is an adult on ``day``; ``person`` is the path, with its «__».

    All others are minors, or may be.
    """

    def of(**asked: object) -> Q:
        return Q(**{f"{person}{name}": value for name, value in asked.items()})

    eighteen = years_from(day, -OF_AGE)
    impossible = (
        of(birth_date__isnull=True)
        | of(birth_date__gt=day)
        | of(birth_date__lte=years_from(day, -A_LIFE - 1))
    )
    born = of(birth_date__lte=eighteen, birth_date__gt=years_from(day, -A_LIFE - 1))
    exact = of(born_from=F(f"{person}born_to"), born_to__lte=eighteen)
    told = exact | of(born_to__lte=years_from(day, -surely_adult))
    open_to_doubt = of(born_from__isnull=True) | of(born_from__lte=eighteen)
    return born | impossible & (told | open_to_doubt & of(adult_said_on__lte=day))
