"""What a search asks: one question for each kind of what its reader may read (X13, B9).

Each begins with the reader's own cases, or with the desks on which they answer: what belongs to
others is not looked at. Each is put in one order, from a place on where one is given.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from agencies.models import DutyKind, User
from casework.models import Record, TeamMember
from casework.views.case import own_memberships
from common import folding
from intake.models import MatchAnswer, NamedPerson, Signal
from intake.signals.desk import desk_rows
from worklist.searching.asked import Asked
from worklist.searching.places import Place, written_so


def parts(user: User, asked: Asked, after: Place | None = None) -> QuerySet[TeamMember]:
    """Own cases by the name or the initials of their person, or by a part of the reference."""
    wanted = _who(asked, "case__subject__", by_name=True)
    if asked.reference:
        wanted |= Q(case__reference__icontains=asked.reference)
    rows = own_memberships(user).filter(wanted) if wanted else own_memberships(user).none()
    return _ordered(rows, asked, "case__subject__", "opened_at", "case_id", after)


def named(user: User, asked: Asked, after: Place | None = None) -> QuerySet[NamedPerson]:
    """Whom the reader finds by name on the signals of their desks: coordinators alone do."""
    rows = _named(user)
    by_name = _by_name(user, asked)
    rows = rows.filter(by_name) if by_name else rows.none()
    return _ordered(rows, asked, "person__", "named_at", "pk", after)


def on_signals(user: User, asked: Asked, after: Place | None = None) -> QuerySet[NamedPerson]:
    """Who is named on the signals of the reader's desks: by initials, for coordinators by name.

    Names and ages are a coordinator's to read, as the possible matches are (2.1), until the person
    has a file or was said to be somebody known (2.5): see ``meant.reads_who``.
    """
    wanted = _who(asked, "person__", by_name=False) | _by_name(user, asked)
    rows = _named(user).filter(wanted) if wanted else _named(user).none()
    return _ordered(rows, asked, "", "signal__received_at", "signal_id", after)


def told_in(user: User, asked: Asked, after: Place | None = None) -> QuerySet[Signal]:
    """The signals of the reader's desks by a part of the reference, or by what was told.

    Whoever only reported a signal does not search in what the desk corrected in it (X45).
    """
    wanted = Q()
    if asked.reference:
        wanted |= Q(reference__icontains=asked.reference)
    if asked.parts:
        wanted |= _holding(asked.parts)
    if asked.name.needed > 1:
        wanted |= Q(told_keys__overlap=asked.sounds)
    rows: QuerySet[Signal] = Signal.objects.visible_to(user).filter(desk_rows(user))
    rows = rows.filter(wanted) if wanted else rows.none()
    return _ordered(rows, asked, "", "received_at", "pk", after)


def records(user: User, asked: Asked, after: Place | None = None) -> QuerySet[Record]:
    """The information on own cases that holds every word, as far as its author lets it go."""
    own = own_memberships(user).values("case")
    rows = Record.objects.visible_to(user).filter(case__in=own, withdrawn_at=None)
    rows = rows.select_related("case", "author", "agency")
    rows = rows.filter(_holding(asked.parts)) if asked.parts else rows.none()
    return _ordered(rows, asked, "", "written_at", "pk", after)


def _named(user: User) -> QuerySet[Any]:
    same = MatchAnswer.objects.visible_to(user).filter(named=OuterRef("pk"), answer="same")
    desk = Signal.objects.visible_to(user).filter(desk_rows(user))
    rows: QuerySet[Any] = NamedPerson.objects.visible_to(user)
    rows = rows.filter(signal__in=desk, taken_back_at=None)
    return rows.annotate(is_known=Exists(same)).select_related("person", "signal", "outcome")


def _by_name(user: User, asked: Asked) -> Q:
    if not asked.sounds or not user.has_duty(DutyKind.SIGNAL_COORDINATOR):
        return Q()
    theirs = Q(file=None, outcome__into_case=None, is_known=False)
    return theirs & Q(person__match_keys__overlap=asked.sounds)


def _ordered(
    rows: QuerySet[Any], asked: Asked, person: str, at: str, key: str, after: Place | None
) -> QuerySet[Any]:
    """In the order of places: those whose name is written so first, where a name is asked (X06)."""
    order = [f"-{at}", f"-{key}"]
    if person and asked.exact:
        written = ExpressionWrapper(written_so(asked, person), output_field=BooleanField())
        rows = rows.annotate(exact=written)
        order = ["-exact", *order]
    rows = rows.order_by(*order)
    return rows.filter(after.beyond(asked, person, at, key)) if after else rows


def _who(asked: Asked, person: str, *, by_name: bool) -> Q:
    wanted = Q()
    if asked.sounds and by_name:
        wanted |= Q(**{f"{person}match_keys__overlap": asked.sounds})
    if asked.initials:
        wanted |= _begins(person, *asked.initials)
    return wanted


def _holding(parts: Iterable[str]) -> Q:
    wanted = Q()
    for part in parts:
        wanted &= Q(words_key__contains=part)
    return wanted


def _begins(person: str, first: str, second: str = "") -> Q:
    """Names that begin with these letters, in either order; with the one of them, either name."""

    def begins(name: str, letter: str) -> Q:
        return Q(**{f"{person}{name}__regex": f"^[^[:alpha:]]*[{_written_for(letter)}]"})

    if not second:
        return begins("given_name", first) | begins("family_name", first)
    return begins("given_name", first) & begins("family_name", second) | (
        begins("given_name", second) & begins("family_name", first)
    )


@cache
def _first_letters() -> dict[str, str]:
    """Of each folded letter, the letters of all alphabets that are folded to a word with it."""
    found: dict[str, str] = {}
    for sign in map(chr, range(ord("A"), 0x2000)):
        if sign.isalpha() and (key := folding.folded(sign)):
            found[key[0]] = found.get(key[0], "") + sign
    return found


def _written_for(letter: str) -> str:
    return _first_letters().get(letter, letter)
