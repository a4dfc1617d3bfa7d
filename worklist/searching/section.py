"""One kind of what is found, a page at a time: by the place of its rows, never by a number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext as _

from worklist.searching.places import Place

T = TypeVar("T")


@dataclass(frozen=True)
class Source:
    """The rows of one question, in the order of their places; one more than ``most`` was asked."""

    read: Sequence[Any]
    place: Callable[[Any], Place]
    most: int

    @property
    def is_cut(self) -> bool:
        return len(self.read) > self.most

    @property
    def rows(self) -> Sequence[Any]:
        return self.read[: self.most]


@dataclass(frozen=True)
class Section(Generic[T]):
    """The rows of one page; ``following`` is where the next begins, None at the end.

    ``count`` is how many there are of the kind, at least so many where ``is_cut``.
    """

    rows: Sequence[T] = ()
    count: int = 0
    is_cut: bool = False
    following: Place | None = None

    @property
    def total(self) -> str:
        """The count in words."""
        return _("%(number)s and more") % {"number": self.count} if self.is_cut else f"{self.count}"


def section(
    sources: Sequence[Source], make: Callable[[Sequence[Any]], T | None], size: int
) -> Section[T]:
    """What ``make`` makes of the rows at each place, from the first place on, at most ``size``.

    Beyond the last row of a question that was cut nothing is taken: something may stand between.
    """
    ends = [source.place(source.rows[-1]) for source in sources if source.is_cut]
    end = max(ends, default=None)
    standing: dict[Place, list[Any]] = {}
    for source in sources:
        for row in source.rows:
            place = source.place(row)
            if end is None or place >= end:
                standing.setdefault(place, []).append(row)
    made = ((place, make(standing[place])) for place in sorted(standing, reverse=True))
    found = [(place, one) for place, one in made if one is not None]
    following = found[size - 1][0] if len(found) > size else end
    return Section([one for _place, one in found[:size]], len(found), end is not None, following)
