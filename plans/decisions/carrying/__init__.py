"""Decisions of carrying out: actions answered and followed, what happens on the way."""

from plans.decisions.carrying.answers import accept_action, answer_absence, decline_action
from plans.decisions.carrying.commitments import (
    correct_commitment,
    record_commitment,
    settle_commitment,
)
from plans.decisions.carrying.effects import (
    close_effect,
    correct_effect,
    record_effect,
    respond_to_effect,
)
from plans.decisions.carrying.follow import follow
from plans.decisions.carrying.pauses import pause, resume
from plans.decisions.carrying.progress import (
    check_outcome,
    correct_outcome,
    correct_report,
    finish_action,
    report_action,
    stop_action,
)
from plans.decisions.carrying.start import start_carrying_out

__all__ = [
    "accept_action", "answer_absence", "check_outcome", "close_effect", "correct_commitment",
    "correct_effect", "correct_outcome", "correct_report", "decline_action", "finish_action",
    "follow", "pause", "record_commitment", "record_effect", "report_action", "respond_to_effect",
    "resume", "settle_commitment", "start_carrying_out", "stop_action",
]  # fmt: skip
