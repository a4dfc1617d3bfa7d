"""The search of all persons for the person of a signal (rulings 3)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from casework.matching import Compared, Known, compare, likeness
from casework.models import Case, Person
from common import clock
from common.scope import elevated
from intake.matching import words
from intake.models import MatchAnswer, MatchSearch, NamedPerson, Signal

_COLUMNS = (
    "person_id", "is_own", "given_name", "family_name", "alias", "birth_date", "age_text",
    "told_at", "has_file", "ask", "told_on_id", "head_id", "of_all",
)  # fmt: skip
_ASK = "select * from access.match_persons(%s, %s, %s)"


@dataclass
class Candidate:
    """Somebody who may be the same person as ``of``, with what may be said of their files.

    ``told_on`` is the signal whose words hold the name, where nobody is named on it; ``pk`` is then
    that signal's.
    """

    pk: UUID
    known: Known
    of: NamedPerson
    has_file: bool = False
    ask: str = ""
    compared: Compared = field(default_factory=Compared)
    signals: list[Signal] = field(default_factory=list)
    told_on: Signal | None = None
    head: UUID | None = None
    case: Case | None = None
    answer: MatchAnswer | None = None
    buttons: list = field(default_factory=list)

    @property
    def agrees(self) -> list[str]:
        return words.sentences(self.compared.agrees, self.known)

    @property
    def differs(self) -> list[str]:
        return words.sentences(self.compared.differs, self.known)


@dataclass
class Found:
    """The person of the signal, and everybody who may be the same, likeliest first."""

    own: Known | None = None
    candidates: list[Candidate] = field(default_factory=list)
    more: int = 0  # who sounds less alike, and is not shown (X06)

    @property
    def unanswered(self) -> int:
        return sum(candidate.answer is None for candidate in self.candidates)

    def candidate(self, pk) -> Candidate | None:
        return next((c for c in self.candidates if c.pk == pk), None)


def look(named: NamedPerson, *, by, request_id: str = "") -> Found:
    """Look for a named person among all persons; the database logs it, the words are kept.

    ``named.signal`` is loaded. Nobody is found, and nothing logged, where the name was taken back
    or has its file, outside the first analysis, or for anybody but a signal coordinator of today.
    """
    signal = named.signal
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [named.pk, clock.now(), request_id])
        rows = [dict(zip(_COLUMNS, row, strict=True)) for row in cursor.fetchall()]
    if not rows:
        return Found()
    own = next(_known(row) for row in rows if row["is_own"])
    candidates = [
        Candidate(
            row["person_id"], _known(row), named, row["has_file"], row["ask"], head=row["head_id"]
        )
        for row in rows
        if row["person_id"] and not row["is_own"]
    ]
    _with_files(candidates, named, by)
    mine = _placed(own, [signal.place])
    for candidate in candidates:
        candidate.known = _placed(candidate.known, [s.place for s in candidate.signals])
        candidate.compared = compare(mine, candidate.known)
    candidates += _told([row["told_on_id"] for row in rows if row["told_on_id"]], named, mine, by)
    candidates.sort(key=lambda c: _order(own, c), reverse=True)
    _keep(signal, by, own, candidates)
    shown = [row for row in rows if not row["is_own"]]
    of_all = max((row["of_all"] for row in shown), default=0)
    return Found(own, candidates, more=of_all - len(shown))


def joined_to(named: NamedPerson, by) -> list[Candidate]:
    """Who was said to be the same as this named person, where nobody is searched any more (X04).

    Without a search: their signals as the reader may see them, so that it can be taken back.
    """
    given = MatchAnswer.objects.visible_to(by).filter(named=named, answer=MatchAnswer.Answer.SAME)
    found = []
    for answer in given.select_related("decided_by"):
        there = NamedPerson.objects.visible_to(by).filter(
            person=answer.candidate_id, taken_back_at__isnull=True
        )
        signals = [row.signal for row in there.select_related("signal")]
        found.append(Candidate(answer.candidate_id, Known(), named, signals=signals, answer=answer))
    return found


def _told(keys: list[UUID], named: NamedPerson, mine: Known, by) -> list[Candidate]:
    """Signals on which nobody is named and whose words hold the name (X03): two queries."""
    if not keys:
        return []
    given = MatchAnswer.objects.visible_to(by).filter(named=named, told_on__in=keys)
    answers = {answer.told_on_id: answer for answer in given.select_related("decided_by")}
    mine = replace(mine, given="", family="", alias="")
    found = []
    for one in Signal.objects.visible_to(by).filter(pk__in=keys).order_by("-received_at", "-pk"):
        said = " ; ".join(part for part in (one.about, one.others) if part.strip())
        told_on = clock.day_of(one.received_at)
        known = Known(alias=said, age=one.about_age, told_on=told_on)
        compared = compare(mine, _placed(replace(known, alias=""), [one.place]))
        compared.agrees.insert(0, "told")
        compared.differs.remove("written")
        found.append(
            Candidate(
                one.pk,
                known,
                named,
                compared=compared,
                signals=[one],
                told_on=one,
                answer=answers.get(one.pk),
            )
        )
    return found


def keep_question(signal: Signal, by, person: Person) -> None:
    """Keep the words that a name will be searched by, sealed, when they are written (X41).

    From then on the rules before an outcome say how many were found.
    """
    own = Known(
        given=person.given_name,
        family=person.family_name,
        alias=person.alias,
        born=person.birth_date,
        age=person.age_text,
    )
    _keep(signal, by, own, [])


def unanswered(signal: Signal) -> dict[UUID, int]:
    """How many possible matches of which of its subjects nobody has answered.

    Without those who have a file. Asked once of this instance of the signal.
    """
    if "_unanswered" not in signal.__dict__:
        with elevated(), connection.cursor() as cursor:
            cursor.execute("select * from access.matches_unanswered(%s)", [signal.pk])
            signal.__dict__["_unanswered"] = dict(cursor.fetchall())
    return signal.__dict__["_unanswered"]


def _keep(signal: Signal, by, own: Known, candidates: list[Candidate]) -> None:
    """Keep the searched words and the persons shown, sealed for the officer alone (X41)."""
    row = MatchSearch(at=clock.now(), by=by, signal=signal, reference=signal.reference)
    born = own.born.isoformat() if own.born else ""
    asked = [own.given, own.family, own.alias, born, own.age, signal.place]
    row.seal(asked=asked, shown=[str(candidate.pk) for candidate in candidates])
    row.save(force_insert=True)


def _order(own: Known, candidate: Candidate) -> tuple:
    born = own.born is not None and own.born == candidate.known.born
    return (born, likeness(own.name, candidate.known.name))


def _with_files(candidates: list[Candidate], named: NamedPerson, by) -> None:
    """Signals, cases and answers, each through the reader's own eyes: three queries."""
    heads = {candidate.head for candidate in candidates}
    signals: dict[UUID, list[Signal]] = {}
    earlier = NamedPerson.objects.visible_to(by).filter(
        person__head__in=heads, taken_back_at__isnull=True
    )
    earlier = earlier.exclude(signal=named.signal_id).select_related("person", "signal")
    for one in earlier.order_by("-signal__received_at", "-signal"):
        there = signals.setdefault(one.person.head_id, [])
        if one.signal not in there:
            there.append(one.signal)
    mine = Case.objects.visible_to(by).filter(subject_head__in=heads).order_by("opened_at")
    cases = {case.subject_head_id: case for case in mine}
    given = MatchAnswer.objects.visible_to(by).filter(named=named).select_related("decided_by")
    answers = {answer.candidate_id: answer for answer in given}
    for candidate in candidates:
        candidate.signals = signals.get(candidate.head, [])
        candidate.case = cases.get(candidate.head)
        candidate.answer = answers.get(candidate.pk)


def _known(row: dict) -> Known:
    born: date | None = row["birth_date"]
    told: datetime = row["told_at"]
    return Known(
        given=row["given_name"],
        family=row["family_name"],
        alias=row["alias"],
        born=born,
        age=row["age_text"],
        told_on=told.date(),
    )


def _placed(known: Known, places: list[str]) -> Known:
    given = tuple(place for place in places if place.strip())
    return Known(**(vars(known) | {"places": given}))
