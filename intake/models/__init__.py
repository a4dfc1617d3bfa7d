from intake.models.match import MatchAnswer
from intake.models.signal import Signal, SignalHop
from intake.models.source import SourceIdentity

__all__ = ["MatchAnswer", "Signal", "SignalHop", "SourceIdentity"]
