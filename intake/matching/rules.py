"""The rules of matching (2.1, S78); a docstring says what is asked, with its row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import access
from casework.matching import MOST_ALIAS_WORDS, MOST_WORDS, tokens_of
from casework.models import ReadingLog
from casework.rights import Right
from common import clock
from common.folding import sort_key
from common.refusals import Obstacle, is_written
from common.scope import elevated
from intake.first_analysis import sheet
from intake.matching import search
from intake.models import MatchAnswer, NamedPerson, Signal

# So many persons on one signal: a longer list would read the register (X41).
MOST_NAMED = 20
_NAMES = ("given_name", "family_name", "alias")


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def may_be_named(signal: Signal, by) -> Iterator[Obstacle]:
    """Persons are named from the first analysis of a signal on, its end included (X03, X10)."""
    if signal.is_open:
        yield Obstacle(
            _("Nobody has acknowledged this signal yet."),
            row="S24",
            todo=_("Acknowledge it first."),
        )
    elif signal.state == Signal.State.ADVICE_GIVEN:
        yield Obstacle(
            _("Advice was given on this call, about nobody in particular."),
            row="2.12",
            todo=_("Write a new signal where somebody is to be named."),
        )
    elif signal.state == Signal.State.MERGED:
        yield Obstacle(
            _("This signal was brought together with another, which goes on for both."),
            row="2.1",
            todo=_("Say on that one who it is about."),
        )


def may_be_looked_for(named: NamedPerson, by) -> Iterator[Obstacle]:
    """A named person is searched among all persons until they have their file (X03, X10)."""
    if named.file_id:
        yield Obstacle(
            _("A case was opened on this person; who it is about is kept there."),
            row="S78",
            todo=_("Ask the coordinators of that case."),
        )
    elif not named.stands:
        yield from name_stands(named, by)
    else:
        yield from may_be_named(named.signal, by)


def not_a_crowd(signal: Signal, by) -> Iterator[Obstacle]:
    """So many persons are named on one signal and no more: it is no list to look up (X41)."""
    if len(sheet.of(signal).named) >= MOST_NAMED:
        yield Obstacle(
            _("%(most)d persons are named on this signal: no more.") % {"most": MOST_NAMED},
            row="X41",
            todo=_("Write a signal of its own for the others."),
        )


def name_stands(named: NamedPerson, by) -> Iterator[Obstacle]:
    """A name that was taken back is not touched any more (2.3)."""
    if not named.stands:
        yield Obstacle(
            _("This name was taken back."),
            row="2.3",
            todo=_("Name the person anew where it was right after all."),
        )


def has_no_file_yet(named: NamedPerson, by) -> Iterator[Obstacle]:
    """Who a person with a file is, is corrected in the file (S78)."""
    if named.file_id:
        yield from may_be_looked_for(named, by)


def nothing_rests_on_it(named: NamedPerson, by) -> Iterator[Obstacle]:
    """Nothing waits for a second reading, and nobody joined the name to a file (2.3, S86)."""
    found = sheet.of(named.signal)
    if found.proposal is not None:
        yield Obstacle(
            _("An outcome waits for its second reader: %(name)s.")
            % {"name": found.proposal.second_reader.display},
            row="S41",
            todo=_("Wait for the second reading, or take the proposal back."),
        )
    if named.is_joined:
        yield Obstacle(
            _("This signal is joined to the file of that person."),
            row="S86",
            todo=_("Take it off the file first."),
            url=reverse("intake:first_analysis", args=[named.signal_id]),
        )


def joined_to_nobody_known(named: NamedPerson, by) -> Iterator[Obstacle]:
    """A named person joined to somebody known does not correct them (2.1)."""
    if named.pk in _joined(named.signal):
        yield Obstacle(
            _("This person was joined to somebody who is known already."),
            row="2.1",
            todo=_("Change that answer first."),
        )


def _joined(signal: Signal) -> frozenset[UUID]:
    """Which of its named persons were joined to somebody; asked once of this instance."""
    kept = signal.__dict__
    if "_joined_names" not in kept:
        same = MatchAnswer.objects.filter(signal=signal, answer=MatchAnswer.Answer.SAME)
        kept["_joined_names"] = frozenset(same.values_list("named_id", flat=True))
    found: frozenset[UUID] = kept["_joined_names"]
    return found


def words_of(named: NamedPerson) -> str:
    """The name on the page of an act; initials where somebody known was joined to them (2.5)."""
    known = named.pk in _joined(named.signal)
    return named.person.initials if known else named.desk_name


def nobody_is_named(signal: Signal, by) -> Iterator[Obstacle]:
    """A reason why nobody is named is written where nobody is (X03)."""
    if sheet.of(signal).named:
        yield Obstacle(_("Somebody is named on this signal."), row="2.1")


def may_be_answered(given: MatchAnswer, by) -> Iterator[Obstacle]:
    """A possible match is answered as persons are searched; «the same» is taken back always (X04).

    But for a signal that is joined to a file, which is taken off it first.
    """
    if given.answer != MatchAnswer.Answer.SAME:
        yield from may_be_looked_for(given.named, by)
    elif given.named.is_joined:
        yield Obstacle(
            _("This signal is joined to the file of that person."),
            row="S86",
            todo=_("Take it off the file first, then change the answer."),
            url=reverse("intake:first_analysis", args=[given.signal_id]),
        )


def taken_back_by_two(given: MatchAnswer, by) -> Iterator[Obstacle]:
    """Once others have built on it, two coordinators take it apart (rulings 2)."""
    if given.answer != MatchAnswer.Answer.SAME or given.decided_by_id != by.pk:
        return
    with elevated():
        readings = ReadingLog.objects.filter(signal_id=given.signal_id, at__gt=given.decided_at)
        read_by_others = readings.exclude(reader_id=by.pk).exists()
    if read_by_others:
        yield Obstacle(
            _("Somebody else has read this signal since you answered."),
            row="2.1",
            todo=_("Ask another signal coordinator to change the answer."),
        )


def of_its_signal(rule: Callable) -> Callable:
    """The rule asked of the signal on which the row is."""

    def asked(row, by) -> Iterator[Obstacle]:
        yield from rule(row.signal, by)

    return asked


def of_its_name(given: MatchAnswer, by) -> Iterator[Obstacle]:
    """A match is answered for a name that stands (2.1)."""
    yield from name_stands(given.named, by)


# --- before an outcome: asked in this one place for each of them (X03) -------------------------
def is_said_about_whom(signal: Signal, by) -> Iterator[Obstacle]:
    """A subject is named, or a reason says why nobody is; each possible match of each of the
    subjects is answered (X03, X10)."""
    if signal.is_open:
        return
    found = sheet.for_decider(signal, by)
    if found.subjects:
        yield from matches_are_answered(signal, by)
    elif found.named:
        yield Obstacle(
            _("Nobody of those named is the person concerned."),
            row="2.8",
            **_way(signal, by, _("Say of whom the signal is, or correct a role.")),
        )
    elif not found.triage.unnamed_because.strip():
        yield Obstacle(
            _("Nobody has said who this signal is about."),
            row="2.1",
            **_way(signal, by, _("Say who it is about, or write why nobody is named.")),
        )


def somebody_is_said(signal: Signal, by) -> Iterator[Obstacle]:
    """Before a file: a person is named on the signal, and each possible match answered (X01)."""
    if signal.state != Signal.State.TO_CONFERENCE:
        return
    if not sheet.for_decider(signal, by).subjects:
        yield Obstacle(
            _("Nobody is named on this signal: a file is on a person."),
            row="S78",
            **_way(signal, by, _("Say who it is about: whoever is known already is found then.")),
        )
        return
    yield from matches_are_answered(signal, by)


def matches_are_answered(signal: Signal, by) -> Iterator[Obstacle]:
    """Whoever may be the same person was looked at: same, another, or one cannot tell (2.1)."""
    waiting = search.unanswered(signal)
    number = sum(waiting.values())
    if number:
        yield Obstacle(
            ngettext(
                "%(number)d possible match is not answered: the person may be known already.",
                "%(number)d possible matches are not answered: the person may be known already.",
                number,
            )
            % {"number": number},
            row="2.1",
            **_way(
                signal,
                by,
                _("Look at the possible matches and answer each."),
                next(iter(waiting)) if len(sheet.for_decider(signal, by).subjects) > 1 else None,
            ),
        )


def _way(signal: Signal, by, todo, of: UUID | None = None) -> dict:
    """What to do with its page, for whoever may; for the others whom to ask."""
    if access.may(by, Right.MATCH_PERSONS, signal):
        url = reverse("intake:matches", args=[signal.pk])
        return {"todo": todo, "url": f"{url}?of={of}" if of else url}
    return {"todo": _("Ask a signal coordinator: they say who it is about.")}


# --- of what was typed: asked by the decision alone -----------------------------------------
def says_why_nobody(reason: str) -> Iterator[Obstacle]:
    """Why nobody is named is written in words (X03)."""
    yield from is_written(
        reason,
        _("Write why nobody is named on this signal."),
        row="2.1",
        todo=_("For instance: nobody in particular is meant, or the caller did not say."),
    )


def is_named(changes: dict) -> Iterator[Obstacle]:
    """One name at least: given, family or alias (2.1)."""
    if not any(changes[name].strip() for name in _NAMES):
        yield Obstacle(
            _("No name is written yet, not even how people call this person."),
            row="2.1",
            todo=_("Write what is known. A sound is enough."),
        )


def not_named_twice(others: Iterable[NamedPerson], changes: dict) -> Iterator[Obstacle]:
    """The same names stand on one signal once: two would look like two persons (X10)."""
    typed = [changes[name].strip().casefold() for name in _NAMES]
    for row in others:
        if [getattr(row.person, name).strip().casefold() for name in _NAMES] == typed:
            yield Obstacle(
                _("Somebody of this name is named on this signal already."),
                row="2.1",
                todo=_(
                    "Correct that entry; two of one name are told apart by what they are called."
                ),
            )
            return


def few_words(changes: dict) -> Iterator[Obstacle]:
    """A limited number of words for one person: a list of names would read the register (X41)."""
    names = tokens_of(f"{changes['given_name']} {changes['family_name']}")
    if len(names) > MOST_WORDS:
        yield Obstacle(
            _("A name has %(most)d words at most here.") % {"most": MOST_WORDS},
            row="2.1",
            todo=_("Write the name of one person."),
        )
    if len(tokens_of(changes["alias"])) > MOST_ALIAS_WORDS:
        yield Obstacle(
            _("“Also known as” holds %(most)d words at most.") % {"most": MOST_ALIAS_WORDS},
            row="2.1",
            todo=_("Write the names that were really heard; each is searched as a whole word."),
        )


def born_in_the_past(changes: dict) -> Iterator[Obstacle]:
    """The date of birth is not ahead: it would hide a minor (H6)."""
    if changes["birth_date"] and changes["birth_date"] > clock.today():
        yield Obstacle(
            _("The date of birth lies ahead."),
            row="H6",
            todo=_("Write the day on which the person was born, or leave it open."),
        )


def nobody_says_otherwise(
    given: MatchAnswer, mine: set[UUID], theirs: set[UUID]
) -> Iterator[Obstacle]:
    """No answer that stands says of rows of the two that they are different people (X04)."""
    different = MatchAnswer.objects.filter(answer=MatchAnswer.Answer.DIFFERENT)
    between = Q(named__person__in=mine, candidate__in=theirs)
    between |= Q(named__person__in=theirs, candidate__in=mine)
    found = different.filter(between).exclude(pk=given.pk).select_related("decided_by")
    names = sorted({answer.decided_by.display for answer in found}, key=sort_key)
    if names:
        yield Obstacle(
            _("An answer on another signal says that these are different people."),
            row="2.1",
            todo=_("Ask %(who)s, who answered it.") % {"who": get_text_list(names, _("or"))},
        )


def nobody_else_here(given: MatchAnswer, mine: set[UUID], theirs: set[UUID]) -> Iterator[Obstacle]:
    """Two who are named on one signal are two persons: joined, they would be one (X10)."""
    rows = NamedPerson.objects.filter(signal=given.signal_id, taken_back_at__isnull=True)
    here = set(rows.exclude(pk=given.named_id).values_list("person_id", flat=True))
    if here & (mine | theirs):
        yield Obstacle(
            _("Somebody else who is named on this signal was said to be that person."),
            row="2.1",
            todo=_("Take one of the two names back, or change the other answer first."),
        )


def says_why_in_error(reason: str) -> Iterator[Obstacle]:
    """Taking a name back needs a reason (2.3)."""
    yield from is_written(
        reason,
        _("Write why this name was an error."),
        row="2.3",
        todo=_("The reason and the name stay in the history."),
    )


def says_why(reason: str) -> Iterator[Obstacle]:
    """Taking «the same» back needs a reason (2.3)."""
    yield from is_written(
        reason,
        _("Write why the signal is no longer joined to this person."),
        row="2.3",
        todo=_("The reason stays in the journal of the signal."),
    )
