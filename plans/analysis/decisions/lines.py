"""What every line of the analysis has in common: signed, changed, its author told."""

from __future__ import annotations

from common import clock
from notices import telling
from plans.analysis.models import CaseLine


def signed(line: CaseLine, by) -> CaseLine:
    """Save a new line as this person's, for their agency, now."""
    line.author = by
    line.agency_id = by.agency_id
    line.written_at = clock.now()
    line.save(force_insert=True)
    return line


def change(line: CaseLine, changes: dict) -> None:
    """Put the new values in; ``save_changes`` writes them."""
    for name, value in changes.items():
        setattr(line, name, value)


def tell_author(kind: str, line: CaseLine, by) -> None:
    """Tell whoever wrote the line that somebody else changed it, while they are on the team."""
    there = line.case.members.running().filter(user_id=line.author_id)
    if line.author_id != by.pk and there.exists():
        key = f"{line._meta.model_name}:{line.pk}:v{line.version}"
        telling.queue(kind, key=key, to=[line.author_id], case=line.case)
