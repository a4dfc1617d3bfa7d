"""Goals, actions and checkpoints: a form to add one, a form to change one."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from plans.models import Action, Checkpoint, Goal
from plans.plan.decisions import lines
from plans.plan.forms import ActionForm, CheckpointForm, GoalForm
from plans.plan.views.base import PlanDecision, RowMixin


class LineForm(PlanDecision):
    """A form on a line of the draft."""

    def form_options(self) -> dict:
        return {"case": self.subject, "user": self.request.user, "sheet": self.sheet}


class AddLine(LineForm):
    """A new line."""

    decision: ClassVar[object] = None

    def decide(self, form):
        return type(self).decision(self.subject, by=self.request.user, **form.cleaned_data)


class ChangeLine(RowMixin, LineForm):
    """A line of the draft, changed with a reason."""

    success_message = _("Changed. What stood before is kept in the history.")

    def object_version(self) -> int:
        return self.row.version

    def initial(self) -> dict:
        fields = self.form_class.base_fields
        return {name: getattr(self.row, name) for name in fields if name != "why"}

    def decide(self, form):
        changes = dict(form.cleaned_data)
        return lines.change_line(
            self.row,
            by=self.request.user,
            expected=self.expected_version,
            why=changes.pop("why"),
            changes=changes,
        )


class AddGoal(AddLine):
    """A SMART goal."""

    title = _("Add a goal")
    action = _("Add the goal")
    form_class = GoalForm
    form_name = "plans.goal_add"
    success_message = _("Added to the draft.")
    decision = lines.add_goal


class ChangeGoal(ChangeLine):
    """A goal, changed."""

    models = (Goal,)
    title = _("Change a goal")
    action = _("Save")
    form_class = GoalForm
    form_name = "plans.goal"


class AddAction(AddLine):
    """Who does what."""

    title = _("Add an action")
    action = _("Add the action")
    form_class = ActionForm
    form_name = "plans.action_add"
    success_message = _("Added to the draft.")
    decision = lines.add_action


class ChangeAction(ChangeLine):
    """An action, changed or moved."""

    models = (Action,)
    title = _("Change an action")
    action = _("Save")
    form_class = ActionForm
    form_name = "plans.action"

    def form_options(self) -> dict:
        return super().form_options() | {"own": self.row.pk}


class AddCheckpoint(AddLine):
    """When the team looks at the plan."""

    title = _("Add a checkpoint")
    action = _("Add the checkpoint")
    form_class = CheckpointForm
    form_name = "plans.checkpoint_add"
    success_message = _("Added to the draft.")
    decision = lines.add_checkpoint


class ChangeCheckpoint(ChangeLine):
    """A checkpoint, changed."""

    models = (Checkpoint,)
    title = _("Change a checkpoint")
    action = _("Save")
    form_class = CheckpointForm
    form_name = "plans.checkpoint"
