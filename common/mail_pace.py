"""When a mail that could not be sent is tried again, and when it is given up (J3)."""

from __future__ import annotations

from datetime import datetime, timedelta

_BACK_OFF_MINUTES = (1, 5, 15, 60)
GIVE_UP_AFTER = timedelta(hours=24)
# Tries and leases lie at most so far ahead; a later one was written while the clock was wrong.
FURTHEST = timedelta(hours=2)


def next_try(now: datetime, attempts: int) -> datetime:
    """The moment of the next try after so many: 1, 5, 15, 60, 60 … minutes later."""
    step = min(max(attempts, 1), len(_BACK_OFF_MINUTES)) - 1
    return now + timedelta(minutes=_BACK_OFF_MINUTES[step])
