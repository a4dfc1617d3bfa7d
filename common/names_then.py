"""The names of their day: what was signed or journalled keeps the names that it was signed under.

A person who marries and an agency that is renamed have their new name in lists and forms; an
approval, a signature, an opinion, a line of the journal keep the one of then (rulings 7, X34).
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

from django.db import models

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# What a person and an agency are called by.
PARTS = ("full_name", "name", "short_name")


class KeepsNames(models.Model):
    """A row that keeps the names of who stands in ``NAMES``, as they were at its moment.

    ``NAMES``: column of a person or agency -> column of the moment at which they sign; empty where
    they sign when they are first written. ``names`` holds by column whom it names (``of``), at
    which moment (``at``) and the name in its parts; ``later`` where the name of the day was not
    kept and the one of a later day stands for it.
    """

    NAMES: ClassVar[Mapping[str, str]] = {}

    names = models.JSONField(default=dict, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the names of this day for whoever signs now."""
        self.keep_names()
        super().save(*args, **kwargs)

    def keep_names(self) -> None:
        """Take over the name of whoever signs with this save; whoever had signed keeps theirs."""
        for column, moment in self.NAMES.items():
            key = getattr(self, f"{column}_id")
            at = mark(getattr(self, moment)) if moment else ""
            kept = self.names.get(column, {})
            if key is None:
                self.names.pop(column, None)
            elif (kept.get("of"), kept.get("at")) != (str(key), at):
                self.names[column] = {"of": str(key), "at": at, **called(self._signs(column, key))}

    def _signs(self, column: str, key: Any) -> Any:
        """Who stands in the column; an agency by the person of it who is loaded already."""
        if column in self._state.fields_cache:
            return getattr(self, column)
        for other in self.NAMES:
            person = self._state.fields_cache.get(other)
            if person is not None and getattr(person, "agency_id", None) == key:
                return person.agency
        return getattr(self, column)

    @property
    def then(self) -> Then:
        """Whoever stands in a column, under the name of their day: ``row.then.author``."""
        return Then(self, self._kept)

    @property
    def names_are_later(self) -> bool:
        """Whether a name of a later day stands for one that was not kept on its own."""
        kept = [*self.names.values(), *self.names.get("lines", {}).values()]
        return any("later" in one for one in kept)

    def _kept(self, column: str, found: Any) -> Mapping[str, Any]:
        kept: Mapping[str, Any] = self.names.get(column, {})
        return kept if kept.get("of") == str(found.pk) else {}


class Then:
    """The people and agencies of a row under their names of then; those of today where none is.

    ``kept`` gives the name of whoever stands in a column.
    """

    def __init__(self, row: Any, kept: Callable[[str, Any], Mapping[str, Any]]) -> None:
        self._row, self._of = row, kept

    def __getattr__(self, column: str) -> Any:
        found = getattr(self._row, column)
        kept = self._of(column, found) if isinstance(found, models.Model) else {}
        return named(found, kept) if kept else found


def all_called(*found: Any) -> dict[str, dict[str, str]]:
    """The names of many people and agencies by ``key_of``, for a row that keeps those of others."""
    return {key_of(one): called(one) for one in found if one is not None}


def key_of(found: Any) -> str:
    """The key of a person or agency in a row that keeps the names of many."""
    return f"{found._meta.model_name}:{found.pk}"


def named(found: Any, kept: Mapping[str, Any]) -> Any:
    """A copy of a person or agency under the name that was kept; never saved."""
    shown = copy.copy(found)
    for part in PARTS:
        if part in kept:
            setattr(shown, part, kept[part])
    return shown


def called(found: Any) -> dict[str, str]:
    """The name of a person or agency of today, in its parts."""
    return {part: getattr(found, part) for part in PARTS if hasattr(found, part)}


def mark(moment: date | datetime | None) -> str:
    """A moment as it is compared with the one of a name; empty for none."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        return str((moment - _EPOCH) // timedelta(microseconds=1))
    return moment.isoformat()


# --- for migrations: the names of that day for what stands already ------------------------------
def fill(model: Any, names: Mapping[str, str], schema_editor: Any) -> None:
    """Write the names of today into the rows that stand, marked as of a later day."""
    table = schema_editor.quote_name(model._meta.db_table)
    # Not a ``db_default``: Django would read it back, and not everybody who adds a row may read it.
    schema_editor.execute(f"alter table {table} alter column names set default '{{}}'::jsonb")
    schema_editor.execute(f"alter table {table} disable trigger user")
    for column, moment in names.items():
        schema_editor.execute(_filled(model, table, column, moment))
    schema_editor.execute("set constraints all immediate")
    schema_editor.execute(f"alter table {table} enable trigger user")


def _filled(model: Any, table: str, column: str, moment: str) -> str:
    field = model._meta.get_field(column)
    other = field.related_model
    parts = [one.name for one in other._meta.concrete_fields if one.name in PARTS]
    said = ", ".join(f"'{part}', who.{part}" for part in parts)
    return f"""
        update {table} t set names = t.names || jsonb_build_object('{column}', jsonb_build_object(
            'of', who.id::text, 'at', {_mark(model, moment)}, 'later', true, {said}))
        from {other._meta.db_table} who where who.id = t.{field.column}
    """  # noqa: S608 (names of tables and columns alone)


def _mark(model: Any, moment: str) -> str:
    if not moment:
        return "''"
    if isinstance(model._meta.get_field(moment), models.DateTimeField):
        return f"coalesce(((extract(epoch from t.{moment}) * 1000000)::bigint)::text, '')"
    return f"coalesce(t.{moment}::text, '')"
