"""One click, or one reason: begin, move, take out, put back, propose, answer."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.rights import Right
from common import clock
from common.day_field import read
from common.refusals import refuse_unless
from common.windows import PLANNED
from plans.models import Action
from plans.plan.decisions import lines, proposals, versions
from plans.plan.forms import ProposeForm, ReasonForm
from plans.plan.views.base import PlanAct, PlanDecision, RowMixin
from plans.plan.views.lines import AddLine


class StartPlan(PlanAct):
    """The first draft."""

    success_message = _("The draft is open. Nothing applies before it is approved.")

    def act(self):
        return versions.start_plan(self.subject, by=self.request.user)


class MoveAction(RowMixin, PlanAct):
    """A proposal of the page: let this action begin on that day."""

    models = (Action,)
    success_message = _("Moved. What stood before is kept in the history.")

    def act(self):
        return lines.move_action(self.row, by=self.request.user, day=self._day())

    def _day(self):
        day = read(self.request.POST.get("day", ""))
        refuse_unless(day is not None, gettext("This is no date. Write it as 2026-11-30."), "S51")
        complaint = PLANNED.complaint(day, clock.today())
        refuse_unless(not complaint, complaint, "S51")
        return day


class RemoveLine(RowMixin, PlanAct):
    """Taken out of the draft; it can come back."""

    success_message = _("Taken out of the draft. It stands below and can be put back.")

    def act(self):
        return lines.remove_line(self.row, by=self.request.user)


class RestoreLine(RowMixin, PlanAct):
    """Put back into the draft."""

    success_message = _("Put back into the draft.")

    def act(self):
        return lines.restore_line(self.row, by=self.request.user)


class Propose(AddLine):
    """A partner offers an action of the own agency."""

    right = Right.PROPOSE_PLAN
    title = _("Propose an action of our agency")
    action = _("Propose")
    form_class = ProposeForm
    form_name = "plans.propose"
    success_message = _("Proposed. The content coordinator has been told.")
    decision = proposals.propose_action


class TakeIn(RowMixin, PlanAct):
    """The proposal becomes part of the draft."""

    models = (Action,)
    success_message = _("Taken in. Whoever proposed it has been told.")

    def act(self):
        return proposals.take_in(self.row, by=self.request.user)


class Decline(RowMixin, PlanDecision):
    """The proposal is not taken in, and why."""

    models = (Action,)
    title = _("Decline a proposal")
    action = _("Decline")
    form_class = ReasonForm
    form_name = "plans.decline"
    success_message = _("Declined. Whoever proposed it has been told.")

    def decide(self, form):
        return proposals.decline_proposal(
            self.row, by=self.request.user, reason=form.cleaned_data["reason"]
        )
