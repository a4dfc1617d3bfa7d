"""Which columns hold words that people type: each must hold a canary on the stage."""

from __future__ import annotations

from django.apps import apps
from django.db import models

OURS = ("common", "notices", "casework", "intake", "plans", "closure")
TEXTS = (models.CharField, models.TextField, models.JSONField)
# Not typed by anybody: references, codes, keys of the machine.
MACHINE = frozenset(
    {
        "reference", "event", "kind", "key", "route", "request_id", "message_id", "role", "form",
        "object_key", "result", "series", "state", "case_state", "facts",
        "history_type", "alternatives", "was", "duty", "names", "place_key", "words_key", "others",
        "left",
    }
)  # fmt: skip
# Settings that everybody reads.
OPEN = frozenset(
    {"TerritoryProfile", "Code", "LocalHoliday", "ReferenceCounter", "RoleRight", "Sweep"}
)
# The same words stand in the journal's reason, which is watched.
ELSEWHERE = frozenset({"double_role_reason", "history_change_reason"})


def unwatched() -> dict[str, list[str]]:
    """Model -> text columns that no canary stands in. Asked as the worker."""
    found: dict[str, list[str]] = {}
    for model in apps.get_models():
        if model._meta.app_label not in OURS or model.__name__ in OPEN:
            continue
        for column in model._meta.local_fields:
            if column.name in ELSEWHERE or not _typed(column):
                continue
            if not _has_canary(model, column):
                found.setdefault(model.__name__, []).append(column.name)
    return found


def _typed(column) -> bool:
    """Whether people write it; a history keeps no choices, its live column says them."""
    if not isinstance(column, TEXTS) or column.name in MACHINE:
        return False
    live = getattr(column.model, "instance_type", column.model)
    return not live._meta.get_field(column.name).choices


def _has_canary(model, column) -> bool:
    rows = getattr(model, "unscoped", model._base_manager)
    return any("Zq" in str(value) for value in rows.values_list(column.name, flat=True))
