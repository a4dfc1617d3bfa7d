from intake.decisions.analysis import start_analysis
from intake.decisions.matching import answer_match, name_person
from intake.decisions.opening import OpeningTeam, open_case
from intake.decisions.signal import (
    acknowledge,
    capture_signal,
    correct_signal,
    escalate,
    pass_on,
    reveal_source,
    usual_channel,
)

__all__ = [
    "OpeningTeam",
    "acknowledge",
    "answer_match",
    "capture_signal",
    "correct_signal",
    "escalate",
    "name_person",
    "open_case",
    "pass_on",
    "reveal_source",
    "start_analysis",
    "usual_channel",
]
