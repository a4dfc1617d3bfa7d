"""The acts on the lines of a draft: added, changed, moved, taken out, put back, proposed."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from casework.acts import CaseAct, RowAct
from common import clock
from common.day_field import read
from plans.models import Action
from plans.plan import forms
from plans.plan.decisions import lines, proposals
from plans.plan.rows import ACTION, CHECKPOINT, GOAL, LINE, TAB
from plans.plan.sheet import draft_of

# Says before the fields who is not to be approached (S30).
FORM_OF_ACTION = "plans/plan/action.html"


def _in(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


# --- goals ----------------------------------------------------------------------------------
def of_person(act) -> dict:
    """Options of the form of a goal: the case, and who fills it in."""
    return {"case": act.subject, "user": act.request.user}


class AddGoal(CaseAct):
    """Add a SMART goal."""

    decision = lines.add_goal
    tab = TAB
    form_class = forms.GoalForm
    form_options = of_person
    button, icon = _("Add a goal"), "plus"
    heading, action = _("Add a goal"), _("Add the goal")
    done = _("Added to the draft.")

    @staticmethod
    def example(row, user) -> dict:
        words = {"statement": "Huit rendez-vous sur dix", "indicator": "Agenda", "target": "8"}
        return words | {"due_on": _in(200), "tag": "care"}


class ChangeGoal(RowAct):
    """Change a goal."""

    on, decision = GOAL, lines.change_line
    form_class = forms.GoalForm
    form_options = of_person
    fields = (
        "statement", "indicator", "baseline", "target", "means", "factor", "due_on", "tag",
    )  # fmt: skip
    button, heading = _("Change"), _("Change a goal")
    done = _("Changed. What stood before is kept in the history.")
    example = AddGoal.example


# --- actions --------------------------------------------------------------------------------
def of_draft(act) -> dict:
    """Options of the form of an action: as of a goal; the draft; its own key, to leave it out."""
    own = act.row.pk if isinstance(act.row, Action) else None
    return of_person(act) | {"plan": draft_of(act.subject), "own": own}


class AddAction(CaseAct):
    """Add an action: who does what, from when to when."""

    decision = lines.add_action
    tab = TAB
    template_name = FORM_OF_ACTION
    form_class = forms.ActionForm
    form_options = of_draft
    button, icon = _("Add an action"), "plus"
    heading, action = _("Add an action"), _("Add the action")
    done = _("Added to the draft.")

    @staticmethod
    def example(row, user) -> dict:
        return Propose.example(row, user) | {"owner": user.pk}


class ChangeAction(RowAct):
    """Change an action."""

    on, decision = ACTION, lines.change_line
    template_name = FORM_OF_ACTION
    form_class = forms.ActionForm
    form_options = of_draft
    fields = (
        "title", "owner", "kind", "starts_on", "ends_on", "after", "goal", "meets_person",
        "why_fits",
    )  # fmt: skip
    button, heading = _("Change"), _("Change an action")
    done = _("Changed. What stood before is kept in the history.")
    example = AddAction.example


class MoveAction(RowAct):
    """Move an action to the day that the page proposes, in one click."""

    on, decision = ACTION, lines.move_action
    done = _("Moved. What stood before is kept in the history.")

    def values(self, form) -> dict:
        return {"day": read(self.request.POST.get("day", ""))}

    @staticmethod
    def example(row, user) -> dict:
        return {"day": _in(7)}


class Propose(CaseAct):
    """Propose an action of the own agency."""

    decision = proposals.propose_action
    tab = TAB
    template_name = FORM_OF_ACTION
    form_class = forms.ProposeForm
    button = heading = _("Propose an action of our agency")
    icon = "plus"
    action = _("Propose")
    done = _("Proposed. The content coordinator has been told.")

    @staticmethod
    def example(row, user) -> dict:
        return {"title": "Boxe", "kind": "social", "starts_on": _in(7), "ends_on": _in(60)}


class TakeIn(RowAct):
    """Take a proposed action into the draft, in one click."""

    on, decision = ACTION, proposals.take_in
    button = _("Take in")
    done = _("Taken in. Whoever proposed it has been told.")


class Decline(RowAct):
    """Decline a proposed action, and say why."""

    on, decision = ACTION, proposals.decline_proposal
    form_class = forms.ReasonForm
    button = action = _("Decline")
    heading = _("Decline a proposal")
    done = _("Declined. Whoever proposed it has been told.")
    example = {"reason": "Après l’été."}


# --- checkpoints ----------------------------------------------------------------------------
class AddCheckpoint(CaseAct):
    """Add a day on which the team looks at the plan."""

    decision = lines.add_checkpoint
    tab = TAB
    form_class = forms.CheckpointForm
    button, icon = _("Add a checkpoint"), "plus"
    heading, action = _("Add a checkpoint"), _("Add the checkpoint")
    done = _("Added to the draft.")

    @staticmethod
    def example(row, user) -> dict:
        return {"due_on": _in(30)}


class ChangeCheckpoint(RowAct):
    """Change a checkpoint of the draft."""

    on, decision = CHECKPOINT, lines.change_line
    form_class = forms.CheckpointForm
    fields = ("due_on", "looks_at")
    button, heading = _("Change"), _("Change a checkpoint")
    done = _("Changed. What stood before is kept in the history.")
    example = AddCheckpoint.example


# --- any line -------------------------------------------------------------------------------
class RemoveLine(RowAct):
    """Take a line out of the draft, in one click."""

    on, decision = LINE, lines.remove_line
    button, kind = _("Take out"), "bare"
    done = _("Taken out of the draft. It stands below and can be put back.")


class RestoreLine(RowAct):
    """Put a line back into the draft, in one click."""

    on, decision = LINE, lines.restore_line
    button, icon = _("Put back"), "undo-2"
    done = _("Put back into the draft.")


ON_PROPOSAL = (TakeIn, Decline)
