"""A signal as its reporter reads it: their own words, as they were sent (X45).

What the desk corrected or added since is for the desk. The first row of the history is what was
sent; nothing changes a history.
"""

from __future__ import annotations

import copy

from django.db.models import OuterRef, QuerySet, Subquery

from intake.models import Signal

# Everything that a capture holds and a correction may touch.
SENT = (
    "words", "danger", "about", "about_age", "may_be_minor", "place", "others", "how_known",
    "caller", "received_at", "entered_at",
)  # fmt: skip


def as_sent(signal: Signal) -> Signal:
    """A copy of the signal to show, in the words of its reporter."""
    shown, first = copy.copy(signal), signal.history.order_by("version", "history_id").first()
    for name in SENT:
        setattr(shown, name, getattr(first, name))
    if signal.caller == signal.Caller.ANONYMOUS:  # asked afterwards: nothing else is told (X33)
        shown.caller = signal.caller
    return shown


def with_sent_danger(rows: QuerySet) -> QuerySet:
    """The same rows, each with what its reporter said of danger, as ``sent_danger``."""
    history = Signal.history.filter(id=OuterRef("pk")).order_by("version", "history_id")
    return rows.annotate(sent_danger=Subquery(history.values("danger")[:1]))
