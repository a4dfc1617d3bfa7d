"""Whether a row is what was asked for: the database is asked a little wider.

Those who are looked at are the reader's own in any case.
"""

from __future__ import annotations

from typing import Any

from agencies.models import DutyKind, User
from casework import matching
from casework.matching import Keys
from casework.models import Case, Person
from casework.persons import ages
from common import clock, folding
from intake.matching import told
from intake.models import NamedPerson, Signal
from worklist.searching.asked import Asked


def is_meant(asked: Asked, person: Person, case: Case | None = None) -> bool:
    """Whether the row is what was asked for: what the database was asked is a little wider."""
    if case and asked.reference and asked.reference in case.reference.lower():
        return True
    return is_named(asked, person) or (_has_initials(asked, person) and _is_of_age(asked, person))


def is_meant_on_desk(user: User, asked: Asked, row: NamedPerson) -> bool:
    """The same of who is named on a signal: by initials where no more is this reader's to read."""
    if reads_who(user, row):
        return is_meant(asked, row.person)
    return _has_initials(asked, row.person)


def reads_who(user: User, row: Any) -> bool:
    """Whether somebody's name and age on a signal are this reader's to read; initials are."""
    is_elsewhere = row.file_id is not None or row.is_joined or row.is_known
    return user.has_duty(DutyKind.SIGNAL_COORDINATOR) and not is_elsewhere


def is_named(asked: Asked, person: Person) -> bool:
    """By the one rule of names (X05).

    A lone word agrees by its consonants where these say enough, or an age agrees too: those who are
    found are the reader's own in any case.
    """
    if not asked.sounds:
        return False
    keys = Keys(tuple(person.match_tokens), tuple(person.match_keys))
    is_of_age = asked.age is not None and _years(person) is not None and _is_of_age(asked, person)
    return matching.may_be_one(asked.name, keys, further=asked.is_telling or is_of_age)


def _has_initials(asked: Asked, person: Person) -> bool:
    if not asked.initials:
        return False
    names = (person.given_name, person.family_name)
    letters = [folding.folded(name)[:1] for name in names]
    wanted = [*asked.initials]
    return wanted in (letters, letters[::-1]) if wanted[1:] else wanted[0] in letters


def _is_of_age(asked: Asked, person: Person) -> bool:
    """Whether they may be of that age today; yes where none was typed, or none is known."""
    known = _years(person)
    return asked.age is None or known is None or known[0] <= asked.age <= known[1]


def _years(person: Person) -> tuple[int, int] | None:
    """The youngest and the oldest that somebody may be today; None where nothing says so."""
    today = clock.today()
    exact = person.age_on(today)
    if exact is not None:
        return exact, exact
    told_age: ages.Told | None = person.told
    return (told_age.youngest_on(today), told_age.oldest_on(today)) if told_age else None


def is_told(asked: Asked, signal: Signal) -> bool:
    """Whether it was told in the signal's texts, or its reference was asked for."""
    if asked.reference and asked.reference in signal.reference.lower():
        return True
    if asked.parts and all(part in signal.words_key for part in asked.parts):
        return True
    return told.is_told_in(asked.name, Keys(tuple(signal.told_tokens), tuple(signal.told_keys)))
