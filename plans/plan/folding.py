"""A plan of many actions on a page: goals folded to their numbers, one opened by its address.

What needs the reader is never folded away: what is late, or has no answer, or is their agency’s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from common import clock
from common.portions import Portion, here, portion
from plans.models import Goal

# With so many lines or fewer the whole plan stands open.
FEW = 40
NO_GOAL = "none"


@dataclass(frozen=True)
class Standing:
    """An action as the folding looks at it; ``row`` is what the page shows of it."""

    row: Any
    key: str
    goal: str
    ends_on: date
    late: bool = False
    unanswered: bool = False
    declined: bool = False
    open: bool = True
    own: bool = False

    @property
    def needs(self) -> bool:
        """Whether the reader has to see it, whatever is folded."""
        waits = self.late or self.unanswered or self.declined
        return waits or (self.own and self.open)


@dataclass
class Fold:
    """A goal with the numbers of its actions; ``part`` is shown where it is open."""

    key: str
    goal: Goal | None
    number: int
    actions: list[Standing]
    is_open: bool = False
    href: str = ""
    part: Portion[Any] | None = None

    @property
    def late(self) -> int:
        return sum(one.late for one in self.actions)

    @property
    def unanswered(self) -> int:
        return sum(one.unanswered for one in self.actions)

    @property
    def above(self) -> int:
        """How many of its actions stand among those that need the reader."""
        return sum(one.needs for one in self.actions)

    @property
    def next_on(self) -> date | None:
        """The next day on which one of them is due."""
        today = clock.today()
        days = (one.ends_on for one in self.actions if one.open and one.ends_on >= today)
        return min(days, default=None)


@dataclass(frozen=True)
class Folding:
    """The page of a large plan: what needs the reader, and the goals."""

    needs: Portion[Any]
    goals: Portion[Fold]

    @property
    def opened(self) -> Fold | None:
        return next((fold for fold in self.goals.rows if fold.is_open), None)

    @property
    def shown(self) -> list[Any]:
        """The rows that stand on the page."""
        part = self.opened.part if self.opened else None
        return [*self.needs.rows, *(part.rows if part else ())]


def is_long(actions: Sequence[Any], goals: Sequence[Any] = ()) -> bool:
    """Whether a plan of these lines is folded."""
    return len(actions) > FEW or len(goals) > FEW


def folding(request: HttpRequest, found: Iterable[Standing], goals: Iterable[Goal]) -> Folding:
    """The folds of these actions under ``goals``, in their order; the others stand under none.

    ``?goal=`` names the goal that is open, by its line, which later versions keep, or by its
    number; ``?at=`` names an action, which is then shown wherever it stands.
    """
    found = list(found)
    folds = _folds(found, goals)
    at = request.GET.get("at", "")
    asked = next((one for one in found if one.key == at), None)
    chosen = request.GET.get("goal", "")
    if not chosen and asked and not asked.needs:
        chosen = asked.goal
    for fold in folds:
        fold.is_open = chosen in (fold.key, str(fold.number))
        place = f"goal-{fold.number}"
        wanted = None if fold.is_open else fold.key
        fold.href = here(request, place, goal=wanted, at=None, actions=None)
        if fold.is_open:
            rest = [one for one in fold.actions if not one.needs]
            fold.part = _rows(_part(request, rest, "actions", place, at))
    needs = [one for one in found if one.needs]
    needs.sort(key=lambda one: (not one.unanswered, not one.late, one.ends_on))
    opened = next((fold.key for fold in folds if fold.is_open), "")
    shown = portion(request, folds, "goals", key=lambda fold: fold.key, place="goals", at=opened)
    return Folding(_rows(_part(request, needs, "needs", "needs", at)), shown)


def _folds(found: list[Standing], goals: Iterable[Goal]) -> list[Fold]:
    under: dict[str, list[Standing]] = {}
    for one in found:
        under.setdefault(one.goal, []).append(one)
    folds = [
        Fold(str(goal.line), goal, number, under.pop(str(goal.line), []))
        for number, goal in enumerate(goals, start=1)
    ]
    rest = [one for several in under.values() for one in several]
    return [*folds, Fold(NO_GOAL, None, len(folds) + 1, rest)] if rest else folds


def _part(
    request: HttpRequest, rows: list[Standing], name: str, place: str, at: str
) -> Portion[Standing]:
    return portion(request, rows, name, key=lambda one: one.key, place=place, at=at)


def _rows(part: Portion[Standing]) -> Portion[Any]:
    rows = [one.row for one in part.rows]
    return Portion(rows, part.first, part.total, part.before, part.after)
