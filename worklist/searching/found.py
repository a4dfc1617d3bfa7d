"""What a search finds among what its reader may read, kind by kind, in one statement (X13, B9).

What belongs to others is not looked at (``questions``), and changes neither an answer nor its order
nor a count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from agencies.models import User
from casework import matching
from casework.models import Case, Person, Record, TeamMember
from common import folding
from common.together import ask_together
from intake.models import NamedPerson, Signal
from worklist.event import stream_before
from worklist.searching import meant, questions, words
from worklist.searching.asked import Asked
from worklist.searching.excerpt import excerpt
from worklist.searching.places import Place
from worklist.searching.section import Section, Source, section

# So many of a kind stand on a page; so many rows are read for it at once.
SHOWN, READ = 20, 200


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
    """The whole answer; where ``only`` names a kind it alone is shown, maybe a later page."""

    persons: Section[Somebody]
    cases: Section[OnCase]
    signals: Section[OnSignal]
    texts: Section[InText]
    only: str = ""
    is_later: bool = False

    @property
    def count(self) -> int:
        """How many were found altogether."""
        return sum(one.count for one in (self.persons, self.cases, self.signals, self.texts))

    @property
    def is_cut(self) -> bool:
        """Whether there are more than were counted."""
        return any(one.is_cut for one in (self.persons, self.cases, self.signals, self.texts))

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it is shown."""
        return not any(one.rows for one in (self.persons, self.cases, self.signals, self.texts))


Question = Callable[..., QuerySet[Any]]
_PARTS: Question = questions.parts
# A kind -> the questions in which it is found, each with the place of a row in its order.
KINDS: dict[str, tuple[tuple[Question, Callable[[Any], Place]], ...]] = {
    "persons": (
        (_PARTS, lambda part: Place(_is_written(part), part.opened_at, part.case_id)),
        (questions.named, lambda row: Place(_is_written(row), row.named_at, row.pk)),
    ),
    "cases": ((_PARTS, lambda part: Place(_is_written(part), part.opened_at, part.case_id)),),
    "signals": (
        (questions.on_signals, lambda row: Place(False, row.signal.received_at, row.signal_id)),
        (questions.told_in, lambda signal: Place(False, signal.received_at, signal.pk)),
    ),
    "texts": ((questions.records, lambda record: Place(False, record.written_at, record.pk)),),
}


def _is_written(row: Any) -> bool:
    return bool(getattr(row, "exact", False))


def search(user: User, asked: Asked, only: str = "", after: Place | None = None) -> Found:
    """What this reader finds; one statement, whatever there is.

    ``only`` is the kind that is shown, one of ``KINDS``, and ``after`` the place in it from which
    on; the others are counted.
    """
    first = {ask: ask(user, asked)[: READ + 1] for kind in KINDS.values() for ask, _place in kind}
    later = {}
    if only and after:
        later = {ask: ask(user, asked, after)[: READ + 1] for ask, _place in KINDS[only]}
    ask_together(*first.values(), *later.values())
    making = _Making(user, asked)
    sections = {kind: making.section(kind, first) for kind in KINDS}
    if later:
        page = making.section(only, later)
        sections[only] = replace(sections[only], rows=page.rows, following=page.following)
    for kind in KINDS:
        if only and kind != only:
            sections[kind] = replace(sections[kind], rows=())
    return Found(**sections, only=only, is_later=bool(later))


class _Making:
    """Makes what is shown of the rows that were read."""

    def __init__(self, user: User, asked: Asked) -> None:
        self.user, self.asked = user, asked

    def section(self, kind: str, read: dict[Question, QuerySet[Any]]) -> Section[Any]:
        """The section of one kind; persons as their names are written, then by likeness."""
        sources = [Source([*read[ask]], place, READ) for ask, place in KINDS[kind]]
        found: Section[Any] = section(sources, getattr(self, f"_{kind}"), SHOWN)
        if kind != "persons":
            return found
        typed = " ".join(self.asked.words)

        def rank(one: Somebody) -> Any:
            return one.is_exact, matching.likeness(typed, one.person.shown_name)

        return replace(found, rows=sorted(found.rows, key=rank, reverse=True))

    def _persons(self, rows: Sequence[TeamMember | NamedPerson]) -> Somebody | None:
        row = rows[0]
        if isinstance(row, NamedPerson):
            if not meant.reads_who(self.user, row):
                return None
            return self._somebody(row.person, signal=row.signal)
        return self._somebody(row.case.subject, part=row)

    def _somebody(self, person: Person, **known: Any) -> Somebody | None:
        if not meant.is_named(self.asked, person):
            return None
        is_exact = self.asked.is_written(person.match_keys)
        return Somebody(person, person.shown_name, is_exact, **known)

    def _cases(self, parts: Sequence[TeamMember]) -> OnCase | None:
        case = parts[0].case
        return OnCase(parts[0]) if meant.is_meant(self.asked, case.subject, case) else None

    def _signals(self, rows: Sequence[NamedPerson | Signal]) -> OnSignal | None:
        named = [row for row in rows if isinstance(row, NamedPerson)]
        known = [row for row in named if meant.is_meant_on_desk(self.user, self.asked, row)]
        if known:
            who = [
                words.initials_of(row.person)
                if meant.reads_who(self.user, row)
                else row.person.initials
                for row in known
            ]
            return OnSignal(known[0].signal, who)
        signal = next((row for row in rows if isinstance(row, Signal)), None)
        if signal is None or not meant.is_told(self.asked, signal):
            return None
        return OnSignal(signal, words=_of_signal(self.asked, signal))

    def _texts(self, records: Sequence[Record]) -> InText:
        return _in_text(self.asked, records[0])


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
