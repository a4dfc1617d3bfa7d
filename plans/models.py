from plans.analysis.models import Factor, Gap, Interpretation, LevelRating, Viewpoint
from plans.carrying.models import ActionReport, AdverseEffect, Commitment, FollowUp, Pause
from plans.checkpoints.models import (
    CheckpointAction,
    CheckpointGoal,
    CheckpointMeeting,
    CheckpointSeat,
)
from plans.paper.models import PaperFile
from plans.plan.models import Action, Checkpoint, Goal, Plan

__all__ = [
    "Action",
    "ActionReport",
    "AdverseEffect",
    "Checkpoint",
    "CheckpointAction",
    "CheckpointGoal",
    "CheckpointMeeting",
    "CheckpointSeat",
    "Commitment",
    "Factor",
    "FollowUp",
    "Gap",
    "Goal",
    "Interpretation",
    "LevelRating",
    "PaperFile",
    "Pause",
    "Plan",
    "Viewpoint",
]
