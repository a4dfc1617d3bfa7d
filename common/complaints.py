"""A part that is misused complains: loudly while building, quietly in production."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TypeVar

from django.conf import settings

T = TypeVar("T")
logger = logging.getLogger(__name__)


class PartError(ValueError):
    """A template asked a part for a look that it does not have."""


def complain(sentence: str) -> None:
    """Raise PartError outside production; in production the page matters more than the look."""
    if settings.RELAIS_ENV != "production":
        raise PartError(sentence)
    logger.warning("part misused: %s", sentence)


def one_of(part: str, option: str, value: T, allowed: Iterable[T]) -> T:
    """``value`` if the part knows it, else a complaint and the first allowed value."""
    allowed = tuple(allowed)
    if value in allowed:
        return value
    complain(f"{part}: {option}={value!r} is unknown; it knows {', '.join(map(repr, allowed))}.")
    return allowed[0]
