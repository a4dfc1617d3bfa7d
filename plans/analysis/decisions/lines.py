"""What the decisions on lines of the analysis share: sign, change, tell the author."""

from __future__ import annotations

from common import clock
from notices import telling
from plans.analysis.models import CaseLine


def signed(line: CaseLine, by) -> CaseLine:
    """Save the new ``line`` with this person as author, their agency and the present moment."""
    line.author = by
    line.agency_id = by.agency_id
    line.written_at = clock.now()
    line.save(force_insert=True)
    return line


def change(line: CaseLine, changes: dict) -> None:
    """Put ``changes`` into the row, unsaved."""
    for name, value in changes.items():
        setattr(line, name, value)


def tell_author(kind: str, line: CaseLine, by) -> None:
    """Tell the line's author, while on the team, that somebody else changed it."""
    there = line.case.members.running().filter(user_id=line.author_id)
    if line.author_id != by.pk and there.exists():
        key = f"{line._meta.model_name}:{line.pk}:v{line.version}"
        telling.queue(kind, key=key, to=[line.author_id], case=line.case)
