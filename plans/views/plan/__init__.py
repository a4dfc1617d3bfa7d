"""The pages and acts of a plan: one small view per decision."""

from plans.views.plan.acts import (
    Decline,
    MoveAction,
    Propose,
    RemoveLine,
    RestoreLine,
    StartPlan,
    TakeIn,
)
from plans.views.plan.lines import (
    AddAction,
    AddCheckpoint,
    AddGoal,
    ChangeAction,
    ChangeCheckpoint,
    ChangeGoal,
)
from plans.views.plan.page import PlanPage, PrintPlan
from plans.views.plan.versions import Approve, Confirm, Discard, StartVersion, WriteTexts

__all__ = [
    "AddAction",
    "AddCheckpoint",
    "AddGoal",
    "Approve",
    "ChangeAction",
    "ChangeCheckpoint",
    "ChangeGoal",
    "Confirm",
    "Decline",
    "Discard",
    "MoveAction",
    "PlanPage",
    "PrintPlan",
    "Propose",
    "RemoveLine",
    "RestoreLine",
    "StartPlan",
    "StartVersion",
    "TakeIn",
    "WriteTexts",
]
