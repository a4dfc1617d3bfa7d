"""The rules of matching (2.1, S78); a docstring says what is asked, with its row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import access
from casework.matching import MOST_ALIAS_WORDS, MOST_WORDS, tokens_of
from casework.models import ReadingLog
from casework.persons.rules import FIELDS
from casework.rights import Right
from common import clock
from common.folding import sort_key
from common.refusals import Obstacle, is_written
from common.scope import elevated
from intake.first_analysis import sheet
from intake.matching import search
from intake.models import MatchAnswer, Signal

# The states of a signal in which nobody is looked for; access.looked_for has the same.
NOT_LOOKING = (Signal.State.RECEIVED, Signal.State.ADVICE_GIVEN, Signal.State.MERGED)


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def may_be_looked_for(signal: Signal, by) -> Iterator[Obstacle]:
    """All persons are searched from the first analysis of a signal on, its end included (X03)."""
    if signal.case_id:
        yield Obstacle(
            _("A case was opened on this signal; who it is about is kept there."),
            row="S78",
            todo=_("Ask the coordinators of that case."),
        )
    elif signal.is_open:
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


def joined_to_nobody_known(signal: Signal, by) -> Iterator[Obstacle]:
    """A signal joined to a known person does not correct that person (2.1)."""
    if MatchAnswer.objects.filter(signal=signal, answer=MatchAnswer.Answer.SAME).exists():
        yield Obstacle(
            _("This signal was joined to a person who is known already."),
            row="2.1",
            todo=_("Change that answer first."),
        )


def somebody_is_named(signal: Signal, by) -> Iterator[Obstacle]:
    """Somebody is named on the signal before a match is answered (2.1)."""
    if signal.person_id is None:
        yield from is_named(dict.fromkeys(FIELDS, ""))


def nobody_is_named(signal: Signal, by) -> Iterator[Obstacle]:
    """A reason why nobody is named is written where nobody is (X03)."""
    if signal.person_id:
        yield Obstacle(_("Somebody is named on this signal."), row="2.1")


def may_be_answered(given: MatchAnswer, by) -> Iterator[Obstacle]:
    """A possible match is answered as persons are searched; «the same» is taken back always (X04).

    But for a signal that is joined to a file, which is taken off it first.
    """
    if given.answer != MatchAnswer.Answer.SAME:
        yield from may_be_looked_for(given.signal, by)
    elif given.signal.state == Signal.State.JOINED_TO_CASE:
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
    """The rule asked of the signal that the answer is on."""

    def asked(given: MatchAnswer, by) -> Iterator[Obstacle]:
        yield from rule(given.signal, by)

    return asked


# --- before an outcome: asked in this one place for each of them (X03) -------------------------
def is_said_about_whom(signal: Signal, by) -> Iterator[Obstacle]:
    """Somebody is named, or a reason says why nobody is; each possible match is answered (X03)."""
    if signal.is_open:
        return
    if signal.person_id is None:
        if not sheet.for_decider(signal, by).triage.unnamed_because.strip():
            yield Obstacle(
                _("Nobody has said who this signal is about."),
                row="2.1",
                **_way(signal, by, _("Say who it is about, or write why nobody is named.")),
            )
        return
    yield from matches_are_answered(signal, by)


def somebody_is_said(signal: Signal, by) -> Iterator[Obstacle]:
    """Before a file: a person is named on the signal, and each possible match answered (X01)."""
    if signal.state != Signal.State.TO_CONFERENCE or signal.case_id:
        return
    if signal.person_id is None:
        yield Obstacle(
            _("Nobody is named on this signal: a file is on a person."),
            row="S78",
            **_way(signal, by, _("Say who it is about: whoever is known already is found then.")),
        )
        return
    yield from matches_are_answered(signal, by)


def matches_are_answered(signal: Signal, by) -> Iterator[Obstacle]:
    """Whoever may be the same person was looked at: same, another, or one cannot tell (2.1)."""
    number = search.unanswered(signal)
    if number:
        yield Obstacle(
            ngettext(
                "%(number)d possible match is not answered: the person may be known already.",
                "%(number)d possible matches are not answered: the person may be known already.",
                number,
            )
            % {"number": number},
            row="2.1",
            **_way(signal, by, _("Look at the possible matches and answer each.")),
        )


def _way(signal: Signal, by, todo) -> dict:
    """What to do with its page, for whoever may; for the others whom to ask."""
    if access.may(by, Right.MATCH_PERSONS, signal):
        return {"todo": todo, "url": reverse("intake:matches", args=[signal.pk])}
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
    names = (changes["given_name"], changes["family_name"], changes["alias"])
    if not any(name.strip() for name in names):
        yield Obstacle(
            _("No name is written yet, not even how people call this person."),
            row="2.1",
            todo=_("Write what is known. A sound is enough."),
        )


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
    between = Q(signal__person__in=mine, candidate__in=theirs)
    between |= Q(signal__person__in=theirs, candidate__in=mine)
    found = different.filter(between).exclude(pk=given.pk).select_related("decided_by")
    names = sorted({answer.decided_by.display for answer in found}, key=sort_key)
    if names:
        yield Obstacle(
            _("An answer on another signal says that these are different people."),
            row="2.1",
            todo=_("Ask %(who)s, who answered it.") % {"who": get_text_list(names, _("or"))},
        )


def says_why(reason: str) -> Iterator[Obstacle]:
    """Taking «the same» back needs a reason (2.3)."""
    yield from is_written(
        reason,
        _("Write why the signal is no longer joined to this person."),
        row="2.3",
        todo=_("The reason stays in the journal of the signal."),
    )
