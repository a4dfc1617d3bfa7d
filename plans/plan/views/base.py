"""What the views of a plan share: the draft, a line of it, the way back to its page."""

from __future__ import annotations

from typing import ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from casework.rights import Right
from casework.views.base import ActView
from casework.views.case import CaseView
from casework.views.team import CaseDecisionView
from plans.models import Action, Checkpoint, Goal, Plan
from plans.plan.sheet import Sheet

TAB = "plans:plan"


def plan_url(case) -> str:
    """The page of the case's plan."""
    return reverse(TAB, args=[case.pk])


class PlanDecision(CaseDecisionView):
    """A form on the draft; whoever has sent it is led back to the plan."""

    right = Right.APPROVE_PLAN
    template_name = "plans/decision.html"
    tab = TAB
    title: ClassVar[object] = ""
    action: ClassVar[object] = ""

    @cached_property
    def sheet(self) -> Sheet:
        plan = Plan.objects.visible_to(self.request.user)
        draft = plan.filter(case=self.subject, state=Plan.State.DRAFT).first()
        return Sheet.of(self.subject, draft)

    def context(self) -> dict:
        return super().context() | {"heading": self.title, "action": self.action}

    def success_url(self, result) -> str:
        return plan_url(self.subject)


class RowMixin:
    """The line that the address names, through the reader's eyes (404)."""

    models: ClassVar[tuple] = (Goal, Action, Checkpoint)

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        self.row = self.find(kwargs["row"])

    def find(self, pk):
        """The line of one of ``models`` on this case. Raises Http404."""
        for model in self.models:
            rows = model.objects.visible_to(self.request.user).filter(case=self.subject)
            found = rows.select_related("case", "plan").filter(pk=pk).first()
            if found is not None:
                return found
        raise Http404

    def object_key(self) -> str:
        return str(self.row.pk)


class PlanAct(ActView, CaseView):
    """One click on the draft."""

    right = Right.APPROVE_PLAN
    tab = TAB

    def success_url(self, result) -> str:
        return plan_url(self.subject)
