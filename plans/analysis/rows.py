"""The rows of the in-depth analysis: what a form shows of each, where it stands."""

from __future__ import annotations

from operator import attrgetter

from django.utils.text import Truncator

from casework.rows import Rows
from plans.models import Factor, Gap, Interpretation

TAB = "plans:analysis"


def _lines(model, place: str, words: str, *related: str, **more) -> Rows:
    related = ("author", "agency", *related)
    return Rows(
        model, TAB, place=lambda row: place, words=attrgetter(words), related=related, **more
    )


def _short(row) -> str:
    return Truncator(row.words).chars(60)


GAP = _lines(Gap, "board", "question", "domain")
FACTOR = _lines(Factor, "factors", "words", "domain", about=_short)
INTERPRETATION = _lines(Interpretation, "interpretations", "words", about=_short)
