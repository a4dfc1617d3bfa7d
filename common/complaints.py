"""What a misused part of a page does: it raises while developing, and logs in production."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TypeVar

from django.conf import settings

T = TypeVar("T")
logger = logging.getLogger(__name__)


class PartError(ValueError):
    """A template gave a part an option that it does not have."""


def complain(sentence: str) -> None:
    """Raise PartError; in production log the sentence instead, so that the page is shown."""
    if settings.RELAIS_ENV != "production":
        raise PartError(sentence)
    logger.warning("part misused: %s", sentence)


def one_of(part: str, option: str, value: T, allowed: Iterable[T]) -> T:
    """``value`` if it is ``allowed``; else complain, and return the first allowed value."""
    allowed = tuple(allowed)
    if value in allowed:
        return value
    complain(f"{part}: {option}={value!r} is unknown; it knows {', '.join(map(repr, allowed))}.")
    return allowed[0]
