"""The rules of signing over an agency that gives no opinion (S80, X28, rulings 7)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from agencies.models import Agency
from casework.deciding import case_of
from casework.rights import OVERSEERS
from closure.closing.sheet import ClosingSheet
from closure.models import ClosureProposal
from common import clock
from common.dates import day as day_words
from common.refusals import Obstacle


def every_agency_was_heard(sheet: ClosingSheet) -> Iterator[Obstacle]:
    """Each agency without an opinion is signed over with a sentence of its own (S80, X28)."""
    for agency in sheet.silent:
        said = sheet.silences.get(agency.pk)
        words = {"agency": agency.name}
        standing = list(silence_is_ripe(sheet, agency))
        yield from standing
        if not standing and not (said and said.words):
            yield Obstacle(
                _("%(agency)s has not given its opinion.") % words,
                row="S80",
                todo=_("Whoever signs writes, for this agency, why it is signed without it."),
            )


def silence_is_ripe(sheet: ClosingSheet, agency: Agency) -> Iterator[Obstacle]:
    """A silence is signed over after the day of the opinions; whoever holds something is asked
    once more by name first (rulings 7)."""
    if sheet.proposal is None:
        return
    said, words = sheet.silences.get(agency.pk), {"agency": agency.name}
    until = sheet.proposal.opinions_due_on
    if clock.today() <= until:
        yield Obstacle(
            _("%(agency)s has not given its opinion; it has until %(day)s.")
            % (words | {"day": day_words(until)}),
            row="S80",
            todo=_("Remind them. After that day it can be signed without it, with its reason."),
        )
        return
    held = sheet.held_by(agency.pk)
    if not held or not sheet.there_of(agency.pk):
        return
    if said is None or said.asked is None or said.answer_by is None:
        yield Obstacle(
            _("%(agency)s has not given its opinion and holds %(what)s.")
            % (words | {"what": ", ".join(held)}),
            row="S80",
            todo=_("Ask it once more, by name: below the opinions on this page."),
        )
    elif clock.today() <= said.answer_by:
        yield Obstacle(
            _("%(agency)s was asked once more, %(who)s by name; it has until %(day)s.")
            % (words | {"who": said.asked.display, "day": day_words(said.answer_by)}),
            row="S80",
            todo=_("Wait for that day."),
        )


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def an_agency_is_silent(proposal: ClosureProposal, by) -> Iterator[Obstacle]:
    """Asked once more, or signed over, is an agency that has given no opinion (S80)."""
    if not ClosingSheet.on(proposal).silent:
        yield Obstacle(_("Every agency has given its opinion."), row="S80")


def somebody_can_be_asked(proposal: ClosureProposal, by) -> Iterator[Obstacle]:
    """Asked by name is somebody of a silent agency who is still there (rulings 7)."""
    sheet = ClosingSheet.on(proposal)
    if sheet.silent and not any(sheet.there_of(agency.pk) for agency in sheet.silent):
        yield Obstacle(
            _("Nobody of an agency without an opinion is there any more."),
            row="S80",
            todo=_("Write why it is signed without it."),
        )


def a_silence_is_ripe(proposal: ClosureProposal, by) -> Iterator[Obstacle]:
    """No silence is signed over before its time: each says what it still waits for (rulings 7)."""
    sheet = ClosingSheet.on(proposal)
    waiting = [list(silence_is_ripe(sheet, agency)) for agency in sheet.silent]
    if waiting and all(waiting):
        yield from (one for found in waiting for one in found)


def oversees(row, by) -> Iterator[Obstacle]:
    """A coordinator or the risk owner asks an agency once more (rulings 7)."""
    if not case_of(row).roles_of(by) & set(OVERSEERS):
        yield Obstacle(
            _("A coordinator or the risk owner asks for an opinion once more."), row="S80"
        )


# --- of what was typed: asked by the decision alone -----------------------------------------
def of_a_silent_agency(sheet: ClosingSheet, agency_id: int | None) -> Iterator[Obstacle]:
    """The agency was asked for its opinion and has given none (S80)."""
    if agency_id not in {agency.pk for agency in sheet.silent}:
        yield Obstacle(
            _("This agency has given its opinion, or is not asked for one."),
            row="S80",
            todo=_("Look at the page again."),
        )
