"""The base classes of rows of a case file: access, history, versions."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import QuerySet
from django.utils.encoding import force_str
from simple_history.models import HistoricalRecords

from common import clock
from common.compiled import compiled
from common.narrowing import Access
from common.refusals import Conflict
from common.scope import ScopedManager, current_user


class Before(HistoricalRecords):
    """The rows of a history: the columns of its model alone.

    Labels, choices, help and rules of input belong to the live model, and a page asks for a row's
    history by its id; any other indexed column is named in ``indexed``.
    """

    _date_indexing = False

    def __init__(self, *args: Any, indexed: tuple[str, ...] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.indexed = indexed

    def copy_fields(self, model: type[models.Model]) -> dict[str, Any]:
        fields: dict[str, Any] = super().copy_fields(model)
        for field in fields.values():
            field.verbose_name = field._verbose_name = field.choices = None
            field.help_text, field._validators = "", []
            field.db_index = field.name in (model._meta.pk.name, *self.indexed)
        return fields

    def get_extra_fields(self, model: type[models.Model], fields: dict[str, Any]) -> dict[str, Any]:
        extra: dict[str, Any] = super().get_extra_fields(model, fields)
        extra["history_type"].choices = None
        extra["history_user"].db_index = False
        return extra

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        options: dict[str, Any] = super().get_meta_options(model)
        return {key: value for key, value in options.items() if "verbose_name" not in key}


def history(**options: Any) -> HistoricalRecords:
    """The history of a guarded model: dated by the domain clock, 64-bit, never cascading."""
    return Before(
        history_id_field=models.BigAutoField(primary_key=True),
        get_user=current_user,
        inherit=False,
        **options,
    )


class Guarded(models.Model):
    """A row with personal data: it declares its access and is narrowed to the reader.

    ``ACCESS`` says how: one of ``casework.narrowing``, or of ``common.narrowing``.
    """

    ACCESS: ClassVar[Access]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    objects = ScopedManager()
    unscoped = models.Manager()  # noqa: DJ012 (a second manager, not a field)

    class Meta:
        abstract = True
        base_manager_name = "unscoped"
        default_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self._meta.model_name} {str(self.pk)[:8]}"

    def _get_FIELD_display(self, field: models.Field[Any, Any]) -> Any:
        """The words of a choice. Django hashes all of the choices anew each time."""
        words: dict[Any, Any] | None = field.__dict__.get("_words")
        if words is None:
            words = field.__dict__["_words"] = dict(field.flatchoices)
        value = getattr(self, field.attname)
        return force_str(words.get(value, value), strings_only=True)

    @property
    def _history_date(self) -> datetime:
        return clock.now()


class Versioned(Guarded):
    """An editable row: each save raises ``version`` by one, and a stale save is a Conflict.

    The database refuses a write with another version (trigger ``check_version``, I1).
    """

    history: ClassVar[Any]

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(Guarded.Meta):
        abstract = True

    def save_changes(self, *, expected: int | None = None, reason: str = "") -> None:
        """Save under a raised version. Raises Conflict when ``expected`` is not the present one.

        The caller holds the row lock (``locked``), so the check cannot be overtaken.
        """
        if expected is not None and expected != self.version:
            raise Conflict(type(self).unscoped.get(pk=self.pk))
        self.version += 1
        if reason:
            self._change_reason = reason
        self.save()

    @classmethod
    def locked(cls, pk: uuid.UUID | str) -> Self:
        """The row under its lock. Raises DoesNotExist when the reader may not see it.

        ``FOR NO KEY UPDATE``: two decisions on one row wait for each other, and a row elsewhere
        that merely points to it does not. With ``FOR UPDATE`` a line written to a case and a
        decision that locks the case before its lines would wait for one another for ever.
        """
        key = uuid.UUID(pk) if isinstance(pk, str) else pk
        found: list[Self] = list(compiled(_locking(cls), key))
        if found:
            return found[0]
        raise cls.DoesNotExist(f"{cls._meta.object_name} matching query does not exist.")


@cache
def _locking(model: type[Versioned]) -> Callable[[uuid.UUID], QuerySet[Any, Any]]:
    """The question for a row of that model under its lock: one function a model."""

    def locking(pk: uuid.UUID) -> QuerySet[Any, Any]:
        return model.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk)

    return locking
