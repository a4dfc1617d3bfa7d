"""The key by which rows sort as what is shown of them: one function, one kind of column (X11).

The database sorts by code points, whatever the server: what Émile, «de Rocquigny» and Zoé are in a
list is worked out here (``common.folding.sort_key``) and stored beside the name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from common import folding


class SortKey(models.TextField):
    """Where a row stands in a list that shows ``of``: the first of these columns that is written.

    It follows them at each save of a ``Sorted`` row, and has an index in its model's Meta.
    """

    def __init__(self, *of: str, **options: Any) -> None:
        self.of = of
        kept: dict[str, Any] = {"editable": False, "default": "", "db_collation": "C"}
        super().__init__(**(kept | options))

    def deconstruct(self) -> Any:
        name, path, _args, options = super().deconstruct()
        return name, path, self.of, options

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        shown = (getattr(model_instance, name) for name in self.of)
        key = folding.sort_key(next((one for one in shown if one), ""))
        setattr(model_instance, self.attname, key)
        return key


class Sorted(models.Model):
    """A row whose sort keys follow what is shown of it, also where some fields alone are saved."""

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if update_fields is not None:
            written = set(update_fields)
            keys = (field for field in self._meta.concrete_fields if isinstance(field, SortKey))
            update_fields = written | {key.name for key in keys if written & set(key.of)}
        super().save(*args, update_fields=update_fields, **kwargs)
