"""A row of the table of pages: a route, what its address names, its pictures."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from enum import StrEnum

from django.urls import reverse

UNKNOWN = uuid.UUID(int=7)
VISITOR = ""


class Kind(StrEnum):
    """What a route answers with: a page, an act, or neither."""

    PAGE = "page"
    ACT = "act"
    OTHER = "other"  # ``why`` says what it answers with


def _pk(rows: dict):
    return lambda word: [UNKNOWN if word == "unknown" else rows[word].pk]


# what an address may name -> how the word of ``on`` becomes arguments
FINDERS = {
    "signal": lambda stage: _pk(stage.signals),
    "case": lambda stage: _pk(stage.cases),
    "paper": lambda stage: _pk(stage.papers),
    "record": lambda stage: _pk(stage.records),
    "row": lambda stage: _pk(stage.rows),
    "kept": lambda stage: _pk({**stage.signals, **stage.records, **stage.rows}),
    "line": lambda stage: lambda word: [stage.rows[word].line],
    "id": lambda stage: lambda word: [stage.ids[word]],
    "word": lambda stage: lambda word: [word],
    "link": lambda stage: lambda word: stage.links.get(word, ["1", "made-up"]),
}


@dataclass(frozen=True)
class Picture:
    """One photograph: as whom (a key of the stage's people), of what, with which answer."""

    name: str
    persona: str
    on: str = ""
    query: str = ""
    status: int = 200
    route: str = ""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Row:
    """A route of the table. ``names``: what its address names, in order (keys of ``FINDERS``).

    A page is ``on`` something: the words for these, parted by a slash. «a/gap_a» is the row gap_a
    under case a; «unknown» is a key of nothing.
    """

    route: str
    names: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    kind: Kind = Kind.PAGE
    why: str = ""
    theme: str = ""

    def address(self, stage, on: str = "") -> str:
        """The address of the route with these rows of the stage."""
        words = on.split("/") if on else []
        assert len(words) == len(self.names), f"{self.route} names {self.names}, not «{on}»"
        args = []
        for name, word in zip(self.names, words, strict=True):
            args += FINDERS[name](stage)(word)
        return reverse(self.route, args=args)


def page(route: str, names: str = "", *pictures: tuple) -> Row:
    """A page and its pictures: (name, persona, on, query, status), the last three as needed."""
    shots = tuple(replace(Picture(*shot), route=route) for shot in pictures)
    return Row(route, tuple(names.split()), shots)


def act(route: str, names: str = "") -> Row:
    """An act of one click, which has no page."""
    return Row(route, tuple(names.split()), kind=Kind.ACT)


def other(route: str, why: str, names: str = "") -> Row:
    """A route with neither page nor act: a script, an image, a number, a redirect."""
    return Row(route, tuple(names.split()), kind=Kind.OTHER, why=why)
