"""Lookups of the first analysis as the worker: rows that the desk may not read."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max
from django.utils.translation import ngettext

from casework.models import Conference, ReadingLog
from common.scope import elevated
from intake.models import Signal


def last_conference(signal: Signal) -> Conference | None:
    """The newest conference on the signal, also for a decider who is not of its desk."""
    with elevated():
        rows = Conference.objects.filter(signal_id=signal.pk)
        found = rows.order_by("-recorded_at", "-pk").first()
    if found is not None:
        found.signal = signal
    return found


def readers_since(signal: Signal, moment: datetime, *, but) -> list[str]:
    """The names of those who have read the signal since, ``but`` one; read once of the signal."""
    kept = signal.__dict__.setdefault("_last_looks", {})
    if but.pk not in kept:
        with elevated():
            rows = ReadingLog.objects.filter(signal_id=signal.pk).exclude(reader=but)
            last = rows.values_list("reader__full_name", "reader__name_key").annotate(
                last=Max("at")
            )
            kept[but.pk] = list(last.order_by("reader__name_key"))
    return [name for name, _key, last in kept[but.pk] if last >= moment]


def have_read_it(names: list[str]) -> str:
    """Who has read the signal meanwhile, in a sentence."""
    return ngettext(
        "%(names)s has read this signal since.",
        "%(names)s have read this signal since.",
        len(names),
    ) % {"names": ", ".join(names)}
