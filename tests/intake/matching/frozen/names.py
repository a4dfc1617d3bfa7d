"""The frozen names, as they were drawn (README.md beside this file)."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent


class Pair(NamedTuple):
    """One person's name as it stands, and as it is asked; given name and family name each."""

    kind: str
    given: str
    family: str
    asked_given: str
    asked_family: str


def pairs() -> list[Pair]:
    """Names of one person written two ways."""
    return [Pair(*row) for row in _rows("pairs.tsv")]


def unrelated() -> list[tuple[str, str]]:
    """A thousand names of nobody in particular."""
    return [(given, family) for given, family in _rows("unrelated.tsv")]


def _rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]
