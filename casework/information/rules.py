"""The rules of information: its words, its audience, who has read it (S31)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from agencies import presence
from agencies.models import Agency, User
from casework.information.readers import agencies_that_looked
from casework.models import Case, Record
from common import clock
from common.refusals import Obstacle, is_written

Audience = Record.Audience


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def own_words(record: Record, by: User) -> Iterator[Obstacle]:
    """Whoever wrote it, and nobody else (2.8)."""
    if record.author_id != by.pk:
        gone = presence.is_gone(record.author, record.agency_id)
        yield Obstacle(
            _("%(who)s wrote this.") % {"who": record.author.display},
            row="2.8",
            todo=_("They are no longer there: add what you know as information of your own.")
            if gone
            else _("Ask them to correct it, or add what you know as information of your own."),
        )


def own_agency_holds(record: Record, by: User) -> Iterator[Obstacle]:
    """The agency that holds it back, a colleague of the author too (S31)."""
    if record.agency_id != by.agency_id:
        yield Obstacle(
            _("%(agency)s holds this back.") % {"agency": record.agency.name},
            row="S31",
            todo=_("Ask them."),
        )


def not_withdrawn(record: Record, by: User) -> Iterator[Obstacle]:
    """A withdrawn piece of information is neither corrected nor withdrawn again (2.8)."""
    if record.withdrawn_at:
        yield Obstacle(
            _("You have withdrawn this already."),
            row="2.8",
            todo=_("Write it anew if it is to be read."),
        )


def not_misplaced(record: Record, by: User) -> Iterator[Obstacle]:
    """What was marked as not about this person has no words to correct (X26)."""
    if record.misplaced_at:
        yield Obstacle(
            _("This was marked as not about this person."),
            row="P8",
            todo=_("A coordinator of the case can undo it, with a reason."),
        )


def nobody_looked(record: Record, by: User) -> Iterator[Obstacle]:
    """A piece is withdrawn while no other agency can have read it (2.8)."""
    readers = [] if record.withdrawn_at else agencies_that_looked(record)
    if readers:
        yield Obstacle(
            _("The case was opened since by %(agencies)s: it may have been read.")
            % {"agencies": get_text_list(readers, _("and"))},
            row="2.8",
            todo=_("Correct it instead, and write why: what stood before stays on file."),
        )


def is_held_back(record: Record, by: User) -> Iterator[Obstacle]:
    """A mark of something held back is ended, once, and nothing else is (S31)."""
    if record.kind != Record.Kind.HELD:
        yield Obstacle(_("Only what is held back comes to an end."), row="S31")
    elif record.withdrawn_at or record.ended_at or record.misplaced_at:
        yield Obstacle(_("This is not held back any more."), row="S31")


# --- of what was typed: asked by the decision alone -----------------------------------------
def reaches_somebody(
    case: Case, kind: str, body: str, audience: str, named: Iterable[Agency]
) -> Iterator[Obstacle]:
    """It has words, and an audience on the team that reads them (S31, S32)."""
    yield from is_written(body, _("Write the information itself."), row="S31")
    yield from names_the_team(case, audience, named)
    if kind == Record.Kind.NEED and audience == Audience.OWN:
        yield Obstacle(
            _("A need that only your own agency can read does not reach anybody."),
            row="S32",
            todo=_(
                "Share the need with the team or with named agencies; keep the cause to yourselves."
            ),
        )
    if kind == Record.Kind.HELD and audience == Audience.OWN:
        yield Obstacle(
            _("What only your own agency can read tells nobody that something is held back."),
            row="S31",
            todo=_("Share its effect with the team or with named agencies."),
        )


def names_the_team(case: Case, audience: str, named: Iterable[Agency]) -> Iterator[Obstacle]:
    """An audience of named agencies names some, each of them on the team (S31, 2.5)."""
    if audience == Audience.NAMED and not named:
        yield Obstacle(
            _("No agency is chosen yet."),
            row="S31",
            todo=_("Choose at least one agency, or share it with the whole team."),
        )
    on_team: set[int] = set()
    if named:
        on_team = set(case.members.filter(active=True).values_list("agency_id", flat=True))
    for agency in named:
        if agency.pk not in on_team:
            yield Obstacle(
                _("%(agency)s is not on this team.") % {"agency": agency.name},
                row="2.5",
                todo=_("Ask the process coordinator to name somebody of this agency first."),
            )


def is_asked_again(kind: str, day: date | None) -> Iterator[Obstacle]:
    """A day to ask again goes with something held back, and is not past (S31)."""
    if day is None:
        return
    if kind != Record.Kind.HELD:
        yield Obstacle(
            _("A day to ask again goes with something that you cannot share."),
            row="S31",
            todo=_("Choose “Something that I cannot share”, or take the day out."),
        )
    elif day < clock.today():
        yield Obstacle(
            _("The day to ask again has passed already."),
            row="S31",
            todo=_("Choose a day to come, or leave it open."),
        )


def is_corrected(record: Record, body: str, reason: str) -> Iterator[Obstacle]:
    """Other words than before, not empty, and a reason (2.8, 2.3)."""
    yield from is_written(body, _("Write the information itself."), "S31")
    if body == record.body:
        yield Obstacle(_("Nothing has been changed yet."), row="2.8")
    yield from is_written(
        reason,
        _("Write why it is corrected."),
        row="2.3",
        todo=_("The reason and what stood before stay on file."),
    )


def end_is_explained(reason: str) -> Iterator[Obstacle]:
    """Why the mark ends is written: others have worked with it (S31)."""
    yield from is_written(
        reason,
        _("Write why it is no longer held back."),
        row="S31",
        todo=_("Shared meanwhile, no longer true, or written by mistake: one line."),
    )
