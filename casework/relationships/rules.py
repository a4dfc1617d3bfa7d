"""The rules of people around the person: what is written of them, by whom, until when (S30)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from agencies.models import User
from casework.models import Relationship
from casework.rights import COORDINATORS
from common import clock, dates, happened
from common.refusals import Obstacle, is_written
from common.windows import BEFORE_FLOOR, FLOOR

ROW = "S30"
Approach = Relationship.Approach


# --- before an act: (row, by), asked by button, page and decision ---------------------------
def keeps_it(row: Relationship, by: User) -> Iterator[Obstacle]:
    """The agency that wrote it, or a coordinator who reads it; others may have acted on it."""
    if row.agency_id != by.agency_id and not row.case.roles_of(by) & set(COORDINATORS):
        yield Obstacle(
            _("%(agency)s wrote this.") % {"agency": row.agency.name},
            row=ROW,
            todo=_("Ask them."),
        )


def still_stands(row: Relationship, by: User) -> Iterator[Obstacle]:
    """What ended is not ended twice: the second reason would hide the first."""
    if row.ended_at:
        yield Obstacle(
            _("This ended on %(day)s.") % {"day": dates.day(clock.day_of(row.ended_at))},
            row=ROW,
            todo=_("Add this person anew if it holds again."),
        )


# --- of what was typed: asked by the decision alone -----------------------------------------
def is_whole(said: Mapping[str, Any]) -> Iterator[Obstacle]:
    """Somebody is named, and what is to be heeded says why, by whom, and who told them (S30)."""
    yield from is_written(said["name"], _("Write who it is."), row=ROW)
    yield from _approach(said)
    yield from _telling(said["told"], said["told_by"])
    yield from happened.is_possible(said["since"], FLOOR, BEFORE_FLOOR, ROW)


def _approach(said: Mapping[str, Any]) -> Iterator[Obstacle]:
    approach, only_by = said["approach"], said["only_by"]
    if approach == Approach.NO:
        yield from is_written(
            said["approach_because"],
            _("Write why this person may not be approached."),
            row=ROW,
            todo=_("Whoever writes an action reads it before."),
        )
    if approach == Approach.ONLY_BY:
        yield from is_written(only_by, _("Write who alone may approach this person."), row=ROW)
    elif only_by:
        yield Obstacle(
            _("%(who)s is named as the only one to approach this person; the answer is another.")
            % {"who": only_by},
            row=ROW,
            todo=_("Choose “Only by somebody in particular”, or take the name out."),
        )


def _telling(told: str, told_by: str) -> Iterator[Obstacle]:
    if told:
        yield from is_written(told_by, _("Write who told this person."), row=ROW)
    elif told_by:
        yield from is_written(told, _("Write what this person was told."), row=ROW)


def is_changed(row: Relationship, changes: Mapping[str, Any], reason: str) -> Iterator[Obstacle]:
    """Something differs from what stands, for a reason that stays (2.8, 2.3)."""
    if all(getattr(row, name) == value for name, value in changes.items()):
        yield Obstacle(_("Nothing has been changed yet."), row="2.8")
    yield from is_written(
        reason,
        _("Write why it is changed."),
        row="2.3",
        todo=_("The reason and what stood before stay on file."),
    )


def end_is_explained(reason: str) -> Iterator[Obstacle]:
    """Why it no longer holds is written: others have gone by it (2.3)."""
    yield from is_written(
        reason,
        _("Write why this no longer holds."),
        row="2.3",
        todo=_("Gone away, reconciled, or written by mistake: one line."),
    )
