"""What is read of a row once, however many rules ask for it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

Row = TypeVar("Row")
P = ParamSpec("P")
R = TypeVar("R")


def once(read: Callable[Concatenate[Row, P], R]) -> Callable[Concatenate[Row, P], R]:
    """``read(row, …)``, asked once of this instance of the row; one under its lock asks anew.

    ``read`` may answer with a queryset: a page that asks several together (``common.together``)
    then finds each answered where it is used.
    """

    def asked(row: Row, /, *args: P.args, **kwargs: P.kwargs) -> R:
        known: dict[Any, R] = row.__dict__.setdefault("_asked_once", {})
        key = (asked, args, *kwargs.items())
        if key not in known:
            known[key] = read(row, *args, **kwargs)
        return known[key]

    functools.update_wrapper(asked, read)
    return asked
