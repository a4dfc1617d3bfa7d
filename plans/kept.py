"""The rows of analysis, plan and carrying out of which a page says what stood before (X30)."""

from __future__ import annotations

from casework.before import Kind, register
from plans import models

register(
    Kind("gap", models.Gap, corrects=False),
    Kind("factor", models.Factor, corrects=False),
    Kind("interpretation", models.Interpretation, corrects=False),
    Kind("plan", models.Plan, corrects=False),
    Kind("goal", models.Goal, corrects=False),
    Kind("action", models.Action, corrects=False),
    Kind("planned-checkpoint", models.Checkpoint, corrects=False),
    Kind("follow-up", models.FollowUp, corrects=False),
    Kind("report", models.ActionReport),
    Kind("effect", models.AdverseEffect, corrects=False),
    Kind("commitment", models.Commitment, corrects=False),
    Kind("pause", models.Pause, corrects=False),
    Kind("checkpoint", models.CheckpointMeeting, corrects=False),
    Kind("checkpoint-agency", models.CheckpointSeat),
    Kind("checkpoint-action", models.CheckpointAction),
    Kind("checkpoint-goal", models.CheckpointGoal),
)
