"""Which pairs were met: each act at each moment, each persona at each moment of some act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from casework.acts import Act
from tests.world.people import PERSONAS


@dataclass(frozen=True)
class Place:
    """Where a moment can be met again: an act, its row, and what puts the row there."""

    act: type[Act]
    row: object
    put: Callable[[], None]


@dataclass
class Pairs:
    """What the cells of all acts have met so far; ``impossible`` are moments no row came to."""

    acts: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    personas: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    impossible: set[tuple[str, str]] = field(default_factory=set)

    def missing_at(self, moment: str) -> list[str]:
        """Who has not met the moment yet."""
        return [name for name in PERSONAS if name not in self.personas[moment]]

    def missing(self) -> Iterator[tuple[str, list[str]]]:
        """(moment, who has not met it) of each moment that some persona is missing at."""
        for moment in self.acts:
            names = self.missing_at(moment)
            if names:
                yield moment, names

    def number(self) -> tuple[int, int]:
        """How many pairs of act and moment, of persona and moment."""
        return sum(map(len, self.acts.values())), sum(map(len, self.personas.values()))
