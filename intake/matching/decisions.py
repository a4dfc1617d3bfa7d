"""Decisions on who a signal is about, and on possible matches: a coordinator's (2.1, S78).

Nothing is merged by itself. Each person named on a signal has a row of their own there; answers
hold rows together, and another answer puts everything back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext as _

from agencies import authorisations, mail
from casework import journal, one_file
from casework.deciding import decides
from casework.matching import SOUND, Keys, Known, compare, keys_of, may_be_one
from casework.models import Case, JournalEntry, Person, TerritoryProfile
from casework.persons.rules import FIELDS
from casework.rights import Right
from common import clock, folding
from common.refusals import Conflict, Obstacle, Strength, refuse
from common.scope import elevated
from common.sections import same_since
from intake.first_analysis import sheet
from intake.first_analysis.decisions.begin import begin
from intake.first_analysis.rules import OPEN
from intake.matching import about, rules, search, sets, told
from intake.models import MatchAnswer, NamedPerson, Signal, Triage

FURTHER = frozenset({"born", "age", "place"})
SAME = MatchAnswer.Answer.SAME
Role = NamedPerson.Role


@decides(Right.MATCH_PERSONS, when=(rules.may_be_named,), rules=(rules.not_a_crowd,))
def name_person(signal: Signal, *, by, changes: dict) -> NamedPerson:
    """Name one more person on the signal (X10).

    ``changes`` holds all of casework.persons.FIELDS and may hold the ``role``. Each is
    named apart, with a row of their own: nobody who stands there is touched. On a signal that has
    its outcome, the outcome is about them too. Raises Refused without a name.
    """
    changes = dict(changes)
    role = changes.pop("role", "") or Role.SUBJECT
    refuse([*_is_well_named(changes), *rules.not_named_twice(sheet.of(signal).named, changes)])
    person = Person(created_at=clock.now())
    person.take(changes, told_on=signal.told_on(changes["age_text"]))
    # Somebody who is on no signal yet is nobody's to read, nor is an outcome that is in force the
    # desk's to write. Nothing shows but the name that was typed.
    with elevated():
        person.save(force_insert=True)
        row = NamedPerson(
            signal=signal, person=person, role=role, named_by=by, named_at=clock.now()
        )
        row.save(force_insert=True)
        about.under(row)
    search.keep_question(signal, by, person)
    _record_name(signal, by, role)
    _tell_of_many_names(signal)
    about.forget(signal)
    return row


def _is_well_named(changes: dict) -> Iterator[Obstacle]:
    yield from rules.is_named(changes)
    yield from rules.few_words(changes)
    yield from rules.born_in_the_past(changes)


@decides(
    Right.MATCH_PERSONS,
    when=(rules.of_its_signal(rules.may_be_named), rules.name_stands),
    rules=(rules.joined_to_nobody_known, rules.has_no_file_yet),
)
def correct_named(row: NamedPerson, *, by, expected: int, changes: dict) -> NamedPerson:
    """Correct who a named person is, or their role; what stood before is kept.

    ``expected`` is the version of the person's row that was read. Raises Conflict when a colleague
    wrote meanwhile, Refused without a name or when nothing changes.
    """
    typed = dict(changes)
    role = typed.pop("role", "") or row.role
    # A person is locked and written by this act alone, and the outcome follows who is named. Of the
    # others on the signal it shows that one has this very name.
    with elevated():
        person = Person.locked(row.person_id)
        if expected != person.version:
            raise Conflict(person)
        others = [one for one in sheet.of(row.signal).named if one.pk != row.pk]
        refuse(
            [
                *_is_well_named(typed),
                *rules.not_named_twice(others, typed),
                *_nothing_changed(person, typed, row.role == role),
            ]
        )
        person.take(typed, told_on=row.signal.told_on(typed["age_text"]))
        person.save_changes(expected=expected)
        if role != row.role:
            row.role = role
            row.save_changes()
            if row.is_subject and row.outcome_id is None:
                about.under(row)
            about.follow(row.signal)
    search.keep_question(row.signal, by, person)
    journal.record("signal.person_corrected", by=by, signal=row.signal)
    _tell_of_many_names(row.signal)
    row.person = person
    about.forget(row.signal)
    return row


@decides(
    Right.MATCH_PERSONS,
    when=(rules.of_its_signal(rules.may_be_named), rules.name_stands),
    rules=(rules.joined_to_nobody_known, rules.has_no_file_yet, rules.nothing_rests_on_it),
)
def take_name_back(row: NamedPerson, *, by, reason: str) -> NamedPerson:
    """Take back a name that was typed in error (2.3): it counts nowhere, its history stays.

    Raises Refused without a reason.
    """
    refuse(rules.says_why_in_error(reason))
    signal = row.signal
    # The outcome and the state of the signal follow everybody who is named, whoever decided it.
    # Nothing of it shows but the state, which the desk reads anyway.
    with elevated():
        row.taken_back_because = reason
        row.taken_back_by, row.taken_back_at = by, clock.now()
        row.outcome = None
        row.save_changes(reason=reason)
        about.follow(signal)
    journal.record("signal.name_taken_back", by=by, signal=signal, reason=reason)
    about.forget(signal)
    return row


def _record_name(signal: Signal, by, role: str) -> None:
    if NamedPerson.objects.filter(signal=signal).count() > 1:
        journal.record("signal.name_added", by=by, signal=signal, role=role)
    else:
        journal.record("signal.person_named", by=by, signal=signal)


def _tell_of_many_names(signal: Signal) -> None:
    """Tell the data protection officers when one signal is given many names: a search (X41)."""
    # Counted in the whole journal, whoever wrote it; the number goes into no page and no mail.
    with elevated():
        entries = JournalEntry.objects.filter(signal_id=signal.pk)
        again = entries.filter(event="signal.person_corrected").count()
        again += entries.filter(event="signal.name_taken_back").count()
        if again > TerritoryProfile.load().renamings_unnoticed:
            for officer in authorisations.officers():
                mail.after_commit("searches", officer)


def _nothing_changed(person: Person, changes: dict, same_role: bool):
    if same_role and all(getattr(person, name) == changes[name] for name in FIELDS):
        yield Obstacle(_("Nothing has been changed yet."), row="2.8")


@decides(Right.ANALYSE_SIGNAL, when=(*OPEN, rules.nobody_is_named))
def leave_unnamed(signal: Signal, *, by, expected: int, unnamed_because: str) -> Triage:
    """Write why nobody is named on the signal: an outcome may then be decided (X03).

    Raises Conflict when a colleague wrote meanwhile, Refused without words.
    """
    refuse(rules.says_why_nobody(unnamed_because))
    row = sheet.of(signal).triage
    same_since(row, expected, ("unnamed_because",))
    row.unnamed_because = unnamed_because
    row.unnamed_by, row.unnamed_at = by, clock.now()
    row.save_changes()
    begin(signal, by=by)
    journal.record("signal.left_unnamed", by=by, signal=signal)
    return row


def answer_on(named: NamedPerson, candidate) -> MatchAnswer:
    """What stands of this candidate for the named person; an answer without a word if nothing.

    ``candidate`` is the key of a person, or of a signal on which nobody is named.
    """
    row = answers_of(named).filter(_of(candidate)).first() or unanswered(candidate)
    row.named, row.signal = named, named.signal
    return row


def _of(candidate) -> Q:
    return Q(candidate_id=candidate) | Q(told_on_id=candidate)


def unanswered(candidate) -> MatchAnswer:
    """The answer that nobody has given yet."""
    if Signal.objects.filter(pk=candidate).exists():
        return MatchAnswer(told_on_id=candidate, version=0)
    return MatchAnswer(candidate_id=candidate, version=0)


def _with_its_signal(given: MatchAnswer, by, values: dict) -> MatchAnswer:
    """The signal under its lock, and the other one; then the answer as it stands by now."""
    Signal.objects.visible_to(by).only("pk").get(pk=given.signal_id)
    # The other signal may be another desk's, which this person may not lock. It was found by the
    # search, which is logged; of it shows no more than was found there.
    with elevated():
        locks = Signal.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
        found = {one.pk: one for one in locks.filter(pk__in={given.signal_id, given.told_on_id})}
        named = NamedPerson.objects.select_related("person").get(
            pk=given.named_id, signal=given.signal_id
        )
        rows = answers_of(named).select_for_update(of=("self",), no_key=True)
        row = rows.filter(_of(given.key)).first()
    row = row or MatchAnswer(
        candidate_id=given.candidate_id, told_on_id=given.told_on_id, version=0
    )
    named.signal = row.signal = found[given.signal_id]
    row.named, row.told_on = named, found.get(row.told_on_id)
    return row


@decides(
    Right.MATCH_PERSONS,
    when=(rules.may_be_answered,),
    rules=(rules.of_its_name, rules.taken_back_by_two),
    lock=_with_its_signal,
)
def answer_match(
    row: MatchAnswer, *, by, expected: int, answer: str, reason: str = ""
) -> MatchAnswer:
    """Say whether the candidate is the named person. «Same» joins, another takes back.

    ``expected`` is the version of the answer that was read, 0 where none stood. Raises Conflict
    when a colleague answered meanwhile, Refused with every sentence in the way of that answer.
    """
    signal, mine = row.signal, row.named.person
    # Whoever is joined may be on signals and files that this person does not read. Of these shows
    # that a file or an answer stands against it, and whom to ask.
    with elevated():
        if expected != row.version:
            raise Conflict(row)
        joins, takes_back = _moves(row, answer)
        one_file.lock(mine.pk, row.candidate_id)
        refuse(_in_the_way(row, joins, takes_back, reason))
        own = row.own or mine
        row.answer, row.reason = answer, reason
        row.decided_by, row.decided_at = by, clock.now()
        row.own = own if answer == SAME else None
        if joins and row.candidate_id is None:
            row.candidate = _named_there(row.told_on, own, by, row.named.role)
        _keep(row, reason)
        if joins or takes_back:
            sets.relink(own.pk, row.candidate_id)
    event = "signal.match_taken_back" if takes_back else "signal.match_answered"
    _record(event, by, signal, reason, answer)
    return row


def _named_there(other: Signal, own: Person, by, role: str) -> Person:
    """Name the same person on the other signal, whose words hold the name, with a row there."""
    person = Person(created_at=clock.now())
    person.take({name: getattr(own, name) for name in FIELDS}, told_on=own.age_told_on)
    person.save(force_insert=True)
    row = NamedPerson(signal=other, person=person, role=role, named_by=by, named_at=clock.now())
    row.save(force_insert=True)
    about.under(row)
    _record_name(other, by, role)
    return person


def _record(event: str, by, signal: Signal, reason: str, answer: str) -> None:
    journal.record(event, by=by, signal=signal, reason=reason, answer=answer)


def answers_of(named: NamedPerson):
    """The answers given for this named person, as the bound person may read them."""
    return MatchAnswer.objects.filter(named=named)


def _moves(row: MatchAnswer, answer: str) -> tuple[bool, bool]:
    """(whether the answer joins the signal to the candidate, whether it takes that back)."""
    was_same = row.answer == SAME
    return answer == SAME and not was_same, answer != SAME and was_same


def before_answering(given: MatchAnswer) -> list[Obstacle]:
    """What would refuse «the same person», and no other answer, of this candidate: it warns."""
    if given.answer == SAME or given.candidate_id is None:
        return []
    # Answers of other desks, and files, may speak against it: the sentences say that there are, and
    # whom to ask.
    with elevated():
        only_same = list(_against_one_person(given))
    return [replace(obstacle, strength=Strength.WARNING) for obstacle in only_same]


def _against_one_person(given: MatchAnswer) -> Iterator[Obstacle]:
    """What speaks against one set of the named person and the candidate."""
    own, candidate = given.named.person_id, given.candidate_id
    mine, theirs = one_file.same_as(own), one_file.same_as(candidate)
    yield from rules.nobody_says_otherwise(given, mine, theirs)
    yield from rules.nobody_else_here(given, mine, theirs)
    yield from one_file.not_two_files(own, candidate)


def _in_the_way(row, joins, takes_back, reason):
    if not takes_back and row.answer != SAME:
        yield from _is_possible(row.named.person, row, row.signal.place)
    if joins and row.candidate_id:
        yield from _against_one_person(row)
    if takes_back:
        yield from rules.says_why(reason)


def _is_possible(own: Person, row: MatchAnswer, place: str):
    """Refuses a candidate whom the search would not find: keys are not taken from an address."""
    mine = keys_of(own.given_name, own.family_name, own.alias)
    if row.candidate_id is None:
        if _is_told(mine, row.told_on, place):
            return
    elif _is_known(own, mine, row.candidate_id, place):
        return
    yield Obstacle(
        _("This person is not among the possible matches any more."),
        row="2.1",
        todo=_("Go back to the possible matches."),
    )


def _is_told(mine: Keys, other: Signal | None, place: str) -> bool:
    if other is None or other.case_id or _names_of(other).exists():
        return False
    there = told.keys_of_text(other.about, other.others)
    near = folding.folded(place) == other.place_key != ""
    return told.is_told_in(mine, there, same_place=near)


def _names_of(signal: Signal):
    return NamedPerson.objects.filter(signal=signal, taken_back_at__isnull=True)


def _is_known(own: Person, mine: Keys, candidate, place: str) -> bool:
    """Whether a row of the candidate's set sounds alike; a row that nothing points at is nobody."""
    told_of = NamedPerson.objects.filter(taken_back_at__isnull=True)
    cases = Case.objects.filter(subject=candidate)
    if not (told_of.filter(person=candidate).exists() or cases.exists()):
        return False
    rows = list(Person.objects.filter(pk__in=one_file.same_as(candidate)))
    places = list(told_of.filter(person__in=rows).values_list("signal__place", flat=True))
    for person in rows:
        theirs = keys_of(person.given_name, person.family_name, person.alias)
        agrees = compare(_known(own, [place]), _known(person, places)).agrees
        if may_be_one(mine, theirs, further=not FURTHER.isdisjoint(agrees)):
            return True
        if "born" in agrees and mine.shared_with(theirs, SOUND):
            return True
    return False


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
