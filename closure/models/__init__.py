from closure.models.closing import ClosureProposal, GoalResult, Handover, InformedParty, Opinion
from closure.models.monitoring import MonitoringCheck, Reopening

__all__ = [
    "ClosureProposal",
    "GoalResult",
    "Handover",
    "InformedParty",
    "MonitoringCheck",
    "Opinion",
    "Reopening",
]
