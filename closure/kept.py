"""The rows of a closure of which a page says what stood before (casework.before, X30)."""

from __future__ import annotations

from casework.before import Kind, register
from closure import models

register(
    Kind("proposal", models.ClosureProposal, corrects=False),
    Kind("result", models.GoalResult),
    Kind("opinion", models.Opinion),
    Kind("handover", models.Handover, corrects=False),
    Kind("informed", models.InformedParty, corrects=False),
    Kind("check", models.MonitoringCheck, corrects=False),
)
