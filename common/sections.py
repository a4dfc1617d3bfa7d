"""Sections of one row, saved each by itself, and rows that are saved as a section (I1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from common.guarded import Versioned
from common.refusals import Conflict


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


# --- sections that are a list of rows: a finding for a line, a presence for an agency ------------
@dataclass(frozen=True)
class Rows:
    """The rows of a section as they stand now, carried by a Conflict; ``version`` counts changes.

    ``values`` maps keys to what stands. ``mine`` are those that the writer changed, ``contested``
    those of them that a colleague changed too.
    """

    version: int
    values: Mapping[Any, Any]
    mine: frozenset[Any]
    contested: frozenset[Any]


def changes(model: type[Versioned], **of: Any) -> int:
    """How often these rows were changed, which is the version of their section."""
    count: int = model.history.filter(**of).count()
    return count


def really_changed(
    model: type[Versioned],
    said: Mapping[Any, Any],
    expected: int,
    *,
    key: str,
    value: Callable[[Any], Any],
    blank: object,
    **of: Any,
) -> dict[Any, Any]:
    """Those values of ``said`` (by key) that the writer changed and nobody else meanwhile.

    The writer saw the rows after their first ``expected`` changes: a row that was left as it was
    then keeps what a colleague wrote since. ``blank`` is the value of a key without a row. Raises
    Conflict with Rows when both wrote the same one. The caller holds the lock.
    """
    rows = list(model.history.filter(**of).order_by("history_id"))
    seen = {getattr(row, key): value(row) for row in rows[:expected]}
    now = {getattr(row, key): value(row) for row in rows}
    was, stands = partial(_of, seen, blank), partial(_of, now, blank)
    mine = {one: word for one, word in said.items() if word not in (was(one), stands(one))}
    contested = frozenset(one for one in mine if was(one) != stands(one))
    if contested:
        now = {one: stands(one) for one in said}
        raise Conflict(Rows(len(rows), now, frozenset(mine), contested))
    return mine


def _of(values: Mapping[Any, Any], blank: object, key: Any) -> Any:
    return values.get(key, blank)
