"""The state «first analysis» begins with the first decision in it."""

from __future__ import annotations

from casework import journal
from intake.models import Signal

State = Signal.State


def begin(signal: Signal, *, by) -> None:
    """Move an acknowledged signal to its first analysis; needs the signal's lock."""
    if signal.state != State.ACKNOWLEDGED:
        return
    signal.state = State.IN_TRIAGE
    signal.save_changes()
    journal.record("signal.analysis_begun", by=by, signal=signal)
