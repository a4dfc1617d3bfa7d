from plans.analysis.models import Factor, Gap, Interpretation, LevelRating, Viewpoint
from plans.carrying.models import ActionReport, AdverseEffect, Commitment, FollowUp, Pause
from plans.checkpoints.models import CheckedAction, CheckedGoal, CheckMeeting, CheckSeat
from plans.plan.models import Action, Checkpoint, Goal, Plan

__all__ = [
    "Action",
    "ActionReport",
    "AdverseEffect",
    "CheckMeeting",
    "CheckSeat",
    "CheckedAction",
    "CheckedGoal",
    "Checkpoint",
    "Commitment",
    "Factor",
    "FollowUp",
    "Gap",
    "Goal",
    "Interpretation",
    "LevelRating",
    "Pause",
    "Plan",
    "Viewpoint",
]
