"""The rules of joining a signal to the file of its person (S78, S86).

The file is looked up as the worker: the desk of the signal may not read it.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from casework import one_file
from casework.models import Case, Deconfliction
from common.refusals import Obstacle, Strength
from common.scope import elevated
from intake.first_analysis import looks
from intake.models import MatchAnswer, Outcome, Signal

State = Signal.State


def file_of(signal: Signal) -> Case | None:
    """The file on the signal's person, looked up once for this instance of the signal."""
    kept = signal.__dict__
    if "_file" not in kept:
        kept["_file"] = one_file.file_on(signal.person_id)
    return kept["_file"]


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def no_file_yet(signal: Signal, by) -> Iterator[Obstacle]:
    """No second case is opened on somebody who has a file, whatever its state (S78, 2.26).

    Whoever reads the sentence may stand outside the file: it says that there is one, and whom to
    ask.
    """
    case = None if signal.case_id else file_of(signal)
    if case is not None:
        todo = [_("Join this signal to the file: a signal coordinator decides it.")]
        yield Obstacle(
            _("There is a file on this person already: no second one is opened."),
            row="S78",
            todo=" ".join([*todo, one_file.ask_words(case)]),
        )


def not_joined_yet(signal: Signal, by) -> Iterator[Obstacle]:
    """A signal is joined to one file, and once (S86)."""
    if signal.state == State.JOINED_TO_CASE:
        yield Obstacle(
            _("This signal is joined to the file already."),
            row="S86",
            todo=_("Take it off the file first, if it is about somebody else."),
        )


def is_about_somebody(signal: Signal, by) -> Iterator[Obstacle]:
    """Somebody is named on the signal before it is joined to their file (S86)."""
    if signal.person_id is None and not signal.is_open:
        yield Obstacle(
            _("Nobody has said yet who this signal is about."),
            row="S86",
            todo=_("Say who it is about, then answer the possible matches."),
        )


def has_a_file(signal: Signal, by) -> Iterator[Obstacle]:
    """There is a file here on the person; one that another authority has is not here (S86)."""
    if signal.person_id is None:
        return
    case = file_of(signal)
    if case is None or case.state == Case.State.TRANSFERRED:
        yield Obstacle(
            _("There is no file here on the person of this signal."),
            row="S86",
            todo=_("Answer the possible matches first, or decide on another outcome."),
        )


def no_answer_says_otherwise(signal: Signal, by) -> Iterator[Obstacle]:
    """No match with the person of the file was answered otherwise than «the same» (2.1)."""
    case = file_of(signal)
    if case is None:
        return
    with elevated():  # the rows of a person are read by whoever follows them
        same = one_file.same_as(case.subject_id)
        others = MatchAnswer.objects.filter(signal=signal, candidate_id__in=same)
        others = others.exclude(answer=MatchAnswer.Answer.SAME)
        found = list(others.select_related("decided_by"))
    for answer in found:
        yield Obstacle(
            _("A possible match with the person of that file was answered: %(answer)s.")
            % {"answer": answer.get_answer_display()},
            row="2.1",
            todo=_("Ask %(who)s, who answered it.") % {"who": answer.decided_by.display},
        )


def somebody_is_told(signal: Signal, by) -> Iterator[Obstacle]:
    """Warns when nobody answers for the file any more, so that nobody is told (S86)."""
    case = file_of(signal)
    if case is not None and not one_file.whom_to_tell(case):
        yield Obstacle(
            _("Nobody answers for that file any more, so nobody is told."),
            row="S86",
            strength=Strength.WARNING,
            todo=_("Speak to the risk owner’s office yourself; the file needs its people first."),
        )


def is_joined_to_case(outcome: Outcome, by) -> Iterator[Obstacle]:
    """Only a signal that is joined to a file is taken off it (2.3)."""
    if outcome.kind != Outcome.Kind.JOINED_TO_CASE or outcome.status != Outcome.Status.IN_FORCE:
        yield Obstacle(_("This signal is not joined to a file any more."), row="2.3")


def taken_off_by_two(outcome: Outcome, by) -> Iterator[Obstacle]:
    """Once others have read the signal, another coordinator than who joined it (rulings 7)."""
    if outcome.proposed_by_id != by.pk:
        return
    if looks.readers_since(outcome.signal, outcome.in_force_at, but=by):
        yield Obstacle(
            _("Somebody else has read this signal since you joined it to the file."),
            row="2.3",
            todo=_("Ask another signal coordinator to take it off."),
        )


# --- of what is known under the lock --------------------------------------------------------
def danger_is_possible(signal: Signal, asked: Deconfliction | None) -> bool:
    """Whether those who answer for the file must look at once (S34).

    By the section on security; before it is answered by what was said at the call.
    """
    if asked is not None:
        return asked.concern in (Deconfliction.Concern.POSSIBLE, Deconfliction.Concern.IMMINENT)
    return signal.danger in (Signal.Danger.YES, Signal.Danger.UNKNOWN)
