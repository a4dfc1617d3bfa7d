"""The page of the duty roster: who is called tonight, and in the two weeks ahead."""

from __future__ import annotations

from django.http import HttpResponse

from agencies.models import Turn
from agencies.requests import PersonRequest
from casework.acts import buttons
from casework.models import TerritoryProfile
from casework.rights import Right
from casework.views.base import RightView
from common.together import answer
from intake.roster.acts import ON_TURN, AddTurn
from intake.roster.ahead import Ahead, ahead
from intake.roster.whose import TheRoster


class RosterPage(RightView):
    """Who is called at night and on days off; the signal coordinators keep it here."""

    right = Right.READ_ROSTER
    template_name = "intake/roster/page.html"
    nav = "signals"

    def prepare(self, **kwargs: object) -> None:
        self.ask(TheRoster())

    def get(self, request: PersonRequest) -> HttpResponse:
        asking = ahead()
        profile = TerritoryProfile.read(*next(asking))
        found = answer(asking)
        return self.page(
            profile=profile,
            ahead=found,
            adding=buttons(request.user, None, (AddTurn,)),
            turns=[(turn, buttons(request.user, turn, ON_TURN)) for turn in _turns(found)],
        )


def _turns(found: Ahead) -> list[Turn]:
    """The turns of the nights ahead, each once, in the order of their beginning."""
    once = {turn.pk: turn for line in found.lines for turn, _reached in line.turns}
    return sorted(once.values(), key=lambda turn: (turn.begins_at, turn.call, str(turn.pk)))
