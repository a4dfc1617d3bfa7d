"""What is read of a row once, however many rules ask it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

R = TypeVar("R")


def once(read: Callable[[Any], R]) -> Callable[[Any], R]:
    """``read(row)``, asked once of this instance of the row; one under its lock asks anew."""

    @functools.wraps(read)
    def asked(row: Any) -> R:
        known: dict[Any, R] = row.__dict__.setdefault("_asked_once", {})
        if asked not in known:
            known[asked] = read(row)
        return known[asked]

    return asked
