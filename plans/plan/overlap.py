"""Which actions would begin with the person too close together, and how to space them (S51).

Pure: computed on actions that were read already. What is past cannot be moved, so that a window
counts while its last start is today or later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from common.windows import shifted
from plans.models import Action

HORIZON = 366
# So many moves are offered at a time, and so many starts of a clash tried for each.
MOVES, TRIED = 6, 4


@dataclass(frozen=True)
class Start:
    """The first day of an action that meets the person."""

    action: Action
    agency_id: int
    day: date


@dataclass(frozen=True)
class Clash:
    """Starts too close together: several on the ``same_day``, or too many agencies in a window."""

    starts: tuple[Start, ...]
    same_day: bool

    @property
    def first(self) -> date:
        return min(start.day for start in self.starts)

    @property
    def last(self) -> date:
        return max(start.day for start in self.starts)


@dataclass(frozen=True)
class Proposal:
    """Move an action so that it begins on ``day``."""

    action: Action
    day: date


def starts_of(actions: Iterable[Action]) -> list[Start]:
    """The first days of all actions that meet the person, in order."""
    found = [Start(a, a.agency_id, a.starts_on) for a in actions if a.meets_person]
    return sorted(found, key=lambda start: (start.day, str(start.action.pk)))


def clashes(starts: list[Start], *, today: date, agencies: int, days: int) -> list[Clash]:
    """Starts that come too close together, the earliest first; at most one window and each day."""
    found = [*_windows(starts, today, agencies, days), *_same_days(starts, today)]
    return sorted(found, key=lambda clash: (clash.first, clash.same_day))


def _windows(starts: list[Start], today: date, agencies: int, days: int) -> list[Clash]:
    """Windows of ``days`` in which more than ``agencies`` agencies meet the person first."""
    fresh: dict[int, Start] = {}
    for start in starts:
        fresh.setdefault(start.agency_id, start)
    ordered = sorted(fresh.values(), key=lambda start: start.day)
    found: list[Clash] = []
    upto = 0
    for index, opening in enumerate(ordered):
        inside = [s for s in ordered[index:] if (s.day - opening.day).days < days]
        # Skip a window whose starts are all in the one found before.
        if index + len(inside) <= upto or len(inside) <= agencies or inside[-1].day < today:
            continue
        upto = index + len(inside)
        found.append(Clash(tuple(inside), same_day=False))
    return found


def _same_days(starts: list[Start], today: date) -> list[Clash]:
    by_day: dict[date, list[Start]] = {}
    for start in starts:
        by_day.setdefault(start.day, []).append(start)
    return [
        Clash(tuple(same), same_day=True)
        for day, same in by_day.items()
        if len(same) > 1 and day >= today
    ]


def proposals(
    starts: list[Start], *, today: date, agencies: int, days: int, fits: Callable[[date], bool]
) -> list[Proposal]:
    """The moves that clear the clashes: latest starts first, each to its first free day.

    ``fits`` says whether a day may be proposed (a working day). What has begun is not moved.
    """
    rule = {"today": today, "agencies": agencies, "days": days}
    moved: list[Proposal] = []
    for _step in range(min(len(starts), MOVES)):
        standing = clashes(starts, **rule)
        if not standing:
            break
        tried = [s for s in reversed(standing[0].starts) if s.day >= today][:TRIED]
        move = next(filter(None, (_free_day(starts, s, rule, fits) for s in tried)), None)
        if move is None:
            break
        starts = _with(starts, move)
        moved = [m for m in moved if m.action is not move.action] + [move]
    return moved


def _free_day(starts: list[Start], start: Start, rule: dict, fits) -> Proposal | None:
    """The first later day on which the action clashes with no other."""
    for ahead in range(1, HORIZON):
        proposal = Proposal(start.action, shifted(start.day, ahead))
        if not fits(proposal.day):
            continue
        standing = clashes(_with(starts, proposal), **rule)
        if not any(s.action is start.action for clash in standing for s in clash.starts):
            return proposal
    return None


def _with(starts: list[Start], move: Proposal) -> list[Start]:
    changed = [replace(s, day=move.day) if s.action is move.action else s for s in starts]
    return sorted(changed, key=lambda start: (start.day, str(start.action.pk)))
