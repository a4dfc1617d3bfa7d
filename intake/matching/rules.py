"""The rules of matching (2.1, S78); a docstring says what is asked, with its row."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from casework.matching import MOST_ALIAS_WORDS, MOST_WORDS, tokens_of
from casework.models import ReadingLog
from casework.persons.rules import FIELDS
from common import clock
from common.refusals import Obstacle, is_written
from common.scope import elevated
from intake.models import MatchAnswer, Signal

# The states of a signal in which persons are searched; access.match_persons has the same.
LOOKING = Signal.UNDECIDED


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def may_be_looked_for(signal: Signal, by) -> Iterator[Obstacle]:
    """All persons are searched during the first analysis of a signal alone (2.5)."""
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
    elif signal.state not in LOOKING:
        yield Obstacle(_("The first analysis of this signal is over."), row="2.1")


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


# --- of what was typed: asked by the decision alone -----------------------------------------
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


def nothing_else_is_the_same(same: MatchAnswer | None, candidate_id) -> Iterator[Obstacle]:
    """No other candidate is «the same» already: two lives would be mixed (2.1)."""
    if same is not None and same.candidate_id != candidate_id:
        yield Obstacle(
            _("Another possible match is the same person already, by your desk’s answer."),
            row="2.1",
            todo=_("Change that answer first."),
        )


def nobody_hangs_on_it(others: int) -> Iterator[Obstacle]:
    """No other signal was joined to the person of this one: it would be left behind (2.1)."""
    if others:
        yield Obstacle(
            _("Another signal was joined to the person of this one."),
            row="2.1",
            todo=_("Change the answer on that signal first."),
        )


def says_why(reason: str) -> Iterator[Obstacle]:
    """Taking «the same» back needs a reason (2.3)."""
    yield from is_written(
        reason,
        _("Write why the signal is no longer joined to this person."),
        row="2.3",
        todo=_("The reason stays in the journal of the signal."),
    )
