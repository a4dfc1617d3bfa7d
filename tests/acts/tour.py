"""The cells of one act: every persona, then by pairs at each moment of a row and on other rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction

from casework.acts import Act
from tests.acts import cells, shown
from tests.acts.cells import undone
from tests.acts.chosen import Audience, rows_for
from tests.acts.moments import BEFORE, moments_of
from tests.acts.pairs import Pairs, Place
from tests.acts.senders import Senders
from tests.world.people import PERSONAS


@dataclass
class Tour:
    """What was asked of one act, and what disagreed; ``holders`` by row."""

    act: type[Act]
    senders: Senders
    pairs: Pairs
    before: Callable[[], None] = lambda: None
    asked: Counter = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)
    holders: dict = field(default_factory=dict)

    def look(self, row, personas, when: str) -> None:
        for persona in personas:
            self.ask(row, persona, when)

    def ask(self, row, persona: str, when: str, looked: cells.Looked | None = None) -> None:
        cell = cells.ask(self.senders, self.act, row, persona, looked)
        self.asked[cell.alive] += 1
        if cell.held:
            self.holders.setdefault(id(row), []).append(persona)
        if cell.complaint:
            said = f"{persona}, {type(row).__name__} ({when}): {cell.complaint}"
            self.complaints.append(said)

    def look_in_turn(self, row, names, turn: int, when: str) -> list[str]:
        """One whose button is alive, if there is one, and one of the others; who was asked.

        Each time it begins with another of them.
        """
        start = turn % len(names) if names else 0
        asked: dict[bool, str] = {}
        for name in [*names[start:], *names[:start]]:
            looked = cells.look(self.senders, self.act, row, name)
            if looked.alive not in asked:
                asked[looked.alive] = name
                self.ask(row, name, when, looked)
            if len(asked) == 2:
                break
        return list(asked.values())

    def look_at_moments(self, row) -> None:
        """Each moment of the row: holders of the right, and one who has not met it in any act."""
        held_by = list(self.holders.get(id(row), []))
        moments = moments_of(self.act, shown.owner(self.act, row), row)
        for turn, (moment, put) in enumerate(moments):
            with at(put) as is_put:
                if not is_put:
                    self.pairs.impossible.add((cells.named(self.act), moment))
                    continue
                asked = self.look_in_turn(row, held_by, turn, moment)
                self.pairs.acts[moment].append(Place(self.act, row, self._again(put)))
                self.pairs.personas[moment].update(asked)
                for name in self.pairs.missing_at(moment)[:1]:
                    self.ask(row, name, moment)
                    self.pairs.personas[moment].add(name)

    def _again(self, put: Callable[[], None]) -> Callable[[], None]:
        def go() -> None:
            self.before()
            put()

        return go


@contextmanager
def at(put):
    """Inside, the row stands at the moment; False if it cannot: the case has no draft to approve,
    the database holds what was approved.
    """
    with undone():
        try:
            with transaction.atomic():
                put()
        except (ObjectDoesNotExist, IntegrityError):
            yield False
        else:
            yield True


def of(act: type[Act], senders: Senders, audience: Audience, pairs: Pairs) -> Tour:
    """Ask the act on its rows, of every persona, at every moment."""
    tour = Tour(act, senders, pairs, BEFORE.get(cells.named(act), lambda: None))
    with at(tour.before):
        _look_at_rows(tour, audience)
    return tour


def _look_at_rows(tour: Tour, audience: Audience) -> None:
    was_moved, act = False, tour.act
    for turn, (row, knowing) in enumerate(rows_for(act, audience)):
        # Those who know first, the coordinators before receivers: what their forms carry is what
        # the others are refused with.
        know = [name for name in reversed(PERSONAS) if name in knowing]
        found = bool(tour.asked[True])
        if found and was_moved:
            tour.look_in_turn(row, know, turn, "as it is")
            continue
        others = [name for name in PERSONAS if name not in knowing] if turn == 0 else []
        tour.look(row, [*know, *others], "as it is")
        if row is not None and id(row) in tour.holders:
            was_moved = True
            tour.look_at_moments(row)


def of_who_is_missing(senders: Senders, pairs: Pairs) -> list[Tour]:
    """Ask whoever has not met a moment yet, of one act after another that has it."""
    tours: dict[type, Tour] = {}
    for moment, names in list(pairs.missing()):
        places = pairs.acts[moment]
        for turn, name in enumerate(names):
            place = places[turn % len(places)]
            tour = tours.setdefault(place.act, Tour(place.act, senders, pairs))
            with at(place.put):
                tour.ask(place.row, name, moment)
            pairs.personas[moment].add(name)
    return list(tours.values())
