"""Not all partners at the same time (S51): who would begin with the person too close together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from plans.models import Action

FAR = 366


@dataclass(frozen=True)
class Clash:
    """Actions that begin too close together; ``same_day``: two contacts share their first day."""

    actions: tuple[Action, ...]
    first: date
    last: date
    same_day: bool = False


@dataclass(frozen=True)
class Rule:
    """At most ``agencies`` new faces inside ``days`` days (both settings of the territory)."""

    agencies: int
    days: int


def first_meetings(actions: list[Action], known: frozenset[int] = frozenset()) -> list[Action]:
    """The first action of each agency that meets the person; ``known`` agencies do already."""
    first: dict[int, Action] = {}
    for action in sorted(actions, key=lambda one: (one.starts_on, one.position)):
        if action.meets_person and action.agency_id not in known:
            first.setdefault(action.agency_id, action)
    return list(first.values())


def clashes(actions: list[Action], rule: Rule, known: frozenset[int] = frozenset()) -> list[Clash]:
    """Every stretch of days in which too many agencies begin, then contacts on one day."""
    starts = first_meetings(actions, known)
    found, taken = [], 0
    for place, action in enumerate(starts):
        until = action.starts_on + timedelta(days=rule.days)
        inside = [one for one in starts[place:] if one.starts_on < until]
        if len(inside) > rule.agencies and place + len(inside) > taken:
            found.append(Clash(tuple(inside), action.starts_on, inside[-1].starts_on))
            taken = place + len(inside)
    return found + _same_day(actions, found)


def _same_day(actions: list[Action], found: list[Clash]) -> list[Clash]:
    said = {action.pk for clash in found for action in clash.actions}
    days: dict[date, list[Action]] = {}
    for action in actions:
        if action.meets_person:
            days.setdefault(action.starts_on, []).append(action)
    return [
        Clash(tuple(together), day, day, same_day=True)
        for day, together in sorted(days.items())
        if len({one.agency_id for one in together}) > 1
        and not said.issuperset(one.pk for one in together)
    ]


@dataclass(frozen=True)
class Proposal:
    """Move one action to a day on which it is in nobody's way."""

    action: Action
    starts_on: date


def proposals(
    clash: Clash,
    actions: list[Action],
    rule: Rule,
    known: frozenset[int],
    is_working: Callable[[date], bool],
    most: int = 2,
) -> list[Proposal]:
    """For the latest actions of the clash: the first working day that ends their part in it."""
    found = []
    for action in reversed(clash.actions[-most:]):
        day = _first_free(action, actions, rule, known, is_working)
        if day is not None:
            found.append(Proposal(action, day))
    return found


def _first_free(action, actions, rule, known, is_working) -> date | None:
    before = action.starts_on
    try:
        for step in range(1, FAR):
            day = before + timedelta(days=step)
            if not is_working(day):
                continue
            action.starts_on = day
            if not any(action in left.actions for left in clashes(actions, rule, known)):
                return day
        return None
    finally:
        action.starts_on = before
