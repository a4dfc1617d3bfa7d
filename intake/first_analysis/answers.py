"""Sections of the first analysis whose answer can be taken back, and the last answer to each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from intake.first_analysis import sheet
from intake.models import Signal, SourceAssessment, Triage

SOURCE = (
    "reliability",
    "basis",
    "credibility",
    "link",
    "motive",
    "known_conflict",
    "corroborated_by",
)
MINOR = ("minor", "minor_basis")
QUESTIONS = (
    "radicalised",
    "radicalised_grounds",
    "useful",
    "useful_grounds",
    "alternatives",
    "alternatives_words",
    "ideology_id",
    "against",
    "same_reading",
)


@dataclass(frozen=True)
class Section:
    """A section: the model that holds it, the fields that answer it, those that sign it."""

    model: type[Model]
    says: tuple[str, ...]
    signed: tuple[str, ...]


SECTIONS = {
    "source": Section(SourceAssessment, SOURCE, ("assessed_by_id", "assessed_at")),
    "minor": Section(Triage, MINOR, ("minor_by_id", "minor_at")),
    "questions": Section(
        Triage,
        QUESTIONS,
        ("radicalised_by_id", "radicalised_at", "useful_by_id", "useful_at"),
    ),
}


@dataclass(frozen=True)
class Answer:
    """The last answer to a section: its row, the history row, and what stood before.

    ``act`` is None where nothing is said.
    """

    row: Any
    act: Any
    before: Any


def last(signal: Signal, key: str) -> Answer:
    """The last answer to that section, read once for this instance of the signal."""
    section = SECTIONS[key]
    blank = section.model()
    found = sheet.of(signal)
    row = found.source if section.model is SourceAssessment else found.triage
    if row is None or row._state.adding or _says(row, section) == _says(blank, section):
        return Answer(row, None, blank)
    act = None
    for past in _history(row):
        if _says(past, section) != _says(row, section):
            return Answer(row, act, past)
        act = past
    return Answer(row, act, blank)


def _history(row) -> list:
    """The history of the section's row, newest first, read once for this instance of the signal."""
    if "_past" not in row.__dict__:
        rows = type(row).history.filter(id=row.pk).select_related("history_user")
        row.__dict__["_past"] = list(rows.order_by("-version", "-history_id"))
    return row.__dict__["_past"]


def _says(row, section: Section) -> list:
    return [getattr(row, name) for name in section.says]
