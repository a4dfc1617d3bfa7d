"""Decisions of a checkpoint: held section by section, concluded once (S64)."""

from plans.decisions.checking.meeting import (
    cancel_checkpoint,
    conclude_checkpoint,
    correct_day,
    open_checkpoint,
)
from plans.decisions.checking.sections import (
    ROWS,
    SECTIONS,
    check_actions,
    check_goals,
    write_presence,
    write_section,
)

__all__ = [
    "ROWS",
    "SECTIONS",
    "cancel_checkpoint",
    "check_actions",
    "check_goals",
    "conclude_checkpoint",
    "correct_day",
    "open_checkpoint",
    "write_presence",
    "write_section",
]
