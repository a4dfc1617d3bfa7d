"""The first act of analysing brings an acknowledged signal into its first analysis."""

from __future__ import annotations

from casework import journal
from intake.models import Signal

State = Signal.State


def begin(signal: Signal, *, by) -> None:
    """Acknowledged becomes «in first analysis»; the caller holds the signal's lock."""
    if signal.state != State.ACKNOWLEDGED:
        return
    signal.state = State.IN_TRIAGE
    signal.save_changes()
    journal.record("signal.analysis_begun", by=by, signal=signal)
