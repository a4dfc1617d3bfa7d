from plans.models.analysis import Factor, Gap, Interpretation, LevelRating, Viewpoint
from plans.models.plan import Action, Checkpoint, Goal, Plan

__all__ = [
    "Action",
    "Checkpoint",
    "Factor",
    "Gap",
    "Goal",
    "Interpretation",
    "LevelRating",
    "Plan",
    "Viewpoint",
]
