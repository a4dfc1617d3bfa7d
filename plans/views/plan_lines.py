"""The lines of a draft: goals, actions, checkpoints, proposals; one decision a view."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from casework import access
from casework.rights import Right
from casework.views.base import ActView
from casework.views.case import CaseView
from plans import difference
from plans.decisions import plan as decisions
from plans.forms import plan as forms
from plans.models import Action, Checkpoint, Goal
from plans.views.plan_acts import DraftForm, plan_page

KINDS: dict[str, type] = {"goal": Goal, "action": Action, "checkpoint": Checkpoint}


class LineForm(DraftForm):
    """A form on one line of the draft, with its version."""

    line_model: ClassVar[type] = Goal
    fields: ClassVar[tuple[str, ...]] = ()

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        rows = self.line_model.objects.visible_to(self.request.user)
        self.line = rows.filter(plan=self.draft, pk=kwargs["line"]).first()
        if self.line is None:
            raise Http404
        self.line.plan = self.draft

    def object_key(self) -> str:
        return str(self.line.pk)

    def object_version(self) -> int:
        return self.line.version

    def initial(self) -> dict:
        values = {name: getattr(self.line, name) for name in self.fields}
        return {name: getattr(value, "pk", value) for name, value in values.items()}

    def differences(self, form, current) -> list[tuple[str, str, str]]:
        """As the base says, choices and rows by their words."""
        rows = []
        for name in self.fields:
            now, typed = getattr(current, name), form.cleaned_data.get(name)
            if now != typed:
                words = dict(getattr(form.fields[name], "choices", ()) or ())
                label = form.fields[name].label
                rows.append((label, *(_in_words(one, words) for one in (now, typed))))
        return rows


def _in_words(value, words: dict) -> str:
    if isinstance(value, Goal | Action):
        return difference.name_of(value)
    return words.get(value, value)


class AddGoal(DraftForm):
    """A goal, letter by letter."""

    form_class = forms.GoalForm
    form_name = "plans.goal"
    heading = _("Add a goal")
    place = "goals"
    success_message = _("The goal is in the draft.")

    def decide(self, form):
        return decisions.add_goal(self.draft, by=self.request.user, **form.cleaned_data)


class ChangeGoal(LineForm):
    """Change a goal of the draft."""

    form_class = forms.GoalForm
    form_name = "plans.goal_change"
    heading = _("Change the goal")
    place = "goals"
    success_message = _("Saved. What stood before is kept in the history.")
    fields = ("statement", "indicator", "baseline", "target", "means", "factor", "due_on", "tag")

    def decide(self, form):
        return decisions.change_goal(
            self.line, by=self.request.user, expected=self.expected_version, **form.cleaned_data
        )


class AddAction(DraftForm):
    """Who does what, from when to when."""

    form_class = forms.ActionForm
    form_name = "plans.action"
    heading = _("Add an action")
    place = "actions"
    success_message = _("The action is in the draft.")

    def form_options(self) -> dict:
        return super().form_options() | {"plan": self.draft}

    def decide(self, form):
        return decisions.add_action(self.draft, by=self.request.user, **form.cleaned_data)


class ChangeAction(LineForm):
    """Change an action of the draft."""

    line_model = Action
    form_class = forms.ActionForm
    form_name = "plans.action_change"
    heading = _("Change the action")
    place = "actions"
    success_message = _("Saved. What stood before is kept in the history.")
    fields = (
        "title", "kind", "owner", "starts_on", "ends_on", "meets_person", "why_fits", "after",
        "goal",
    )  # fmt: skip

    def form_options(self) -> dict:
        return super().form_options() | {"plan": self.draft, "action": self.line}

    def decide(self, form):
        return decisions.change_action(
            self.line, by=self.request.user, expected=self.expected_version, **form.cleaned_data
        )


class ProposeAction(DraftForm):
    """What the own agency would do, proposed to the content coordinator."""

    right = Right.PROPOSE_PLAN
    form_class = forms.ProposalForm
    form_name = "plans.proposal"
    heading = _("Propose an action of your agency")
    lede = _("The content coordinator takes it into the plan, or says why not.")
    action = _("Propose")
    place = "proposals"
    success_message = _("Proposed. The content coordinator has been told.")

    def decide(self, form):
        return decisions.propose_action(self.draft, by=self.request.user, **form.cleaned_data)


class DeclineAction(LineForm):
    """Why a proposal is not taken in."""

    line_model = Action
    form_class = forms.WhyForm
    form_name = "plans.decline"
    heading = _("Decline the proposal")
    action = _("Decline")
    place = "proposals"
    success_message = _("Declined. Whoever proposed it has been told.")

    def form_options(self) -> dict:
        return {}

    def decide(self, form):
        return decisions.decline_action(
            self.line, by=self.request.user, reason=form.cleaned_data["reason"]
        )


class AddCheckpoint(DraftForm):
    """A date on which the plan is looked at together."""

    also = Right.PLAN_MEETINGS
    form_class = forms.CheckpointForm
    form_name = "plans.checkpoint"
    heading = _("Add a checkpoint")
    place = "checkpoints"
    success_message = _("The checkpoint is in the draft.")

    def form_options(self) -> dict:
        return {}

    def decide(self, form):
        return decisions.add_checkpoint(self.draft, by=self.request.user, **form.cleaned_data)


class ChangeCheckpoint(LineForm):
    """Another date, or what it looks at."""

    also = Right.PLAN_MEETINGS
    line_model = Checkpoint
    form_class = forms.CheckpointForm
    form_name = "plans.checkpoint_change"
    heading = _("Change the checkpoint")
    place = "checkpoints"
    success_message = _("Saved. What stood before is kept in the history.")
    fields = ("due_on", "looks_at")

    def form_options(self) -> dict:
        return {}

    def decide(self, form):
        return decisions.change_checkpoint(
            self.line, by=self.request.user, expected=self.expected_version, **form.cleaned_data
        )


class LineAct(ActView, CaseView):
    """One click on a line of the draft: out, back, taken in, moved."""

    right = Right.READ_CASE

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        model = KINDS.get(kwargs.get("kind", "action"))
        rows = model.objects.visible_to(self.request.user) if model else None
        self.line = (
            rows.filter(case=self.subject, pk=kwargs["line"]).select_related("plan").first()
            if model
            else None
        )
        if self.line is None:
            raise Http404
        self.line.plan.case = self.subject
        verdicts = [access.may(self.request.user, one, self.subject) for one in self.rights()]
        if not any(verdicts):
            raise PermissionDenied(verdicts[0].reason)

    def rights(self) -> list[Right]:
        """Any of these allows it: checkpoints are the process coordinator's too."""
        more = [Right.PLAN_MEETINGS] if isinstance(self.line, Checkpoint) else []
        return [Right.APPROVE_PLAN, *more]

    def success_url(self, result) -> str:
        return plan_page(self.subject, place=f"{type(self.line).__name__.lower()}s")


class RemoveLine(LineAct):
    """Take it out; it can come back."""

    success_message = _("Taken out of the draft. It can be brought back below.")

    def act(self):
        return decisions.remove_line(self.line, by=self.request.user)


class RestoreLine(LineAct):
    """Bring it back."""

    success_message = _("Brought back into the draft.")

    def act(self):
        return decisions.restore_line(self.line, by=self.request.user)


class TakeIn(LineAct):
    """Take a proposal into the plan."""

    success_message = _("Taken into the plan. Whoever proposed it has been told.")

    def act(self):
        return decisions.take_in_action(self.line, by=self.request.user)


class MoveAction(LineAct):
    """A ready proposal against an overlap: another first day, the same length."""

    success_message = _("Moved.")

    def act(self):
        return decisions.move_action(self.line, by=self.request.user, starts_on=self._day())

    def _day(self) -> date:
        try:
            return date.fromisoformat(self.request.POST.get("starts_on", ""))
        except ValueError as error:
            raise Http404 from error
