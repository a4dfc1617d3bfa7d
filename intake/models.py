from intake.first_analysis.models import SourceAssessment
from intake.first_analysis.triage import Triage
from intake.matching.match_search import MatchSearch
from intake.matching.models import MatchAnswer
from intake.outcomes.models import Outcome
from intake.signals.models import Signal, SignalHop
from intake.signals.named import NamedPerson
from intake.signals.source import SourceIdentity

__all__ = [
    "MatchAnswer",
    "MatchSearch",
    "NamedPerson",
    "Outcome",
    "Signal",
    "SignalHop",
    "SourceAssessment",
    "SourceIdentity",
    "Triage",
]
