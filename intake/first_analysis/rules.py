"""The rules of the first analysis and its outcomes; a docstring is the lesson, with its row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency
from agencies.presence import is_absent
from casework import access
from casework.models import Deconfliction, TerritoryProfile
from casework.rights import Right
from common import clock
from common.refusals import Obstacle, Strength
from intake.first_analysis.sheet import FirstAnalysis, priors
from intake.models import Outcome, Signal
from intake.outcomes import joining_rules

Kind = Outcome.Kind


def grounds_of_decision(grounds: str) -> Iterator[Obstacle]:
    """A decision without written grounds cannot be questioned later (2.3)."""
    if not grounds.strip():
        yield Obstacle(
            _("The grounds are not written yet."),
            row="2.3",
            todo=_("Two or three sentences that a colleague can follow in a year."),
        )


def words_are_written(words: str) -> Iterator[Obstacle]:
    """An answer or a disagreement without words helps nobody later (2.3)."""
    if not words.strip():
        yield Obstacle(
            _("Nothing is written yet."), row="2.3", todo=_("Write it in a sentence or two.")
        )


def analysis_is_open(found: FirstAnalysis) -> Iterator[Obstacle]:
    """What was decided on stays as it was read that day (2.3, S41)."""
    signal = found.signal
    if signal.is_open:
        yield Obstacle(
            _("Nobody has acknowledged this signal yet."),
            row="S24",
            todo=_("Acknowledge it first."),
        )
    elif signal.state == Signal.State.NEED_MORE:
        yield Obstacle(
            _("More information was asked for and has not come yet."),
            row="S40",
            todo=_("Note the answer; the first analysis then goes on."),
        )
    elif found.is_closed:
        yield Obstacle(
            _("This signal has its outcome: %(outcome)s.")
            % {"outcome": signal.get_state_display()},
            row="2.3",
            todo=_("The first analysis stays as it was when that was decided."),
        )
    if found.proposal:
        yield Obstacle(
            _("An outcome waits for its second reader: %(name)s.")
            % {"name": found.proposal.second_reader.display},
            row="S41",
            todo=_("Wait for the second reading, or take the proposal back."),
        )


def source_is_assessed(found: FirstAnalysis) -> Iterator[Obstacle]:
    """A report is judged with its source: malicious and mistaken ones do harm (S38)."""
    if found.source is None:
        yield Obstacle(
            _("The source is not assessed yet."), row="S38", todo=_("Answer the first check.")
        )


def security_comes_first(found: FirstAnalysis, kind: str) -> Iterator[Obstacle]:
    """Local steps may spoil an inquiry, or put somebody in danger: ask first (S34)."""
    asked = found.deconfliction
    if asked is None:
        yield Obstacle(
            _("Nobody has said yet whether it is a security matter."),
            row="S34",
            todo=_("Answer the second check."),
        )
    elif kind == Kind.HANDED_TO_SECURITY:
        return
    elif asked.waits and asked.concern != asked.Concern.NONE:
        yield Obstacle(
            _("%(service)s was asked and has not answered yet: nothing is done locally.")
            % {"service": asked.asked_of},
            row="S34",
            todo=_("Wait and note the answer, or hand the signal to the competent service."),
        )
    elif asked.forbids:
        yield Obstacle(
            _("%(service)s answered: %(answer)s. Nothing is done locally.")
            % {"service": asked.asked_of, "answer": asked.get_answer_display()},
            row="S34",
            todo=_("Hand the signal to the competent service, or ask again later."),
        )


def earlier_question_is_settled(found: FirstAnalysis, asked_of: str) -> Iterator[Obstacle]:
    """Whoever was asked is heard, and what they forbid only they lift (S34, 2.9)."""
    asked = found.deconfliction
    if asked and asked.waits:
        yield Obstacle(
            _("%(service)s was asked and has not answered yet.") % {"service": asked.asked_of},
            row="S34",
            todo=_("Note the answer before you ask again."),
        )
    elif asked and asked.forbids and not asked_of.strip():
        yield Obstacle(
            _("%(service)s answered: %(answer)s. Nothing is done locally.")
            % {"service": asked.asked_of, "answer": asked.get_answer_display()},
            row="S34",
            todo=_("They alone can lift it: write whom you ask again."),
        )


def somebody_is_asked(concern: str, asked_of: str) -> Iterator[Obstacle]:
    """A possible danger is told to the competent service, by name and at once (S34)."""
    if concern and concern != Deconfliction.Concern.NONE and not asked_of.strip():
        yield Obstacle(
            _("A possible danger, and nobody of the security services is asked."),
            row="S34",
            todo=_("Write whom you ask. In an emergency ring first."),
        )


def answer_is_expected(asked: Deconfliction | None) -> Iterator[Obstacle]:
    """An answer is noted once, to a question that waits (S34)."""
    if asked is None or not asked.waits:
        yield Obstacle(_("No answer of the security services is awaited."), row="S34")


def both_questions_are_answered(found: FirstAnalysis) -> Iterator[Obstacle]:
    """Two questions before the table: really radicalised? useful and necessary together? (S22)."""
    for answer, sentence in (
        (found.triage.radicalised, _("Whether it looks like radicalisation is not answered yet.")),
        (found.triage.useful, _("Whether working together is useful is not answered yet.")),
    ):
        if not answer:
            yield Obstacle(sentence, row="S22", todo=_("Yes, no or unclear, with the grounds."))


def another_reading_is_written(found: FirstAnalysis) -> Iterator[Obstacle]:
    """It may be attention, bullying, a conflict: who says «radicalised» has looked (S36)."""
    triage = found.triage
    looked = triage.alternatives or triage.alternatives_words.strip()
    if triage.radicalised == "yes" and not looked:
        yield Obstacle(
            _("No other explanation was looked at."),
            row="S36",
            todo=_("Choose or write at least one, and what speaks for or against it."),
        )


def minor_is_answered(found: FirstAnalysis) -> Iterator[Obstacle]:
    """A minor has other rules and other protection (S35): better asked early."""
    if not found.triage.minor:
        yield Obstacle(
            _("Nobody has said yet whether the person is a minor."),
            row="S35",
            strength=Strength.WARNING,
            todo=_("Answer the third check."),
        )


def before(found: FirstAnalysis, kind: str) -> list[Obstacle]:
    """Every sentence in the way of that outcome as the first analysis stands."""
    standing = list(analysis_is_open(found))
    if kind == Kind.ADVICE_GIVEN:
        return [*standing, *nobody_is_recorded(found.signal)]
    if kind == Kind.MERGED:  # what is decided on the other signal asks for all of it
        return standing
    standing += [*source_is_assessed(found), *security_comes_first(found, kind)]
    if kind == Kind.TO_CONFERENCE:
        standing += both_questions_are_answered(found)
        standing += joining_rules.no_file_yet(found.signal.person_id)
    return [*standing, *another_reading_is_written(found), *minor_is_answered(found)]


def nobody_is_recorded(signal: Signal) -> Iterator[Obstacle]:
    """Advice is for whoever asks, not about somebody: no person is recorded (2.12)."""
    if signal.about.strip() or signal.person_id:
        yield Obstacle(
            _("This signal names or describes a person."),
            row="2.12",
            todo=_("Leave it to the first analysis, or take out what was typed by mistake."),
        )


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


def earlier_signals_are_said(signal: Signal) -> Iterator[Obstacle]:
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


def is_still_proposed(outcome: Outcome) -> Iterator[Obstacle]:
    """A second reading is given once, on what is still proposed (S41)."""
    if not outcome.is_proposed:
        yield Obstacle(
            _("This outcome is not proposed any more: %(status)s.")
            % {"status": outcome.get_status_display()},
            row="S41",
        )


def answer_is_awaited(outcome: Outcome) -> Iterator[Obstacle]:
    """An answer is noted to a question that still waits (S40)."""
    if outcome.kind != Kind.NEED_MORE or outcome.status != Outcome.Status.IN_FORCE:
        yield Obstacle(_("No answer is awaited here."), row="S40")


def nobody_read_since(outcome: Outcome, read_by: Iterable[str]) -> Iterator[Obstacle]:
    """Taken back at once, before anybody relied on it; later it needs a decision anew (2.3)."""
    if outcome.status != Outcome.Status.IN_FORCE:
        yield Obstacle(_("This outcome is not in force."), row="2.3")
    elif outcome.signal.case_id:
        yield Obstacle(_("A case was opened on this signal already."), row="2.3")
    names = sorted(set(read_by))
    if names:
        yield Obstacle(
            read_since(names),
            row="2.3",
            todo=_("What others may rely on is not taken back in silence: speak to them."),
        )


def read_since(names: list[str]) -> str:
    """Who has read the signal meanwhile, in a sentence."""
    return ngettext(
        "%(names)s has read this signal since.",
        "%(names)s have read this signal since.",
        len(names),
    ) % {"names": ", ".join(names)}


def goes_to_the_table(found: FirstAnalysis) -> Iterator[Obstacle]:
    """A conference is recorded on what was taken to it, once (S22, S40)."""
    outcome = found.in_force
    if outcome is None or outcome.kind != Kind.TO_CONFERENCE:
        yield Obstacle(
            _("No decision has taken this signal to the table yet."),
            row="S40",
            todo=_("Decide on it in the first analysis."),
        )
    elif found.signal.case_id:
        yield Obstacle(_("A case was opened on this signal already."), row="S78")


def several_fields_at_the_table(seats: dict, reason: str = "") -> Iterator[Obstacle]:
    """One viewpoint is too narrow, and mental health is not to be forgotten (S29).

    ``seats`` maps agencies to their presence. A written reason answers both sentences.
    """
    needed = TerritoryProfile.load().conference_domains
    kinds = {agency.kind for agency in seats}
    strength = Strength.REASON
    if len(kinds) < needed:
        yield Obstacle(
            ngettext(
                "The table needs %(needed)d field of expertise; it has %(found)d.",
                "The table needs %(needed)d fields of expertise; it has %(found)d.",
                needed,
            )
            % {"needed": needed, "found": len(kinds)},
            row="S29",
            strength=strength,
            todo=_("Hear another agency, in writing if need be, or write why not."),
        )
    if Agency.Kind.MENTAL_HEALTH not in kinds:
        yield Obstacle(
            _("Mental health was neither present nor consulted in writing."),
            row="S29",
            strength=strength,
            todo=_("Ask for its view in writing, or write why not."),
        )
