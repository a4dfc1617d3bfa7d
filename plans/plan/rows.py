"""The lines of a plan: how each is found, what buttons and forms call it."""

from __future__ import annotations

from django.utils.text import Truncator

from casework.rows import Rows
from common.dates import day
from plans.models import Action, Checkpoint, Goal

TAB = "plans:plan"


def _about(line) -> str:
    """A line in few words, for screen readers, which do not see beside what its button stands."""
    return day(line.due_on) if isinstance(line, Checkpoint) else Truncator(line.words).chars(60)


class AnyLine(Rows):
    """A goal, an action or a checkpoint, found by its key whichever kind it is."""

    def find(self, user, subject, **kwargs):
        for model in (Goal, Action, Checkpoint):
            rows = model.objects.visible_to(user).filter(case=subject).select_related("plan")
            found = rows.filter(pk=kwargs["row"]).first()
            if found is not None:
                return found
        return None


GOAL = Rows(Goal, tab=TAB, related=("plan",), about=_about)
ACTION = Rows(Action, tab=TAB, related=("plan",), about=_about)
CHECKPOINT = Rows(Checkpoint, tab=TAB, related=("plan",), about=_about)
LINE = AnyLine(Goal, tab=TAB, about=_about)
