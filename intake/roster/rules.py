"""The rules of the duty roster: of a turn before it is changed, and of what was typed (S24)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from agencies import roster
from agencies.models import Turn, User
from common import clock
from common.refusals import Obstacle

# A longer one is forgotten, and hides a hole.
LONGEST = timedelta(days=31)


# --- before an act: (turn, by) --------------------------------------------------------------
def stands(turn: Turn, by: User) -> Iterator[Obstacle]:
    """A turn that was taken off the roster is not changed any more (S24)."""
    if turn.is_removed:
        yield Obstacle(
            _("This turn was taken off the roster."), row="S24", todo=_("Enter a new one.")
        )


def is_not_over(turn: Turn, by: User) -> Iterator[Obstacle]:
    """A turn that is over stays as it was: it says who was to be called (S24)."""
    if turn.ends_at <= clock.now():
        yield Obstacle(_("This turn is over."), row="S24", todo=_("Enter a new one."))


# --- of what was typed: asked by the decision alone -----------------------------------------
def is_a_turn(begins: datetime, ends: datetime) -> Iterator[Obstacle]:
    """A turn ends after it begins, not in the past, and within a month (S24)."""
    if ends <= begins:
        yield Obstacle(_("The turn ends before it begins."), row="S24", todo=_("Look at the days."))
    elif ends <= clock.now():
        yield Obstacle(_("This turn is over already."), row="S24", todo=_("Look at the days."))
    elif ends - begins > LONGEST:
        yield Obstacle(
            _("A turn lasts 31 days at most: a longer one is easily forgotten."),
            row="S24",
            todo=_("Enter several turns."),
        )


def can_be_called(user: User) -> Iterator[Obstacle]:
    """Whoever is called may act on a signal already: a turn gives no right (S24, rulings 7)."""
    if not roster.people(clock.today()).filter(pk=user.pk).exists():
        yield Obstacle(
            _("%(who)s may not act on a signal, and a turn gives no right.")
            % {"who": user.display},
            row="S24",
            todo=_("Choose a signal coordinator, or whoever has a post on a channel."),
        )


def is_called_once(
    user: User, begins: datetime, ends: datetime, but: Turn | None = None
) -> Iterator[Obstacle]:
    """One person is on the roster once at a time; several people may be (S24)."""
    others = Turn.objects.filter(user=user, removed_at=None, begins_at__lt=ends, ends_at__gt=begins)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        yield Obstacle(
            _("%(who)s is on the roster already for a part of this time.") % {"who": user.display},
            row="S24",
            todo=_("Change that turn, or choose somebody else."),
        )
