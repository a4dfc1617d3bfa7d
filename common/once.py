"""What is read of a row once, however many rules ask for it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

R = TypeVar("R")


def once(read: Callable[[Any], R]) -> Callable[[Any], R]:
    """Keep what ``read(row)`` returns with this instance of the row; one under lock reads anew."""

    @functools.wraps(read)
    def asked(row: Any) -> R:
        known: dict[Any, R] = row.__dict__.setdefault("_asked_once", {})
        if asked not in known:
            known[asked] = read(row)
        return known[asked]

    return asked
