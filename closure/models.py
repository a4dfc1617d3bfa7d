from closure.absorbed.models import Absorption, FormerPart
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
    "Absorption",
    "ClosureProposal",
    "FormerPart",
    "GoalResult",
    "Handover",
    "InformedParty",
    "MonitoringCheck",
    "Opinion",
    "Reopening",
    "Silence",
    "Transfer",
]
