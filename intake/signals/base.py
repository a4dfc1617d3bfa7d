"""The base of the acts on a signal."""

from __future__ import annotations

from typing import ClassVar

from casework.acts import Act
from intake.models import Signal

WITH_PEOPLE = ("channel", "holder", "reporter", "acknowledged_by")


class SignalAct(Act):
    """An act on a signal, on a page of its own beside what was reported."""

    model = Signal
    related: ClassVar[tuple[str, ...]] = WITH_PEOPLE
    nav = "signals"
    tab = "intake:page"
    note = ""
    size = "m"
    template_name = "intake/signal_act.html"
