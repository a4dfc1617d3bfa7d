"""The rules of an outcome: proposed, read a second time, answered, taken back."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from agencies.presence import is_absent
from casework import access
from casework.rights import Right
from common import clock
from common.refusals import Obstacle, Strength
from intake.first_analysis import looks, sheet
from intake.first_analysis.sheet import priors
from intake.matching.rules import is_said_about_whom
from intake.models import Outcome, Signal
from intake.signals import same_source

Kind = Outcome.Kind


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def nobody_is_recorded(signal: Signal, by) -> Iterator[Obstacle]:
    """Advice is closed on a signal that names and describes nobody (2.12)."""
    if signal.about.strip() or sheet.of(signal).named:
        yield Obstacle(
            _("This signal names or describes a person."),
            row="2.12",
            todo=_("Leave it to the first analysis, or take out what was typed by mistake."),
        )


def earlier_signals_are_said(signal: Signal, by) -> Iterator[Obstacle]:
    """Warns of earlier closed signals on the person: two coordinators decide (2.1)."""
    references = sorted({prior.signal.reference for prior in priors(signal)})
    if references:
        yield Obstacle(
            _("This person was reported before: %(references)s. Two signal coordinators decide.")
            % {"references": ", ".join(references)},
            row="2.1",
            strength=Strength.WARNING,
            todo=_("Read the earlier signals first."),
        )


def is_still_proposed(outcome: Outcome, by) -> Iterator[Obstacle]:
    """A proposed outcome is read a second time, once (S41)."""
    if not outcome.is_proposed:
        yield Obstacle(
            _("This outcome is not proposed any more: %(status)s.")
            % {"status": outcome.get_status_display()},
            row="S41",
        )


def answer_is_awaited(outcome: Outcome, by) -> Iterator[Obstacle]:
    """An answer is noted to a question in force (S40)."""
    if outcome.kind != Kind.NEED_MORE or outcome.status != Outcome.Status.IN_FORCE:
        yield Obstacle(_("No answer is awaited here."), row="S40")


def decided_by_oneself(outcome: Outcome, by) -> Iterator[Obstacle]:
    """Whoever put it in force, and nobody else (2.3)."""
    if outcome.decided_by.pk != by.pk:
        yield Obstacle(
            _("%(name)s decided this, and alone takes it back at once.")
            % {"name": outcome.decided_by.display},
            row="2.3",
        )


def named_to_read(outcome: Outcome, by) -> Iterator[Obstacle]:
    """The named second reader alone (S41)."""
    if outcome.second_reader_id != by.pk:
        yield Obstacle(_("The named second reader alone reads it."), row="S41")


def holds(outcome: Outcome, by) -> Iterator[Obstacle]:
    """Only an outcome in force is taken back, on a signal without a case (2.3)."""
    if outcome.status != Outcome.Status.IN_FORCE:
        yield Obstacle(_("This outcome is not in force."), row="2.3")
    elif outcome.signal.case_id and outcome.kind == Kind.TO_CONFERENCE:
        yield Obstacle(_("A case was opened on this signal already."), row="2.3")


def closes_the_signal(outcome: Outcome, by) -> Iterator[Obstacle]:
    """An outcome in force, on a signal without a file, which nothing else takes back (S78)."""
    yield from holds(outcome, by)
    if outcome.status != Outcome.Status.IN_FORCE:
        return  # nothing of it is left to be answered, separated or taken off
    if outcome.kind == Kind.NEED_MORE:
        yield Obstacle(
            _("More information was asked for: the signal is open."),
            row="S78",
            todo=_("Note the answer; the first analysis then goes on."),
        )
    elif outcome.kind == Kind.MERGED:
        yield Obstacle(
            _("This signal was brought together with another one, which goes on."),
            row="S78",
            todo=_("Separate them again, with a reason."),
        )
    elif outcome.kind == Kind.JOINED_TO_CASE:
        yield Obstacle(
            _("This signal belongs to a file."),
            row="S78",
            todo=_("Take it off the file, with a reason."),
        )


def nobody_read_since(outcome: Outcome, by) -> Iterator[Obstacle]:
    """An outcome is taken back while nobody else has read the signal since (2.3)."""
    if any(holds(outcome, by)):
        return
    names = looks.readers_since(outcome.signal, outcome.in_force_at, but=by)
    if names:
        yield Obstacle(
            looks.have_read_it(names),
            row="2.3",
            todo=_("Reopen the signal, with a reason: they are told."),
        )


def reader_still_fits(outcome: Outcome, by) -> Iterator[Obstacle]:
    """The second reader still fits: posts and earlier signals may have changed (S41, 2.1)."""
    who = {"by": outcome.proposed_by, "second": by}
    found = second_reader_fits(outcome.signal, outcome.kind, **who)
    yield from (one for one in found if one.blocks)


def is_still_said_about_whom(outcome: Outcome, by) -> Iterator[Obstacle]:
    """A match that came up since it was proposed is answered before the second reading (X03)."""
    if outcome.is_proposed:
        yield from is_said_about_whom(outcome.signal, by)


def unfounded_again(outcome: Outcome, by) -> Iterator[Obstacle]:
    """Tells the second reader too when several reports of the source were unfounded (S39)."""
    yield from same_source.unfounded_again(outcome.signal, by)


# --- of what was typed: asked by the decision alone -----------------------------------------
def about_somebody(signal: Signal, whom) -> Iterator[Obstacle]:
    """An outcome of a signal with named persons is about one subject at least (2.8, X10)."""
    free = [row.pk for row in sheet.of(signal).undecided]
    if whom is not None and free and not set(free) & set(whom):
        yield Obstacle(
            _("Nobody is chosen about whom this is decided."),
            row="2.8",
            todo=_("Choose one person at least; what becomes of the others is decided after it."),
        )


def details_of_question(*, question: str, addressee: str, due_on) -> Iterator[Obstacle]:
    """A question is complete: what is asked, of whom, by a day that is not past (S40)."""
    for value, sentence in (
        (question.strip(), _("What is asked is not written yet.")),
        (addressee.strip(), _("Nobody is named to answer.")),
        (due_on, _("There is no date by which the answer should be there.")),
    ):
        if not value:
            todo = _("Question, addressee and date belong together.")
            yield Obstacle(sentence, row="S40", todo=todo)
    if due_on and due_on < clock.today():
        yield Obstacle(_("That day is past."), row="S40", todo=_("Choose a day to come."))


def handover_is_accepted(*, service: str, accepted_by: str, accepted_on) -> Iterator[Obstacle]:
    """Oriented needs the service, who accepted there, and the day (S36)."""
    if not (service.strip() and accepted_by.strip() and accepted_on):
        yield Obstacle(
            _("Nobody has accepted this hand-over yet."),
            row="S36",
            todo=_("Write which service takes it, who accepted, and when."),
        )
    if accepted_on and accepted_on > clock.today():
        yield day_to_come()


def security_note_is_written(*, service: str, note: str) -> Iterator[Obstacle]:
    """A hand-over to security needs the service, and a note of what was handed over (S34)."""
    if not (service.strip() and note.strip()):
        yield Obstacle(
            _("The note of the hand-over is not complete."),
            row="S34",
            todo=_("Write to which service, and what was handed over and how."),
        )


def day_to_come() -> Obstacle:
    """The obstacle for a day that lies ahead, of something that has taken place."""
    return Obstacle(_("That day is still to come."), row="2.3", todo=_("Write the day it was."))


def needs_two_coordinators(kind: str, signal: Signal) -> bool:
    """Whether two signal coordinators decide: malicious, or somebody closed once before."""
    if kind == Kind.NO_ACTION:
        return priors(signal).exists()
    return kind == Kind.MALICIOUS


def second_reader_fits(signal: Signal, kind: str, *, by, second) -> Iterator[Obstacle]:
    """A second reader of the desk, not the author; a coordinator where two decide (S41, 2.1)."""
    if second is None:
        yield Obstacle(
            _("Nobody is named as second reader."),
            row="S41",
            todo=_("Choose a colleague of the desk; they are told."),
        )
        return
    if second.pk == by.pk:
        yield Obstacle(
            _("You cannot be your own second reader."), row="S41", todo=_("Choose somebody else.")
        )
        return
    if not access.may(second, Right.SECOND_READ, signal):
        yield Obstacle(
            _("%(who)s does not answer for this signal.") % {"who": second.display},
            row="S41",
            todo=_("Choose a signal coordinator or a receiver of this channel."),
        )
    elif needs_two_coordinators(kind, signal) and not access.may(
        second, Right.DECIDE_OUTCOME, signal
    ):
        yield Obstacle(
            _("Two signal coordinators decide this together."),
            row="2.1" if kind == Kind.NO_ACTION else "S41",
            todo=_("Choose another signal coordinator as second reader."),
        )
    if is_absent(second.pk, clock.today()):
        yield Obstacle(
            _("%(who)s is away today.") % {"who": second.display},
            row="S41",
            strength=Strength.WARNING,
        )
