"""The pages and acts of carrying out."""

from plans.views.carrying.acts import (
    Accept,
    AnswerAbsence,
    Check,
    CorrectOutcome,
    CorrectReport,
    Decline,
    Finish,
    Report,
    Start,
    Stop,
)
from plans.views.carrying.happenings import (
    AddCommitment,
    AddEffect,
    CloseEffect,
    CorrectCommitment,
    CorrectEffect,
    PauseCase,
    Respond,
    Resume,
    Settle,
)
from plans.views.carrying.page import Carrying

__all__ = [
    "Accept", "AddCommitment", "AddEffect", "AnswerAbsence", "Carrying", "Check", "CloseEffect",
    "CorrectCommitment", "CorrectEffect", "CorrectOutcome", "CorrectReport", "Decline", "Finish",
    "PauseCase", "Report", "Respond", "Resume", "Settle", "Start", "Stop",
]  # fmt: skip
