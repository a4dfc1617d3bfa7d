from intake.models.signal import Signal, SignalHop
from intake.models.source import SourceIdentity

__all__ = ["Signal", "SignalHop", "SourceIdentity"]
