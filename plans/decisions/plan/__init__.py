"""The decisions on a plan: its versions, its lines, its approval."""

from plans.decisions.plan.approval import approve_plan, confirm_approval
from plans.decisions.plan.lines import (
    add_action,
    add_checkpoint,
    add_goal,
    change_line,
    move_action,
    remove_line,
    restore_line,
)
from plans.decisions.plan.proposals import decline_proposal, propose_action, take_in
from plans.decisions.plan.versions import discard_draft, start_plan, start_version, write_texts

__all__ = [
    "add_action",
    "add_checkpoint",
    "add_goal",
    "approve_plan",
    "change_line",
    "confirm_approval",
    "decline_proposal",
    "discard_draft",
    "move_action",
    "propose_action",
    "remove_line",
    "restore_line",
    "start_plan",
    "start_version",
    "take_in",
    "write_texts",
]
