"""Analysis, plan, carrying out and checkpoints: read and written by the team, without the evaluator."""

from pathlib import Path

from django.db import migrations

from casework.need_to_know import on_team
from common.need_to_know import Functions, NeedToKnow

TEAM = on_team()
OF_CASE = {"reads": TEAM, "adds": TEAM, "changes": TEAM, "stands": ("case",)}
DRAFT = (("plan_is_draft", "before insert or update or delete"),)


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("casework", "0003_need_to_know")]

    operations = [
        Functions(Path(__file__).with_name("functions.sql")),
        NeedToKnow("Gap", **OF_CASE),
        NeedToKnow("Factor", **OF_CASE),
        NeedToKnow("LevelRating", **OF_CASE),
        NeedToKnow("Interpretation", **OF_CASE),
        NeedToKnow("Viewpoint", **OF_CASE),
        # Approved plans stand.
        NeedToKnow("Plan", **OF_CASE, triggers=(("plan_stands", "before update"),)),
        NeedToKnow("Goal", **OF_CASE, triggers=DRAFT),
        NeedToKnow("Action", **OF_CASE, triggers=DRAFT),
        NeedToKnow("Checkpoint", **OF_CASE, triggers=DRAFT),
        NeedToKnow("FollowUp", **OF_CASE),
        NeedToKnow("ActionReport", **OF_CASE),
        NeedToKnow("AdverseEffect", **OF_CASE),
        NeedToKnow("Commitment", **OF_CASE),
        NeedToKnow("Pause", **OF_CASE),
        NeedToKnow("CheckMeeting", **OF_CASE),
        NeedToKnow("CheckSeat", **OF_CASE),
        NeedToKnow("CheckedAction", **OF_CASE),
        NeedToKnow("CheckedGoal", **OF_CASE),
    ]
