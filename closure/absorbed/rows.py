"""The rows of two files on one person: how each is found and named."""

from __future__ import annotations

from casework.rows import Rows
from closure.models import Absorption, FormerPart

TAB = "closure:one_file"
PEOPLE = ("proposed_by", "settled_by", "undo_by", "undone_by")
QUESTION = Rows(
    Absorption,
    tab=TAB,
    related=PEOPLE,
    place=lambda row: f"question-{row.pk}",
    words=lambda row: row.grounds,
    about=lambda row: row.other_reference,
)
PART = Rows(
    FormerPart,
    tab=TAB,
    related=("absorption", "user", "agency"),
    place=lambda row: "who-joins",
    about=lambda row: row.user.display,
)
