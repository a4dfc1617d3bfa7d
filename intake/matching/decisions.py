"""Decisions on who a signal is about, and on possible matches: a coordinator's (2.1, S78).

Nothing is merged by itself. A signal joined to a known person keeps its own row, so that another
answer puts everything back.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from agencies import authorisations, mail
from casework import journal
from casework.deciding import decides
from casework.matching import SOUND, Known, compare, keys_of, may_be_one
from casework.models import JournalEntry, Person, TerritoryProfile
from casework.persons.rules import FIELDS
from casework.rights import Right
from common import clock
from common.refusals import Conflict, Obstacle, Strength, refuse
from common.scope import elevated
from intake.matching import rules
from intake.models import MatchAnswer, Signal

FURTHER = frozenset({"born", "age", "place"})
SAME = MatchAnswer.Answer.SAME


@decides(
    Right.MATCH_PERSONS, when=(rules.may_be_looked_for,), rules=(rules.joined_to_nobody_known,)
)
def name_person(signal: Signal, *, by, expected: int, changes: dict) -> Person:
    """Write down who the signal is about; ``changes`` holds all of casework.persons.FIELDS.

    Makes the signal's own person the first time, corrects it later and keeps what stood. Raises
    Conflict when a colleague wrote meanwhile, Refused without a name or when nothing changes.
    """
    with elevated():
        person = Person.objects.filter(pk=signal.person_id).first()
    refuse(
        [
            *rules.is_named(changes),
            *rules.few_words(changes),
            *rules.born_in_the_past(changes),
            *_nothing_changed(person, changes),
        ]
    )
    if person is None:
        return _first_name(signal, by, expected, changes)
    with elevated():
        person = Person.locked(person.pk)
        person.take(changes, told_on=signal.told_on(changes["age_text"]))
        person.save_changes(expected=expected)
    journal.record("signal.person_corrected", by=by, signal=signal)
    _tell_of_many_names(signal)
    return person


def _tell_of_many_names(signal: Signal) -> None:
    """Tell the data protection officers when one signal is given many names: a search (X41)."""
    with elevated():
        again = JournalEntry.objects.filter(signal_id=signal.pk, event="signal.person_corrected")
        if again.count() > TerritoryProfile.load().renamings_unnoticed:
            for officer in authorisations.officers():
                mail.after_commit("searches", officer)


def _first_name(signal: Signal, by, expected: int, changes: dict) -> Person:
    if expected:
        raise Conflict(Person(version=0))
    person = Person(created_at=clock.now())
    person.take(changes, told_on=signal.told_on(changes["age_text"]))
    with elevated():
        person.save(force_insert=True)
    signal.person = person
    signal.save_changes()
    journal.record("signal.person_named", by=by, signal=signal)
    return person


def _nothing_changed(person: Person | None, changes: dict):
    if person is not None and all(getattr(person, name) == changes[name] for name in FIELDS):
        yield Obstacle(_("Nothing has been changed yet."), row="2.8")


def answer_on(signal: Signal, candidate) -> MatchAnswer:
    """What stands of this candidate (a key) on the signal; an answer without a word if nothing."""
    row = answers_of(signal).filter(candidate_id=candidate).first() or unanswered(candidate)
    row.signal = signal
    return row


def unanswered(candidate) -> MatchAnswer:
    """The answer that nobody has given yet."""
    return MatchAnswer(candidate_id=candidate, version=0)


def _with_its_signal(given: MatchAnswer, by, values: dict) -> MatchAnswer:
    """The signal under its lock, then the answer as it stands by now."""
    Signal.objects.visible_to(by).only("pk").get(pk=given.signal_id)
    with elevated():
        signal = Signal.locked(given.signal_id)
        rows = answers_of(signal).select_for_update(of=("self",), no_key=True)
        row = rows.filter(candidate_id=given.candidate_id).first()
    row = row or unanswered(given.candidate_id)
    row.signal = signal
    return row


@decides(
    Right.MATCH_PERSONS,
    when=(rules.of_its_signal(rules.may_be_looked_for),),
    rules=(rules.of_its_signal(rules.somebody_is_named), rules.taken_back_by_two),
    lock=_with_its_signal,
)
def answer_match(
    row: MatchAnswer, *, by, expected: int, answer: str, reason: str = ""
) -> MatchAnswer:
    """Say whether the candidate is the signal's person. «Same» joins, another takes back.

    ``expected`` is the version of the answer that was read, 0 where none stood. Raises Conflict
    when a colleague answered meanwhile, Refused with every sentence in the way of that answer.
    """
    signal, candidate = row.signal, row.candidate_id
    with elevated():
        if expected != row.version:
            raise Conflict(row)
        same = answers_of(signal).filter(answer=SAME).first()
        joins, takes_back = _moves(row, answer)
        refuse(_in_the_way(signal, candidate, same, joins, takes_back, reason))
        before, own_before = signal.person, row.own
        row.answer, row.reason = answer, reason
        row.decided_by, row.decided_at = by, clock.now()
        row.own = before if joins else None if takes_back else row.own
        _keep(row, reason)
        if joins:
            _move(signal, before, to=Person.objects.get(pk=candidate), merged=True)
        if takes_back:
            _move(signal, own_before, to=own_before, merged=False)
    event = "signal.match_taken_back" if takes_back else "signal.match_answered"
    _record(event, by, signal, reason, answer)
    return row


def _record(event: str, by, signal: Signal, reason: str, answer: str) -> None:
    journal.record(event, by=by, signal=signal, reason=reason, answer=answer)


def answers_of(signal: Signal):
    """The answers given on this signal, as the bound person may read them."""
    return MatchAnswer.objects.filter(signal=signal)


def _moves(row: MatchAnswer, answer: str) -> tuple[bool, bool]:
    """(whether the answer joins the signal to the candidate, whether it takes that back)."""
    was_same = row.answer == SAME
    return answer == SAME and not was_same, answer != SAME and was_same


def before_answering(given: MatchAnswer) -> list[Obstacle]:
    """What would refuse «the same person», and no other answer, of this candidate: it warns."""
    signal, candidate = given.signal, given.candidate_id
    if given.answer == SAME:
        return []
    with elevated():
        same = answers_of(signal).filter(answer=SAME).first()
        only_same = [*rules.nothing_else_is_the_same(same, candidate)]
        if same is None:
            only_same += rules.nobody_hangs_on_it(_others_joined(signal))
    return [replace(obstacle, strength=Strength.WARNING) for obstacle in only_same]


def _others_joined(signal: Signal) -> int:
    return Signal.objects.filter(person_id=signal.person_id).exclude(pk=signal.pk).count()


def _in_the_way(signal, candidate, same, joins, takes_back, reason):
    if not takes_back and not (same and same.candidate_id == candidate):
        own = signal.person if same is None else same.own
        yield from _is_possible(own, candidate, signal.place)
    if joins:
        yield from rules.nothing_else_is_the_same(same, candidate)
        yield from rules.nobody_hangs_on_it(0 if same else _others_joined(signal))
    if takes_back:
        yield from rules.says_why(reason)


def _is_possible(own: Person, candidate, place: str):
    """Refuses a candidate whom the search would not find: keys are not taken from an address."""
    there = Person.objects.filter(pk=candidate, merged_into__isnull=True).first()
    mine = keys_of(own.given_name, own.family_name, own.alias)
    merged = Person.objects.filter(merged_into=candidate) if there else ()
    places = list(Signal.objects.filter(person_id=candidate).values_list("place", flat=True))
    for person in (*([there] if there else ()), *merged):
        theirs = keys_of(person.given_name, person.family_name, person.alias)
        agrees = compare(_known(own, [place]), _known(person, places)).agrees
        if may_be_one(mine, theirs, further=not FURTHER.isdisjoint(agrees)):
            return
        if "born" in agrees and mine.shared_with(theirs, SOUND):
            return
    yield Obstacle(
        _("This person is not among the possible matches any more."),
        row="2.1",
        todo=_("Go back to the possible matches."),
    )


def _known(person: Person, places) -> Known:
    return Known(
        born=person.birth_date,
        age=person.age_text,
        told_on=person.age_told_on,
        places=tuple(place for place in places if place.strip()),
    )


def _keep(row: MatchAnswer, reason: str) -> None:
    if row.version == 0:
        row.version = 1
        row.save(force_insert=True)
    else:
        row.save_changes(reason=reason)


def _move(signal: Signal, own: Person, *, to: Person, merged: bool) -> None:
    """Point the signal at ``to``; mark its own person as merged into it, or as no longer merged."""
    own = Person.locked(own.pk)
    own.merged_into = to if merged else None
    own.save_changes()
    signal.person = to
    signal.save_changes()
