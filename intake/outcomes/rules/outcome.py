"""Before what becomes of a signal: proposed, read a second time, answered, taken back."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from agencies.presence import is_absent
from casework import access
from casework.rights import Right
from common import clock
from common.refusals import Obstacle, Strength
from intake.first_analysis import looks
from intake.first_analysis.sheet import priors
from intake.models import Outcome, Signal
from intake.signals import same_source

Kind = Outcome.Kind


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def nobody_is_recorded(signal: Signal, by) -> Iterator[Obstacle]:
    """Advice is for whoever asks, not about somebody: no person is recorded (2.12)."""
    if signal.about.strip() or signal.person_id:
        yield Obstacle(
            _("This signal names or describes a person."),
            row="2.12",
            todo=_("Leave it to the first analysis, or take out what was typed by mistake."),
        )


def earlier_signals_are_said(signal: Signal, by) -> Iterator[Obstacle]:
    """The sum of what was reported weighs more than each call by itself (2.1)."""
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
    """A second reading is given once, on what is still proposed (S41)."""
    if not outcome.is_proposed:
        yield Obstacle(
            _("This outcome is not proposed any more: %(status)s.")
            % {"status": outcome.get_status_display()},
            row="S41",
        )


def answer_is_awaited(outcome: Outcome, by) -> Iterator[Obstacle]:
    """An answer is noted to a question that still waits (S40)."""
    if outcome.kind != Kind.NEED_MORE or outcome.status != Outcome.Status.IN_FORCE:
        yield Obstacle(_("No answer is awaited here."), row="S40")


def decided_by_oneself(outcome: Outcome, by) -> Iterator[Obstacle]:
    """Whoever put it in force takes it back at once, nobody else (2.3)."""
    if outcome.decided_by.pk != by.pk:
        yield Obstacle(
            _("%(name)s decided this, and alone takes it back at once.")
            % {"name": outcome.decided_by.display},
            row="2.3",
        )


def named_to_read(outcome: Outcome, by) -> Iterator[Obstacle]:
    """A second reading is somebody’s, by name (S41)."""
    if outcome.second_reader_id != by.pk:
        yield Obstacle(_("The named second reader alone reads it."), row="S41")


def holds(outcome: Outcome, by) -> Iterator[Obstacle]:
    """What is not in force any more, or carries a case, is not taken back (2.3)."""
    if outcome.status != Outcome.Status.IN_FORCE:
        yield Obstacle(_("This outcome is not in force."), row="2.3")
    elif outcome.signal.case_id:
        yield Obstacle(_("A case was opened on this signal already."), row="2.3")


def nobody_read_since(outcome: Outcome, by) -> Iterator[Obstacle]:
    """Taken back at once, before anybody relied on it; later it needs a decision anew (2.3)."""
    if any(holds(outcome, by)):
        return
    names = looks.readers_since(outcome.signal, outcome.in_force_at, but=by)
    if names:
        yield Obstacle(
            looks.have_read_it(names),
            row="2.3",
            todo=_("What others may rely on is not taken back in silence: speak to them."),
        )


def reader_still_fits(outcome: Outcome, by) -> Iterator[Obstacle]:
    """Who was named may have left the desk since, or the person been reported again (S41, 2.1)."""
    who = {"by": outcome.proposed_by, "second": by}
    found = second_reader_fits(outcome.signal, outcome.kind, **who)
    yield from (one for one in found if one.blocks)


def unfounded_again(outcome: Outcome, by) -> Iterator[Obstacle]:
    """The second reader is told as well that a source was unfounded again and again (S39)."""
    yield from same_source.unfounded_again(outcome.signal, by)


# --- of what was typed: asked by the decision alone -----------------------------------------
def details_of_question(*, question: str, addressee: str, due_on) -> Iterator[Obstacle]:
    """A question without addressee and date waits for ever (S40)."""
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
    """Passed on means taken: somebody of the service has said yes (S36)."""
    if not (service.strip() and accepted_by.strip() and accepted_on):
        yield Obstacle(
            _("Nobody has accepted this hand-over yet."),
            row="S36",
            todo=_("Write which service takes it, who accepted, and when."),
        )
    if accepted_on and accepted_on > clock.today():
        yield day_to_come()


def security_note_is_written(*, service: str, note: str) -> Iterator[Obstacle]:
    """The local file keeps the hand-over note alone; without it nothing shows (S34)."""
    if not (service.strip() and note.strip()):
        yield Obstacle(
            _("The note of the hand-over is not complete."),
            row="S34",
            todo=_("Write to which service, and what was handed over and how."),
        )


def day_to_come() -> Obstacle:
    """What has taken place has a day that is past, or today."""
    return Obstacle(_("That day is still to come."), row="2.3", todo=_("Write the day it was."))


def needs_two_coordinators(kind: str, signal: Signal) -> bool:
    """A malicious report, or a person who was closed once before: two signal coordinators."""
    if kind == Kind.NO_ACTION:
        return priors(signal).exists()
    return kind == Kind.MALICIOUS


def second_reader_fits(signal: Signal, kind: str, *, by, second) -> Iterator[Obstacle]:
    """Who seeks finds: somebody else reads it before it holds (S41, 2.1)."""
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
