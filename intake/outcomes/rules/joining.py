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
from intake.first_analysis import looks, sheet
from intake.models import MatchAnswer, NamedPerson, Outcome, Signal
from intake.signals.rules import has_no_case

State = Signal.State


def file_of(named: NamedPerson) -> Case | None:
    """The file on that named person, looked up once for this instance."""
    kept = named.__dict__
    if "_file" not in kept:
        kept["_file"] = one_file.file_on(named.person_id)
    return kept["_file"]


def here(named: NamedPerson) -> Case | None:
    """That file, but for one that was passed on."""
    case = file_of(named)
    return None if case is None or case.state in Case.PASSED_ON else case


def joinable(signal: Signal, by) -> list[NamedPerson]:
    """The subjects that may be joined to the file there is on them, each to its own (X10)."""
    return [row for row in _loose(signal, by) if here(row) is not None]


def _loose(signal: Signal, by) -> list[NamedPerson]:
    """The subjects that are neither joined to a file nor have one opened on this signal."""
    found = sheet.for_decider(signal, by).subjects
    return [row for row in found if not (row.file_id or row.is_joined)]


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def no_file_yet(signal: Signal, by) -> Iterator[Obstacle]:
    """No second case is opened on somebody who has a file, whatever its state (S78, 2.26).

    Whoever reads the sentence may stand outside the file: it says that there is one, and whom to
    ask. Of several subjects each who has one is said; the others go on once they are joined (X10).
    """
    waiting = sheet.for_decider(signal, by).undecided
    for row in waiting:
        yield from _has_one(row, alone=len(waiting) == 1)


def nobody_left_without_file(signal: Signal, by) -> Iterator[Obstacle]:
    """Before a case: one at least of those whom the conference examines has no file yet (S78)."""
    waiting = sheet.for_decider(signal, by).to_open
    if waiting and all(file_of(row) is not None for row in waiting):
        for row in waiting:
            yield from _has_one(row, alone=len(waiting) == 1)


def has_no_file(named: NamedPerson, alone: bool) -> Iterator[Obstacle]:
    """No second case is opened on that person (S78)."""
    yield from _has_one(named, alone)


def _has_one(named: NamedPerson, alone: bool) -> Iterator[Obstacle]:
    case = file_of(named)
    if case is None:
        return
    todo = [_("Join this signal to the file: a signal coordinator decides it.")]
    sentence = _("There is a file on this person already: no second one is opened.")
    if not alone:
        sentence = _("There is a file on %(who)s already: no second one is opened.") % {
            "who": named.person.initials
        }
    yield Obstacle(sentence, row="S78", todo=" ".join([*todo, one_file.ask_words(case)]))


def not_joined_yet(signal: Signal, by) -> Iterator[Obstacle]:
    """Each subject of a signal is joined to one file, and once (S86)."""
    found = sheet.for_decider(signal, by).subjects
    if found and not _loose(signal, by) and any(row.is_joined for row in found):
        yield Obstacle(
            _("This signal is joined to the file already."),
            row="S86",
            todo=_("Take it off the file first, if it is about somebody else."),
        )


def not_all_opened(signal: Signal, by) -> Iterator[Obstacle]:
    """Whoever had a file opened on this signal is in it already (S78)."""
    found = sheet.for_decider(signal, by).subjects
    if found and all(row.file_id for row in found):
        yield from has_no_case(signal, by)


def is_about_somebody(signal: Signal, by) -> Iterator[Obstacle]:
    """Somebody is named on the signal before it is joined to their file (S86)."""
    if not (signal.is_open or sheet.for_decider(signal, by).subjects):
        yield Obstacle(
            _("Nobody has said yet who this signal is about."),
            row="S86",
            todo=_("Say who it is about, then answer the possible matches."),
        )


def has_a_file(signal: Signal, by) -> Iterator[Obstacle]:
    """There is a file here on one of the subjects; one that another authority has is not (S86)."""
    if _loose(signal, by) and not joinable(signal, by):
        yield Obstacle(
            _("There is no file here on the person of this signal."),
            row="S86",
            todo=_("Answer the possible matches first, or decide on another outcome."),
        )


def no_answer_says_otherwise(signal: Signal, by) -> Iterator[Obstacle]:
    """No match with the person of the file was answered otherwise than «the same» (2.1).

    Of several who have a file, those who can be joined are joined: it is said where nobody can.
    """
    found = [list(answered_otherwise(row)) for row in joinable(signal, by)]
    if found and all(found):
        yield from (one for obstacles in found for one in obstacles)


def answered_otherwise(named: NamedPerson) -> Iterator[Obstacle]:
    """What was answered against the person of the file that there is on this named one (2.1)."""
    case = file_of(named)
    if case is None:
        return
    with elevated():  # the rows of a person are read by whoever follows them
        same = one_file.same_as(case.subject_id)
        others = MatchAnswer.objects.filter(named=named, candidate_id__in=same)
        others = others.exclude(answer=MatchAnswer.Answer.SAME)
        found = list(others.select_related("decided_by"))
    for answer in found:
        yield Obstacle(
            _("A possible match with the person of that file was answered: %(answer)s.")
            % {"answer": answer.get_answer_display()},
            row="2.1",
            todo=_("Ask %(who)s, who answered it.") % {"who": answer.decided_by.display},
        )


def one_is_chosen(signal: Signal, by, named: NamedPerson | None) -> Iterator[Obstacle]:
    """Of several who have a file it is said whose file the signal is joined to (X10)."""
    if named is None and len(joinable(signal, by)) > 1:
        yield Obstacle(
            _("Several persons of this signal have a file here."),
            row="S86",
            todo=_("Choose to whose file it is joined; the others are joined after it."),
        )


def somebody_is_told(signal: Signal, by) -> Iterator[Obstacle]:
    """Warns when nobody answers for the file any more, so that nobody is told (S86)."""
    files = [here(row) for row in joinable(signal, by)]
    if any(not one_file.whom_to_tell(case) for case in files):
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
    return signal.is_urgent
