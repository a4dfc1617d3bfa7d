"""What a search finds among what its reader may read: four questions in one statement (X13, B9).

Each question begins with the reader's own cases, or with the desks on which they answer: what
belongs to others is not looked at, and changes neither an answer nor its order nor a count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from agencies.models import DutyKind, User
from casework import matching
from casework.matching import Keys
from casework.models import Case, Person, Record, TeamMember
from casework.persons import ages
from casework.views.case import own_memberships
from common import clock, folding
from common.together import ask_together
from intake.matching import told
from intake.models import MatchAnswer, NamedPerson, Signal
from intake.signals.desk import desk_rows
from worklist.event import stream_before
from worklist.searching import words
from worklist.searching.asked import Asked
from worklist.searching.excerpt import excerpt

# So many stand on the page; so many are read and put in order, exact ones first.
SHOWN, READ = 20, 200
T = TypeVar("T")


@dataclass(frozen=True)
class Section(Generic[T]):
    """One section of the answer: ``more`` are not shown, at least so many where ``is_cut``."""

    rows: Sequence[T] = ()
    more: int = 0
    is_cut: bool = False

    @classmethod
    def of(cls, found: Sequence[T], is_cut: bool) -> Section[T]:
        return cls(found[:SHOWN], max(0, len(found) - SHOWN), is_cut)

    @property
    def count(self) -> int:
        """How many are shown."""
        return len(self.rows)


@dataclass(frozen=True)
class Somebody:
    """A person whose name was found, and the case or signal through which the reader knows them."""

    person: Person
    name: str
    is_exact: bool
    part: TeamMember | None = None
    signal: Signal | None = None

    @property
    def age(self) -> str:
        return words.age_of(self.person)

    @property
    def of(self) -> Case | Signal | None:
        """Of what the name is read."""
        return self.part.case if self.part else self.signal


@dataclass(frozen=True)
class OnCase:
    """One of the reader's own cases."""

    part: TeamMember

    @property
    def who(self) -> str:
        return words.initials_of(self.part.case.subject)


@dataclass(frozen=True)
class OnSignal:
    """A signal of the reader's desk, with who of those named on it was found, or its words."""

    signal: Signal
    who: list[str] = field(default_factory=list)
    words: SafeString | str = ""


@dataclass(frozen=True)
class InText:
    """A piece of information in which the words stand; ``url`` is its place on its case."""

    record: Record
    words: SafeString
    url: str


@dataclass(frozen=True)
class Found:
    """The whole answer."""

    persons: Section[Somebody]
    cases: Section[OnCase]
    signals: Section[OnSignal]
    texts: Section[InText]

    @property
    def count(self) -> int:
        """How many are shown altogether."""
        return sum(one.count for one in (self.persons, self.cases, self.signals, self.texts))


def search(user: User, asked: Asked) -> Found:
    """What this reader finds; one statement, whatever there is."""
    builds: tuple[Callable[[User, Asked], QuerySet[Any]], ...]
    builds = (_parts, _named, _told_in, _records)
    questions = [build(user, asked)[: READ + 1] for build in builds]
    ask_together(*questions)
    parts, named, signals, records = ([*rows][:READ] for rows in questions)
    cut = [len(rows) > READ for rows in questions]
    own = _once_each(part for part in parts if _is_meant(asked, part.case.subject, part.case))
    known = [row for row in named if _is_meant_on_desk(user, asked, row)]
    return Found(
        Section.of(_persons(user, asked, own, known), cut[0] or cut[1]),
        Section.of([OnCase(part) for part in own], cut[0]),
        Section.of(_signals(user, asked, known, signals), cut[1] or cut[2]),
        Section.of([_in_text(asked, record) for record in records], cut[3]),
    )


# --- what is asked --------------------------------------------------------------------------
def _parts(user: User, asked: Asked) -> QuerySet[TeamMember]:
    """Own cases by the name or the initials of their person, or by a part of the reference."""
    wanted = _who(asked, "case__subject__", by_name=True)
    if asked.reference:
        wanted |= Q(case__reference__icontains=asked.reference)
    rows = _exact_first(own_memberships(user), asked, "case__subject__", "-opened_at", "-case_id")
    return rows.filter(wanted) if wanted else rows.none()


def _named(user: User, asked: Asked) -> QuerySet[NamedPerson]:
    """Who is named on the signals of the reader's desks: by initials, for coordinators by name.

    Names and ages are a coordinator's to read, as the possible matches are (2.1), until the person
    has a file or was said to be somebody known (2.5): see ``_reads_who``.
    """
    wanted = _who(asked, "person__", by_name=False)
    if asked.sounds and user.has_duty(DutyKind.SIGNAL_COORDINATOR):
        theirs = Q(file=None, outcome__into_case=None, is_known=False)
        wanted |= theirs & _who(asked, "person__", by_name=True)
    same = MatchAnswer.objects.visible_to(user).filter(named=OuterRef("pk"), answer="same")
    desk = Signal.objects.visible_to(user).filter(desk_rows(user))
    rows: QuerySet[Any] = NamedPerson.objects.visible_to(user)
    rows = rows.filter(signal__in=desk, taken_back_at=None)
    rows = rows.annotate(is_known=Exists(same)).select_related("person", "signal", "outcome")
    rows = _exact_first(rows, asked, "person__", "-named_at", "-pk")
    return rows.filter(wanted) if wanted else rows.none()


