"""Decisions of carrying out: actions answered and followed, what happens on the way."""

from plans.decisions.carrying.answers import accept_action, answer_absence, decline_action
from plans.decisions.carrying.follow import follow
from plans.decisions.carrying.start import start_carrying_out

__all__ = [
    "accept_action",
    "answer_absence",
    "decline_action",
    "follow",
    "start_carrying_out",
]
