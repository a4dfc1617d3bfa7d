"""The rules of recording a conference and of correcting its record (S22, S29, X29)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import cast

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency
from casework.models import Case, Conference, TableAnswer, TerritoryProfile
from common import clock
from common.dates import day as day_words
from common.refusals import Obstacle, Strength, is_written
from common.scope import elevated
from intake.first_analysis import sheet
from intake.models import Signal
from intake.outcomes.rules.outcome import day_to_come


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def goes_to_the_conference(signal: Signal, by) -> Iterator[Obstacle]:
    """The signal was taken to the conference, and no case is opened on it yet (S22, S40)."""
    if signal.state != Signal.State.TO_CONFERENCE:
        yield Obstacle(
            _("No decision has taken this signal to the conference yet."),
            row="S40",
            todo=_("Decide on it in the first analysis."),
        )
    elif signal.case_id and not sheet.for_decider(signal, by).to_open:
        yield Obstacle(_("A case was opened on this signal already."), row="S78")


def cases_of(conference: Conference) -> list[Case]:
    """The cases opened on it: several where the signal names several persons (X10)."""
    with elevated():  # a decider may stand outside the team
        rows = Case.objects.filter(Q(conferences=conference) | Q(named__signal=conference.signal))
        return list(rows.distinct().order_by("opened_at"))


def is_read_by(conference: Conference, by) -> bool:
    """Whether the words of the record are theirs to read: the desk's, since the case the team's."""
    return Conference.objects.visible_to(by).filter(pk=conference.pk).exists()


def days_of_the_conference(conference: Conference) -> tuple[date, date]:
    """The first and the last day that it can have been held on: signal, today, its case."""
    received = cast(Signal, conference.signal).received_at  # held on one, or it has no page
    first, last = clock.day_of(received), clock.today()
    opened = [clock.day_of(case.opened_at) for case in cases_of(conference)]
    return first, min([last, *opened])


def something_can_be_corrected(conference: Conference, by) -> Iterator[Obstacle]:
    """Whoever may not read the record corrects its day, where another one is possible (S22)."""
    if is_read_by(conference, by):
        return
    first, last = days_of_the_conference(conference)
    if first >= last and conference.held_on == first:
        yield Obstacle(
            _("No other day is possible: the conference came on the day of the signal, %(day)s.")
            % {"day": day_words(first)},
            row="S22",
        )


# --- of what was typed: asked by the decision alone -----------------------------------------
def several_fields_at_the_conference(seats: dict, reason: str = "") -> Iterator[Obstacle]:
    """Several agencies, mental health among them, or a reason why not (S29).

    ``seats`` maps agencies to their presence. One written reason answers both sentences.
    """
    needed = TerritoryProfile.load().conference_domains
    kinds = {agency.kind for agency in seats}
    strength = Strength.REASON
    if len(kinds) < needed:
        yield Obstacle(
            ngettext(
                "The conference needs %(needed)d field of expertise; it has %(found)d.",
                "The conference needs %(needed)d fields of expertise; it has %(found)d.",
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


def day_of_the_conference(signal: Signal, held_on) -> Iterator[Obstacle]:
    """The day is neither ahead nor before the signal was received (S22)."""
    received = clock.day_of(signal.received_at)
    if held_on > clock.today():
        yield day_to_come()
    elif held_on < received:
        yield Obstacle(
            _("The signal was received on %(day)s: the conference came after it.")
            % {"day": day_words(received)},
            row="S22",
            todo=_("Write the day it was, or correct the day on which the signal was received."),
        )


def before_its_case(held_on, opened_on) -> Iterator[Obstacle]:
    """The corrected day is not after the case that was opened on the conference (S22)."""
    if opened_on and held_on > opened_on:
        yield Obstacle(
            _("The case was opened on %(day)s: the conference came before it.")
            % {"day": day_words(opened_on)},
            row="S22",
            todo=_("Write the day it was."),
        )


def no_more_than_is_read(known: bool, changes: Collection[str]) -> Iterator[Obstacle]:
    """Since the case was opened the record is its team's: others correct its day alone (2.5)."""
    if not known and set(changes) - {"held_on"}:
        yield Obstacle(
            _("The record is the team’s to read since the case was opened."),
            row="2.5",
            todo=_("Correct the day alone, or ask a decider on the team."),
        )


def the_case_rests_on_it(conference: Conference, useful: str) -> Iterator[Obstacle]:
    """A case was opened on the answer of the table: it is not corrected into a no (S22, X29)."""
    if conference.case_id and useful == TableAnswer.NO:
        yield Obstacle(
            _("A case was opened on this answer: it is not corrected into a no."),
            row="S22",
            todo=_("If the case was opened in error, close it for that reason."),
        )


def something_is_corrected(before, after, reason: str) -> Iterator[Obstacle]:
    """The record differs from the one that stands, and a reason is written (2.3)."""
    if before == after:
        yield Obstacle(_("Nothing has been changed yet."), row="2.8")
    yield from is_written(
        reason,
        _("Write why it is corrected."),
        row="2.3",
        todo=_("The reason and what stood before stay on file."),
    )
