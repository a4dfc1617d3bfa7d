from intake.models.match import MatchAnswer
from intake.models.match_search import MatchSearch
from intake.models.outcome import Outcome
from intake.models.signal import Signal, SignalHop
from intake.models.source import SourceIdentity
from intake.models.source_assessment import SourceAssessment
from intake.models.triage import Triage

__all__ = [
    "MatchAnswer",
    "MatchSearch",
    "Outcome",
    "Signal",
    "SignalHop",
    "SourceAssessment",
    "SourceIdentity",
    "Triage",
]
