"""Whom the question about two files concerns, and the parts of a team that is asked."""

from __future__ import annotations

from django.db.models import Q

from casework.narrowing import OnTeam, leads, on_team
from casework.rights import OVERSEERS
from common.scope import Actor

# From then on the whole team of each file knows of it.
KNOWN = ("agreed", "undo_asked", "undone")


class OfTwoFiles(OnTeam):
    """Who coordinates the case or answers for its risk; once it is agreed, the whole team."""

    def visible(self, actor: Actor) -> Q:
        return on_team(actor) & (Q(state__in=KNOWN) | leads(actor, OVERSEERS))


class OfOverseers(OnTeam):
    """Who coordinates the case or answers for its risk."""

    def visible(self, actor: Actor) -> Q:
        return leads(actor, OVERSEERS)
