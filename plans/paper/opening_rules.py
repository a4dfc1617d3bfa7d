"""The rules of opening a file from paper: of a ``PaperFile`` as typed, saved or not (X14)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from agencies import presence
from casework import one_file
from casework.models import Deconfliction
from common.refusals import Obstacle, Strength, is_written
from plans.models import PaperFile


def of_opening(paper: PaperFile) -> Iterator[Obstacle]:
    """What stands in the way of the opening as the decider typed it."""
    for rule in OF_OPENING:
        yield from rule(paper)


def somebody_is_named(paper: PaperFile) -> Iterator[Obstacle]:
    """The person has one name at least (S05)."""
    if not paper.person.full_name:
        yield Obstacle(
            _("The person has no name yet, not even a first name."),
            row="S05",
            todo=_("Write the name that is known."),
        )


def grounds_are_written(paper: PaperFile) -> Iterator[Obstacle]:
    """The grounds on paper stand for the two questions, so they are typed (S22, rulings 7)."""
    yield from is_written(
        paper.grounds,
        _("The grounds for opening are not written yet."),
        row="2.3",
        todo=_("Write them as they stand on paper."),
    )
    yield from is_written(
        paper.paper_place,
        _("Where the paper lies is not written yet."),
        row="X14",
        todo=_("Whoever doubts a word looks there."),
    )


def three_people(paper: PaperFile) -> Iterator[Obstacle]:
    """Opened, typed and confirmed by three people, and signed by a fourth (X42)."""
    four = (paper.opened_by, paper.types, paper.confirms, paper.risk_owner)
    if len({user.pk for user in four}) < len(four):
        yield Obstacle(
            _("Who opens the file, types it, confirms it and signs its plan are four people."),
            row="X42",
            todo=_("Name somebody else."),
        )
    for user in four[1:]:
        if user.agency_id is None or not presence.has_account(user):
            yield Obstacle(
                _("%(who)s belongs to no agency or has no active account.") % {"who": user.display},
                row="2.5",
                todo=_("Choose somebody of a partner agency."),
            )


def security_has_answered(paper: PaperFile) -> Iterator[Obstacle]:
    """Where it may be a security matter, the competent service has let local work go on (S34)."""
    Concern, Answer = Deconfliction.Concern, Deconfliction.Answer
    if not paper.concern:
        yield Obstacle(
            _("Whether it is a security matter is not said."),
            row="S34",
            todo=_("Say it as it is known today."),
        )
        return
    yield from is_written(
        paper.concern_grounds,
        _("What that rests on is not written."),
        row="S34",
        todo=_("Two or three words that a colleague can follow."),
    )
    if paper.concern == Concern.NONE:
        return
    if not (paper.asked_of.strip() and paper.answer and paper.answered_on):
        yield Obstacle(
            _("A danger is possible, and the answer of the competent service is missing."),
            row="S34",
            todo=_("Write whom was asked, what they answered and when; or ask first."),
        )
    elif paper.answer in (Answer.WAIT, Answer.TAKEN_OVER):
        yield Obstacle(
            _("%(service)s answered: %(answer)s. Nothing is done locally.")
            % {"service": paper.asked_of, "answer": paper.get_answer_display()},
            row="S34",
            todo=_("They alone can lift it: ask them again, then correct the opening."),
        )


def nobody_follows_them(paper: PaperFile) -> Iterator[Obstacle]:
    """One file a person: who is followed already goes on in the file there is (S78, X01)."""
    for found in one_file.files_like(paper.person):
        ask = one_file.ask_words(found.case)
        if found.is_same:
            yield Obstacle(
                _("There is a file on this person already: no second one is opened."),
                row="S78",
                todo=ask,
            )
        elif str(found.case.pk) not in paper.others:
            yield Obstacle(
                _("There is a file on somebody of this name, or of one that sounds like it."),
                row="S78",
                strength=Strength.REASON,
                todo=_("%(ask)s If it is somebody else, write how you know.") % {"ask": ask},
            )


OF_OPENING = (
    somebody_is_named,
    grounds_are_written,
    three_people,
    security_has_answered,
    nobody_follows_them,
)
