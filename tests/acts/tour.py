"""The cells of one act: every persona, then the holders at each moment of a row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from casework.acts import Act
from tests.access.asking import Browsers, Undone
from tests.acts import cells, shown
from tests.acts.chosen import Audience, rows_for
from tests.acts.moments import moments_of
from tests.world.people import PERSONAS

# At each moment so many personas with a live button are asked, and one other in turn.
ALIVE = 1
# So many rows of other kinds are asked, and so many rows at their moments.
OTHERS, AT_MOMENTS = 5, 1
# As long as no button was alive, up to so many rows more.
MOST = 25
# Once a button was alive, so many moments are asked.
MOMENTS = 4


@dataclass
class Tour:
    """What was asked of one act, and what disagreed; ``holders`` by row."""

    act: type[Act]
    browsers: Browsers
    asked: Counter = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)
    holders: dict = field(default_factory=dict)

    def look(self, row, personas, when: str) -> None:
        for persona in personas:
            cell = cells.ask(self.browsers, self.act, row, persona)
            self.asked[cell.alive] += 1
            if cell.held:
                self.holders.setdefault(id(row), []).append(persona)
            if cell.complaint:
                said = f"{persona}, {type(row).__name__} ({when}): {cell.complaint}"
                self.complaints.append(said)

    def look_in_turn(self, row, names, people: dict, turn: int, when: str) -> None:
        """Personas with a live button and one other take turns at the moments."""
        alive = [name for name in names if cells.is_alive(self.act, row, people[name])]
        dead = [name for name in names if name not in alive]
        also = dead[turn % len(dead) :][:1] if dead else []
        self.look(row, [*alive[:ALIVE], *also], when)

    def look_at_moments(self, row, people: dict) -> None:
        held_by = self.holders.get(id(row), [])
        for turn, (when, put) in enumerate(moments_of(self.act, shown.owner(self.act, row), row)):
            if self.asked[True] and turn >= MOMENTS:
                break
            try:
                with transaction.atomic():
                    if not _is_put(put):
                        raise Undone
                    self.look_in_turn(row, held_by, people, turn, when)
                    raise Undone
            except Undone:
                pass


def _is_put(put) -> bool:
    """Whether the row can be put at that moment: a case without a draft has none to approve."""
    try:
        with transaction.atomic():
            put()
    except ObjectDoesNotExist:
        return False
    return True


def of(act: type[Act], browsers: Browsers, audience: Audience) -> Tour:
    """Ask the act on its rows, of every persona, at every moment."""
    tour, met = Tour(act, browsers), set()
    for turn, (row, knowing) in enumerate(rows_for(act, audience)):
        # Those who know first, the coordinators before receivers: what their forms carry is what
        # the others are refused with.
        know = [name for name in reversed(PERSONAS) if name in knowing]
        found = bool(tour.asked[True])
        if turn > (OTHERS if found else MOST):
            break
        if found and (knowing in met or len(met) >= AT_MOMENTS):
            tour.look_in_turn(row, know, audience.people, turn, "as it is")
            continue
        others = [name for name in PERSONAS if name not in knowing] if turn == 0 else []
        tour.look(row, [*know, *others], "as it is")
        if row is not None and id(row) in tour.holders:
            met.add(knowing)
            tour.look_at_moments(row, audience.people)
    return tour
