"""An age as somebody told it, in French or English: when may this person have been born? (X07)

Pure: no database, no clock, no setting. Read are a date of birth, a month or a year of birth, an
age or several of them; and nothing where nothing is said. A class («2e année»), a length of time
(«depuis 2 ans») and a telephone number are no age. Where several ages are told, all of them stay
possible.

``born_from`` and ``born_to`` of a Person are this reading, kept for queries: whoever changes what
is read here adds a migration that reads every age again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from casework.persons import age_words as said
from common.columns import BIRTH_BOUNDS
from common.windows import A_LIFE, shifted, years_from

LONGEST = 200  # characters that are read
ABOUT = 2  # years more or less of what is told with «about»
VAGUE = 12  # years: a wider statement gives no year of birth
A_CHILD = 5  # years: a later day beside other words is not taken for a birth


@dataclass(frozen=True)
class Told:
    """The first and the last day on which the person may have been born."""

    first: date
    last: date

    @property
    def is_exact(self) -> bool:
        """Whether it is a date of birth."""
        return self.first == self.last

    @property
    def year(self) -> int | None:
        """The likeliest year of birth; None where too many are possible."""
        if self.last.year - self.first.year > VAGUE:
            return None
        return (self.first.year + self.last.year + 1) // 2

    def youngest_on(self, day: date) -> int:
        return years_between(self.last, day)

    def oldest_on(self, day: date) -> int:
        return years_between(self.first, day)


def years_between(born: date, day: date) -> int:
    """Whole years on ``day`` of who was born on ``born``; of 29 February: on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def read(text: str, told_on: date | None) -> Told | None:
    """What ``text``, told on that day, says of the birth; None where it says nothing.

    Never before a human life, never after the day on which it was told.
    """
    if told_on is None:
        return None
    words = said.folded(text[:LONGEST])
    births, rest = _births(words, told_on)
    found = births or _from_ages(list(_ages(rest)), told_on)
    return _hull(found, told_on)


# --- days and years of birth ----------------------------------------------------------------
def _births(words: str, told_on: date) -> tuple[list[Told], str]:
    """The births that are told, and the words without their days."""
    dated, rest = [], words
    for start, end, days in said.dates(words, told_on):
        dated.append((start, end, Told(*days)))
        rest = rest[:start] + "#" * (end - start) + rest[end:]
    ages = _from_ages(list(_ages(rest)), told_on)
    births = []
    for start, _end, told in dated:
        coming = said.BIRTHDAY.search(words[:start])
        if coming:  # «18 ans le 3 mai 2027»
            years = -int(coming["age"])
            births.append(Told(years_from(told.first, years), years_from(told.last, years)))
        elif _is_birth(told, rest, words[:start], ages, told_on):
            births.append(told)
    for match in said.AGE_IN_A_YEAR.finditer(rest):
        year = int(match["year"]) - int(match["age"])
        births += [Told(date(year - 1, 1, 1), date(year, 12, 31))] if year > 1 else []
    births += [Told(*days) for days in said.years(rest, told_on)]
    return [one for one in births if _is_possible(one, told_on)], rest


def _is_birth(told: Told, rest: str, before: str, ages: list[Told], told_on: date) -> bool:
    """A day is a birth where it is said, stands alone, or agrees with the age beside it."""
    if said.BORN_JUST_BEFORE.search(before):
        return True
    if ages:
        hull = _hull(ages, told_on)
        if hull is None:
            return False
        return shifted(hull.first, -366) <= told.last and told.first <= shifted(hull.last, 366)
    alone = not said.NEUTRAL.sub("", rest.replace("#", " ")).strip(said.MARKS)
    return alone or told.last <= years_from(told_on, -A_CHILD)


def _is_possible(told: Told, told_on: date) -> bool:
    return told.first <= told_on and told.last >= _earliest(told_on)


# --- ages -----------------------------------------------------------------------------------
def _ages(words: str) -> Iterator[tuple[int, int]]:
    """(youngest, oldest) of each age that is told."""
    yield from said.decades(words)
    found = False
    for match in said.WITH_UNIT.finditer(words):
        before, after = words[: match.start()], words[match.end() :]
        lasts = said.LASTS_BEFORE.search(before) or said.LASTS_AFTER.match(after)
        if lasts and not said.BORN_JUST_BEFORE.search(before):
            continue
        found = True
        yield from _one_age(match, before, after)
    if found:
        return
    for match in said.BARE.finditer(words):
        before, after = words[: match.start("low")], words[match.end() :]
        if said.is_alone(words, match):
            found = True
            yield from _one_age(match, before, after)
    months = None if found else said.MONTHS_OLD.search(words)
    if months and not said.LASTS_BEFORE.search(words[: months.start()]):
        yield int(months["n"]) // 12, int(months["n"]) // 12


def _one_age(match: re.Match[str], before: str, after: str) -> Iterator[tuple[int, int]]:
    """The youngest and oldest of one told age, by the words around it."""
    low, high = int(match["low"]), int(match["high"] or match["low"])
    if high < low or high > A_LIFE:
        return
    if match["high"] and not match["to"].strip() and high - low > 1:
        low = high  # «3 17 ans»: two numbers that do not belong together
    if said.UNDER.search(before):
        low, high = 0, low - 1
    elif said.OVER.search(before) or said.OR_MORE.match(after):
        high = A_LIFE
    elif said.NOT_YET.search(before):
        low, high = low - 1, high - 1
    elif said.NEARLY.search(before):
        low -= 1
    elif said.ABOUT.search(before) or said.OR_SO.match(after):
        low, high = low - ABOUT, high + ABOUT
    if high >= 0:
        yield max(low, 0), min(high, A_LIFE)


def _from_ages(ages: Iterable[tuple[int, int]], told_on: date) -> list[Told]:
    return [
        Told(years_from(told_on, -high - 1) + timedelta(days=1), years_from(told_on, -low))
        for low, high in ages
    ]


def _earliest(told_on: date) -> date:
    return max(years_from(told_on, -A_LIFE), BIRTH_BOUNDS[0])


def _hull(found: list[Told], told_on: date) -> Told | None:
    """All that is possible by what was told, within a life, and not after that day."""
    if not found:
        return None
    first = max(min(one.first for one in found), _earliest(told_on))
    last = min(max(one.last for one in found), told_on)
    return Told(first, last) if first <= last else None
