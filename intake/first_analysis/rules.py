"""The rules of the first analysis; a docstring says what is asked, with its row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from casework.deciding import Rule
from casework.models import Deconfliction
from common import clock
from common.dates import day as day_words
from common.refusals import Obstacle, Strength, is_written
from intake.first_analysis import answers, looks, sheet
from intake.matching.rules import is_said_about_whom
from intake.models import NamedPerson, Signal
from intake.signals.rules import is_acknowledged


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def analysis_goes_on(signal: Signal, by) -> Iterator[Obstacle]:
    """A section is answered until the outcome: what it rests on stays as it was read (2.3, S41)."""
    if signal.state == Signal.State.NEED_MORE:
        yield Obstacle(
            _("More information was asked for and has not come yet."),
            row="S40",
            todo=_("Note the answer; the first analysis then goes on."),
        )
    elif signal.is_decided:
        yield Obstacle(
            _("This signal has its outcome: %(outcome)s.")
            % {"outcome": signal.get_state_display()},
            row="2.3",
            todo=_("The first analysis stays as it was when that was decided."),
        )


def nothing_waits(signal: Signal, by) -> Iterator[Obstacle]:
    """A section is not changed while a proposed outcome waits for its second reader (S41)."""
    if signal.is_open:
        return
    proposal = sheet.for_decider(signal, by).proposal
    if proposal:
        yield Obstacle(
            _("An outcome waits for its second reader: %(name)s.")
            % {"name": proposal.second_reader.display},
            row="S41",
            todo=_("Wait for the second reading, or take the proposal back."),
        )


# Asked before every act of the first analysis, outcomes included.
OPEN = (is_acknowledged, analysis_goes_on, nothing_waits)


def may_be_asked(signal: Signal, by) -> Iterator[Obstacle]:
    """The security services are asked in the first analysis; at the conference too where they
    forbade local work, since they alone can lift it (S34)."""
    if signal.state == Signal.State.TO_CONFERENCE:
        asked = sheet.for_decider(signal, by).deconfliction
        if asked and asked.forbids:
            return
    for rule in OPEN:
        yield from rule(signal, by)


def source_is_assessed(signal: Signal, by) -> Iterator[Obstacle]:
    """An outcome needs the source assessed: malicious and mistaken ones do harm (S38)."""
    if sheet.for_decider(signal, by).source is None:
        yield Obstacle(
            _("The source is not assessed yet."), row="S38", todo=_("Answer the first check.")
        )


def security_is_looked_at(signal: Signal, by) -> Iterator[Obstacle]:
    """An outcome needs the section on security: local steps may spoil an inquiry (S34)."""
    if sheet.for_decider(signal, by).deconfliction is None:
        yield Obstacle(
            _("Nobody has said yet whether it is a security matter."),
            row="S34",
            todo=_("Answer the second check."),
        )


def security_lets_go_on(signal: Signal, by) -> Iterator[Obstacle]:
    """Nothing is done locally against what the security services say (S34)."""
    asked = sheet.for_decider(signal, by).deconfliction
    if asked is None:
        return
    if asked.waits and asked.concern != asked.Concern.NONE:
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


def nobody_is_waited_for(signal: Signal, by) -> Iterator[Obstacle]:
    """No second asking while the security services have not answered the first (S34, 2.9)."""
    asked = sheet.for_decider(signal, by).deconfliction
    if asked and asked.waits:
        yield Obstacle(
            _("%(service)s was asked and has not answered yet.") % {"service": asked.asked_of},
            row="S34",
            todo=_("Note the answer before you ask again."),
        )


def answer_is_expected(signal: Signal, by) -> Iterator[Obstacle]:
    """An answer is noted once, to an asking that waits for it (S34)."""
    asked = sheet.for_decider(signal, by).deconfliction
    if asked is None or not asked.waits:
        yield Obstacle(_("No answer of the security services is awaited."), row="S34")


def both_questions_are_answered(signal: Signal, by) -> Iterator[Obstacle]:
    """Both questions have an answer: radicalised? useful and necessary together? (S22)."""
    triage = sheet.for_decider(signal, by).triage
    for answer, sentence in (
        (triage.radicalised, _("Whether it looks like radicalisation is not answered yet.")),
        (triage.useful, _("Whether working together is useful is not answered yet.")),
    ):
        if not answer:
            yield Obstacle(sentence, row="S22", todo=_("Yes, no or unclear, with the grounds."))


def another_reading_is_written(signal: Signal, by) -> Iterator[Obstacle]:
    """Whoever answers «radicalised» has written which other explanations they saw (S36)."""
    triage = sheet.for_decider(signal, by).triage
    looked = triage.alternatives or triage.alternatives_words.strip()
    if triage.radicalised == "yes" and not looked:
        yield Obstacle(
            _("No other explanation was looked at."),
            row="S36",
            todo=_("Choose or write at least one, and what speaks for or against it."),
        )


def minor_is_answered(signal: Signal, by) -> Iterator[Obstacle]:
    """Warns until it is said of each whether they are a minor, whose protection differs (S35)."""
    found = sheet.for_decider(signal, by)
    if len(found.named) < 2:
        if not found.triage.minor:
            yield Obstacle(
                _("Nobody has said yet whether the person is a minor."),
                row="S35",
                strength=Strength.WARNING,
                todo=_("Answer the third check."),
            )
        return
    names = [row.person.initials for row in found.named if row.is_asked_of and not row.minor]
    if names:
        yield Obstacle(
            _("Nobody has said yet whether these persons are minors: %(names)s.")
            % {"names": ", ".join(names)},
            row="S35",
            strength=Strength.WARNING,
            todo=_("Answer the third check for each."),
        )


def is_alone(signal: Signal, by) -> Iterator[Obstacle]:
    """With several persons on a signal, each is said to be a minor or not by themselves (X10)."""
    if len(sheet.of(signal).named) > 1:
        yield Obstacle(
            _("Several persons are named: whether somebody is a minor is answered for each."),
            row="S35",
        )


def is_one_of_several(row: NamedPerson, by) -> Iterator[Obstacle]:
    """With one person on a signal the check of the signal is theirs (S35)."""
    if len(sheet.of(row.signal).named) < 2:
        yield Obstacle(_("Answer the third check of the signal."), row="S35")
    elif not row.is_asked_of:
        yield Obstacle(_("Nobody asks it of a source or a contact."), row="S35")


def age_is_not_the_files(row: NamedPerson, by) -> Iterator[Obstacle]:
    """Once there is a file, whether the person is a minor is told there: what would be answered on
    the signal reaches neither its team nor what it asks for a child (S35, X08, X24)."""
    if row.file_id or row.is_joined:
        yield Obstacle(
            _("There is a file on this person; whether they are a minor is kept there."),
            row="S35",
            todo=_(
                "Ask the content coordinator of that case to write the age or the date of birth"
                " under “Person”."
            ),
        )


def age_is_not_its_files(signal: Signal, by) -> Iterator[Obstacle]:
    """The same of the one person that the signal names."""
    named = [] if signal.is_open else sheet.of(signal).named
    if len(named) == 1:
        yield from age_is_not_the_files(named[0], by)


def was_answered(key: str) -> Rule:
    """A section is taken back once it has an answer (2.3)."""

    def rule(signal: Signal, by) -> Iterator[Obstacle]:
        if not any(analysis_goes_on(signal, by)) and answers.last(signal, key).act is None:
            yield Obstacle(_("This check has no answer."), row="2.3")

    return rule


def is_unseen(key: str) -> Rule:
    """By whoever gave the answer, while nobody else has read the signal since (2.3)."""

    def rule(signal: Signal, by) -> Iterator[Obstacle]:
        if any(analysis_goes_on(signal, by)):
            return
        act = answers.last(signal, key).act
        todo = _("Change the answer instead; what stood before stays in the history.")
        if act is not None and act.history_user_id != by.pk:
            yield Obstacle(
                _("%(name)s answered this.") % {"name": act.history_user.display},
                row="2.3",
                todo=todo,
            )
        names = looks.readers_since(signal, act.history_date, but=by) if act else []
        if names:
            yield Obstacle(looks.have_read_it(names), row="2.3", todo=todo)

    return rule


# Before any outcome but advice and «typed twice».
CHECKED = (
    source_is_assessed,
    security_is_looked_at,
    security_lets_go_on,
    another_reading_is_written,
    minor_is_answered,
    is_said_about_whom,
)


def lacking(signal: Signal, by) -> list[Obstacle]:
    """The obstacles before the outcomes, for the page on which the sections are answered."""
    return [found for rule in CHECKED for found in rule(signal, by) if found.blocks]


# --- of what was typed: asked by the decision alone -----------------------------------------
def grounds_of_decision(grounds: str) -> Iterator[Obstacle]:
    """Refuses empty grounds: without them a decision cannot be questioned later (2.3)."""
    yield from is_written(
        grounds,
        _("The grounds are not written yet."),
        row="2.3",
        todo=_("Two or three sentences that a colleague can follow in a year."),
    )


def words_are_written(words: str) -> Iterator[Obstacle]:
    """Refuses empty ``words`` with ``sentence`` (2.3)."""
    yield from is_written(
        words, _("Nothing is written yet."), row="2.3", todo=_("Write it in a sentence or two.")
    )


def somebody_is_asked(concern: str, asked_of: str) -> Iterator[Obstacle]:
    """A possible danger is told to the competent service at once, which is named (S34)."""
    if concern and concern != Deconfliction.Concern.NONE and not asked_of.strip():
        yield Obstacle(
            _("A possible danger, and nobody of the security services is asked."),
            row="S34",
            todo=_("Write whom you ask. In an emergency ring first."),
        )


def day_of_the_answer(signal: Signal, day: date) -> Iterator[Obstacle]:
    """They answered today or earlier, and not before the signal came in (X14)."""
    came = clock.day_of(signal.received_at)
    if day > clock.today():
        yield Obstacle(_("That day is still to come."), row="X14", todo=_("Write the day it was."))
    elif day < came:
        yield Obstacle(
            _("The signal was received on %(day)s: they answered after it.")
            % {"day": day_words(came)},
            row="X14",
            todo=_("Write the day it was, or correct the day on which the signal was received."),
        )


def they_lift_it(asked: Deconfliction | None, asked_of: str) -> Iterator[Obstacle]:
    """Where they forbade local work, the security services are asked again by name (S34, 2.9)."""
    if asked and asked.forbids and not asked_of.strip():
        yield Obstacle(
            _("%(service)s answered: %(answer)s. Nothing is done locally.")
            % {"service": asked.asked_of, "answer": asked.get_answer_display()},
            row="S34",
            todo=_("They alone can lift it: write whom you ask again."),
        )
