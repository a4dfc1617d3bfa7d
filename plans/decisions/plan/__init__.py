"""The decisions on the plan, by theme."""

from plans.decisions.plan.approve import approve_plan, confirm_approval
from plans.decisions.plan.lines import (
    add_action,
    add_checkpoint,
    add_goal,
    change_action,
    change_checkpoint,
    change_goal,
    move_action,
    remove_line,
    restore_line,
)
from plans.decisions.plan.proposals import decline_action, propose_action, take_in_action
from plans.decisions.plan.versions import discard_draft, start_plan, start_version, write_texts

__all__ = [
    "add_action",
    "add_checkpoint",
    "add_goal",
    "approve_plan",
    "change_action",
    "change_checkpoint",
    "change_goal",
    "confirm_approval",
    "decline_action",
    "discard_draft",
    "move_action",
    "propose_action",
    "remove_line",
    "restore_line",
    "start_plan",
    "start_version",
    "take_in_action",
    "write_texts",
]
