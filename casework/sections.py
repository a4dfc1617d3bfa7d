"""Two people on different sections of one row do not stand in each other's way (I1)."""

from __future__ import annotations

from collections.abc import Iterable

from casework.models.base import Versioned
from casework.refusals import Conflict


def same_since(row: Versioned, expected: int, fields: Iterable[str]) -> None:
    """Raise Conflict unless ``fields`` still say what they said in the version ``expected``.

    Version 0 is the row that did not exist yet. The caller holds the lock.
    """
    if expected == row.version:
        return
    before = type(row).history.filter(id=row.pk, version=expected).order_by("-history_id").first()
    blank = before or type(row)()
    if expected and before is None:
        raise Conflict(row)
    if any(getattr(blank, name) != getattr(row, name) for name in fields):
        raise Conflict(row)
