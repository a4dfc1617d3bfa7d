"""What a file is told of a signal joined to it or taken off it: its reference alone (S86)."""

from __future__ import annotations

from casework import journal, one_file
from casework.models import Case
from intake.models import Outcome
from notices import telling


def joined(outcome: Outcome, case: Case, *, by, urgent: bool) -> None:
    """Write in the file's journal that a signal was joined, and tell who answers for the file."""
    journal.record("case.signal_joined", by=by, case=case, name=by.display)
    telling.queue(
        "file_signal_urgent" if urgent else "file_signal_joined",
        key=_key(outcome),
        to=[user for user in one_file.whom_to_tell(case) if user.pk != by.pk],
        case=case,
    )


def taken_off(outcome: Outcome, case: Case, *, by) -> None:
    """Write that it was taken off again, and tell the same people: they may have acted on it."""
    journal.record("case.signal_taken_off", by=by, case=case, name=by.display)
    telling.call_back(key=_key(outcome))
    telling.call_back(key=urgent_key(outcome))
    telling.queue(
        "file_signal_taken_off",
        key=f"{_key(outcome)}:off",
        to=[user for user in one_file.whom_to_tell(case) if user.pk != by.pk],
        case=case,
    )


def urgent_key(outcome: Outcome) -> str:
    """The key of what reminds of a possible danger that nobody of the file has looked at."""
    return f"urgent:{outcome.pk}:file"


def _key(outcome: Outcome) -> str:
    return f"outcome:{outcome.pk}:file"
