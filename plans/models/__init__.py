from plans.models.analysis import Factor, Gap, Interpretation, LevelRating, Viewpoint
from plans.models.carrying import ActionReport, AdverseEffect, Commitment, FollowUp, Pause
from plans.models.checking import CheckedAction, CheckedGoal, CheckMeeting, CheckSeat
from plans.models.plan import Action, Checkpoint, Goal, Plan

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
