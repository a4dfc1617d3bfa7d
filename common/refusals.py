"""Refusals: sentences that someone can act upon, and their exceptions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from common.words import Words


class Strength(StrEnum):
    """How much a sentence weighs: B blocks, J asks for a written reason, W only warns."""

    BLOCK = "block"
    REASON = "reason"
    WARNING = "warning"


@dataclass(frozen=True)
class Obstacle:
    """One sentence in the way of a step, the requirement row behind it, and what to do.

    ``url`` is the page on which it is done, for whoever may open it.
    """

    sentence: Words
    row: str
    strength: Strength = Strength.BLOCK
    todo: Words = ""
    url: str = ""

    @property
    def blocks(self) -> bool:
        return self.strength is Strength.BLOCK

    def __str__(self) -> str:
        return str(self.sentence)


class Refused(Exception):
    """A rule says no (409). Carries the obstacles, which the page shows beside the button too."""

    def __init__(self, *obstacles: Obstacle) -> None:
        self.obstacles = obstacles
        super().__init__(" ".join(str(o.row) for o in obstacles))


class Conflict(Exception):
    """Somebody else saved meanwhile (I1). Carries the row as it stands now, and its version.

    ``version`` is that of everything that was read, where that is more than the row.
    """

    def __init__(self, current: object, version: int | None = None) -> None:
        self.current = current
        self.version: int = getattr(current, "version", 0) if version is None else version
        super().__init__(type(current).__name__)


def is_written(words: str, sentence: Words, row: str, todo: Words = "") -> Iterator[Obstacle]:
    """Something is written: what is decided of a person is understood later by its words alone."""
    if not words.strip():
        yield Obstacle(sentence, row=row, todo=todo)


def hint(sentence: Words, row: str) -> Obstacle:
    """A sentence that is shown and stops nobody."""
    return Obstacle(sentence, row=row, strength=Strength.WARNING)


def refuse_unless(condition: bool, sentence: Words, row: str, todo: Words = "") -> None:
    """Raise ``Refused`` with one sentence when the condition does not hold."""
    if not condition:
        raise Refused(Obstacle(sentence, row, todo=todo))


def refuse(obstacles: Iterable[Obstacle]) -> None:
    """Raise ``Refused`` with those of the obstacles that block, if there are any."""
    standing = [o for o in obstacles if o.blocks]
    if standing:
        raise Refused(*standing)


def in_the_way(obstacles: Iterable[Obstacle], reason: str = "") -> list[Obstacle]:
    """Obstacles that still stand once ``reason`` is written, or empty."""
    return [
        o for o in obstacles if o.blocks or (o.strength is Strength.REASON and not reason.strip())
    ]