def _told_in(user: User, asked: Asked) -> QuerySet[Signal]:
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
    rows = Signal.objects.visible_to(user).filter(desk_rows(user)).order_by("-received_at", "-pk")
    return rows.filter(wanted) if wanted else rows.none()


def _records(user: User, asked: Asked) -> QuerySet[Record]:
    """The information on own cases that holds every word, as far as its author lets it go."""
    own = own_memberships(user).values("case")
    rows = Record.objects.visible_to(user).filter(case__in=own, withdrawn_at=None)
    rows = rows.select_related("case", "author", "agency").order_by("-written_at", "-pk")
    return rows.filter(_holding(asked.parts)) if asked.parts else rows.none()


def _who(asked: Asked, person: str, *, by_name: bool) -> Q:
    wanted = Q()
    if asked.sounds and by_name:
        wanted |= Q(**{f"{person}match_keys__overlap": asked.sounds})
    if asked.initials:
        wanted |= _begins(person, *asked.initials)
    return wanted


def _exact_first(rows: QuerySet[Any], asked: Asked, person: str, *order: str) -> QuerySet[Any]:
    """Before the list is cut, those whose name is written so (X06)."""
    if not asked.exact:
        return rows.order_by(*order)
    written = Q(**{f"{person}match_keys__contains": asked.exact})
    rows = rows.annotate(exact=ExpressionWrapper(written, output_field=BooleanField()))
    return rows.order_by("-exact", *order)


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


# --- what is found --------------------------------------------------------------------------
def _is_meant(asked: Asked, person: Person, case: Case | None = None) -> bool:
    """Whether the row is what was asked for: what the database was asked is a little wider."""
    if case and asked.reference and asked.reference in case.reference.lower():
        return True
    return _is_named(asked, person) or (_has_initials(asked, person) and _is_of_age(asked, person))


def _is_meant_on_desk(user: User, asked: Asked, row: NamedPerson) -> bool:
    if _reads_who(user, row):
        return _is_meant(asked, row.person)
    return _has_initials(asked, row.person)


def _reads_who(user: User, row: Any) -> bool:
    """Whether somebody's name and age on a signal are this reader's to read; initials are."""
    is_elsewhere = row.file_id is not None or row.is_joined or row.is_known
    return user.has_duty(DutyKind.SIGNAL_COORDINATOR) and not is_elsewhere


def _is_named(asked: Asked, person: Person) -> bool:
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


def _once_each(parts: Iterable[TeamMember]) -> list[TeamMember]:
    """One membership of each case, whatever the roles held on it."""
    found: dict[UUID, TeamMember] = {}
    for part in parts:
        found.setdefault(part.case_id, part)
    return list(found.values())


def _persons(
    user: User, asked: Asked, own: list[TeamMember], known: list[NamedPerson]
) -> list[Somebody]:
    """Those whose name was found: as it is written, then those that sound alike."""
    found: dict[UUID, Somebody] = {}
    for part in own:
        person = part.case.subject
        if _is_named(asked, person):
            found[person.pk] = Somebody(
                person, person.shown_name, asked.is_written(person.match_keys), part=part
            )
    for row in known:
        person = row.person
        if person.pk not in found and _reads_who(user, row) and _is_named(asked, person):
            is_exact = asked.is_written(person.match_keys)
            found[person.pk] = Somebody(person, person.shown_name, is_exact, signal=row.signal)
    typed = " ".join(asked.words)
    return sorted(
        found.values(),
        key=lambda one: (one.is_exact, matching.likeness(typed, one.person.shown_name)),
        reverse=True,
    )


def _signals(
    user: User, asked: Asked, known: list[NamedPerson], signals: list[Signal]
) -> list[OnSignal]:
    """The signals, newest first, each once."""
    found: dict[UUID, OnSignal] = {}
    for row in known:
        one = found.setdefault(row.signal_id, OnSignal(row.signal))
        who = words.initials_of(row.person) if _reads_who(user, row) else row.person.initials
        one.who.append(who)
    for signal in signals:
        if signal.pk not in found and _is_told(asked, signal):
            found[signal.pk] = OnSignal(signal, words=_of_signal(asked, signal))
    return sorted(
        found.values(), key=lambda one: (one.signal.received_at, one.signal.pk), reverse=True
    )


def _is_told(asked: Asked, signal: Signal) -> bool:
    if asked.reference and asked.reference in signal.reference.lower():
        return True
    if asked.parts and all(part in signal.words_key for part in asked.parts):
        return True
    return told.is_told_in(asked.name, Keys(tuple(signal.told_tokens), tuple(signal.told_keys)))


def _of_signal(asked: Asked, signal: Signal) -> SafeString:
    """Of its texts the first in which something of it stands; what was reported without one."""
    texts = [signal.words, signal.about, signal.place, signal.others]
    holding = (text for text in texts if any(part in folding.folded(text) for part in asked.parts))
    return excerpt(next(holding, signal.words), asked.parts)


def _in_text(asked: Asked, record: Record) -> InText:
    # The place just before it, so that the stream begins with it.
    after = UUID(int=record.pk.int + 1)
    place = urlencode({"before": stream_before(record.written_at, after)})
    url = f"{reverse('case', args=[record.case_id])}?{place}#feed"
    return InText(record, excerpt(record.body, asked.parts), url)
