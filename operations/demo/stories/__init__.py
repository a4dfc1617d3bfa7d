"""The stories of Saint-Aubrac: each line is a decision, by its person, on its day."""

from __future__ import annotations

from casework.models import Case
from common.scope import WORKER, bound
from intake.models import Signal
from operations.demo.stories.frene import Frene
from operations.demo.stories.signals import SignalsAlone
from operations.demo.stories.sureau import Sureau
from operations.demo.stories.telling import Story, shift_for
from operations.demo.stories.tilleul import Tilleul

__all__ = ["STORIES", "Story", "load", "shift_for"]

STORIES: tuple[type[Story], ...] = (Frene, Sureau, Tilleul, SignalsAlone)


def load(people: dict, *, shift=None) -> list[Story]:
    """Play every story once, typed dates moved by ``shift`` (whole weeks to today by default).

    Returns the stories, each with the lines that could not be told; an empty list, and nothing
    changed, where a case or a signal is there already.
    """
    with bound(WORKER):
        if Case.objects.exists() or Signal.objects.exists():
            return []
    shift = shift_for() if shift is None else shift
    told = [story(people, shift) for story in STORIES]
    for story in told:
        story.tell()
    return told
