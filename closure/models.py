from closure.closing.models import (
    ClosureProposal,
    GoalResult,
    Handover,
    InformedParty,
    Opinion,
    Silence,
)
from closure.monitoring.models import MonitoringCheck, Reopening
from closure.transfer.models import Transfer

__all__ = [
    "ClosureProposal",
    "GoalResult",
    "Handover",
    "InformedParty",
    "MonitoringCheck",
    "Opinion",
    "Reopening",
    "Silence",
    "Transfer",
]
