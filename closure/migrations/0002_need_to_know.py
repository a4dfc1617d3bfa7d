"""Closing and what follows: read and written by the team, without the evaluator."""

from django.db import migrations

from casework.need_to_know import on_team
from common.need_to_know import NeedToKnow

TEAM = on_team()
OF_CASE = {"reads": TEAM, "adds": TEAM, "changes": TEAM, "stands": ("case",)}


class Migration(migrations.Migration):
    dependencies = [("closure", "0001_initial"), ("casework", "0003_need_to_know")]

    operations = [
        NeedToKnow("ClosureProposal", **OF_CASE),
        NeedToKnow("GoalResult", **OF_CASE),
        NeedToKnow("Opinion", **OF_CASE),
        NeedToKnow("Handover", **OF_CASE),
        NeedToKnow("InformedParty", **OF_CASE),
        NeedToKnow("MonitoringCheck", **OF_CASE),
        NeedToKnow("Reopening", reads=TEAM, adds=TEAM, once=True),
    ]
