"""Decisions on the duty roster: a turn is added, changed, taken off (S24, rulings 7).

A turn gives no right and takes none, so that one may put oneself on the roster. Whoever is put on
it by somebody else, or taken off it, is told.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from agencies.models import Turn, User
from casework.deciding import decides, locked_unseen
from casework.rights import Right
from common import clock
from common.refusals import refuse
from intake.roster import rules
from notices import telling

STANDING = (rules.stands, rules.is_not_over)


@decides(Right.KEEP_ROSTER, adds=True)
def add_turn(
    *,
    by: User,
    user: User,
    begins_at: datetime,
    ends_at: datetime,
    phone: str,
    call: str = Turn.Call.FIRST,
    note: str = "",
) -> Turn:
    """Put somebody on the roster from a moment to a moment; several turns may overlap.

    Raises Refused when the times are no turn, when the person may not act on a signal, or is on the
    roster then already.
    """
    _refuse(user, begins_at, ends_at)
    turn = Turn(user=user, begins_at=begins_at, ends_at=ends_at, phone=phone, call=call, note=note)
    turn.save(force_insert=True)
    _tell("turn_given", turn, user, by)
    return turn


@decides(Right.KEEP_ROSTER, when=STANDING, lock=locked_unseen)
def change_turn(turn: Turn, *, by: User, changes: dict[str, Any]) -> Turn:
    """Change whose turn it is, its times, its number or its note. Raises as ``add_turn``."""
    before = turn.user
    for name, value in changes.items():
        setattr(turn, name, value)
    _refuse(turn.user, turn.begins_at, turn.ends_at, but=turn)
    turn.save_changes()
    telling.call_back(begins=_key(turn))
    if before.pk == turn.user_id:
        _tell("turn_changed", turn, turn.user, by)
    else:
        _tell("turn_taken", turn, before, by)
        _tell("turn_given", turn, turn.user, by)
    return turn


@decides(Right.KEEP_ROSTER, when=STANDING, lock=locked_unseen)
def remove_turn(turn: Turn, *, by: User) -> Turn:
    """Take a turn off the roster; what it was stays in its history."""
    turn.removed_at = clock.now()
    turn.save_changes()
    telling.call_back(begins=_key(turn))
    _tell("turn_taken", turn, turn.user, by)
    return turn


def _refuse(user: User, begins: datetime, ends: datetime, but: Turn | None = None) -> None:
    refuse(
        [
            *rules.is_a_turn(begins, ends),
            *rules.can_be_called(user),
            *rules.is_called_once(user, begins, ends, but),
        ]
    )


def _key(turn: Turn) -> str:
    return f"turn:{turn.pk}:"


def _tell(kind: str, turn: Turn, user: User, by: User) -> None:
    """Tell this person of their turn, unless they have written it themselves."""
    if user.pk != by.pk:
        telling.queue(
            kind, key=f"{_key(turn)}{turn.version}:{kind}", to=[user], reference=_times(turn)
        )


def _times(turn: Turn) -> str:
    """From when to when, in the territory's time and in figures: it names nobody."""
    zone = timezone.get_default_timezone()
    first, last = (clock.in_zone(at, zone) for at in (turn.begins_at, turn.ends_at))
    return f"{first:%d/%m %H:%M} – {last:%d/%m %H:%M}"
