"""The acts on a plan: one decision a view."""

from __future__ import annotations

from typing import ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework import access
from casework.models import Case
from casework.refusals import Obstacle
from casework.rights import Right
from casework.views.base import ActView
from casework.views.case import CaseView
from casework.views.team import CaseDecisionView
from plans import content, difference
from plans.decisions import plan as decisions
from plans.decisions.plan import approve
from plans.forms import plan as forms
from plans.models import Plan
from plans.rules import plan_acts as rules


def plan_page(case: Case, plan: Plan | None = None, place: str = "") -> str:
    """The address of the plan's page, at that version and place."""
    query = f"?version={plan.number}" if plan else ""
    return reverse("plans:plan", args=[case.pk]) + query + (f"#{place}" if place else "")


class PlanForm(CaseDecisionView):
    """A form of the plan: heading, words of the button, where it leads back to."""

    right = Right.APPROVE_PLAN
    also: ClassVar[Right | None] = None
    template_name = "plans/plan_form.html"
    tab = "plans:plan"
    heading: ClassVar[str] = ""
    lede: ClassVar[str] = ""
    action: ClassVar[str] = _("Save")
    place: ClassVar[str] = ""

    def ask(self, obj) -> None:
        """The view's right, or the other one that brings the same act (checkpoints)."""
        if self.also is None or not access.may(self.request.user, self.also, obj):
            super().ask(obj)

    def standing(self) -> list[Obstacle]:
        return list(rules.the_case_is_planned_on(self.subject))

    def context(self) -> dict:
        words = {"heading": self.heading, "lede": self.lede, "action": self.action}
        back = plan_page(self.subject, place=self.place)
        return super().context() | words | {"back": back}

    def success_url(self, result) -> str:
        return plan_page(self.subject, place=self.place)


class DraftForm(PlanForm):
    """A form on the case's draft; without one it says so before the button."""

    draft: Plan | None = None

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        rows = Plan.objects.visible_to(self.request.user).filter(case=self.subject)
        self.draft = rows.filter(state=Plan.State.DRAFT).first()
        if self.draft is None:
            raise Http404
        self.draft.case = self.subject

    def object_key(self) -> str:
        return str(self.draft.pk)

    def form_options(self) -> dict:
        return {"case": self.subject, "user": self.request.user}


class StartPlan(ActView, CaseView):
    """Begin the first plan, empty."""

    right = Right.APPROVE_PLAN
    success_message = _("The draft is begun. Start with why, or with the first goal.")

    def act(self):
        return decisions.start_plan(self.subject, by=self.request.user)

    def success_url(self, result) -> str:
        return plan_page(self.subject)


class StartVersion(PlanForm):
    """Begin a new version from the one that applies."""

    form_class = forms.VersionForm
    form_name = "plans.version"
    heading = _("Begin a new version of the plan")
    lede = _("The version that applies goes on until the new one is approved.")
    action = _("Begin the new version")
    success_message = _("The new version is begun, with all lines of the one that applies.")

    def standing(self) -> list[Obstacle]:
        return [*super().standing(), *rules.no_other_draft(self.subject)]

    def decide(self, form):
        return decisions.start_version(self.subject, by=self.request.user, **form.cleaned_data)


class WriteTexts(DraftForm):
    """Why this plan, its context, what those concerned say."""

    form_class = forms.TextsForm
    form_name = "plans.texts"
    heading = _("Why this plan")
    place = "why"
    success_message = _("Saved. The team can read it.")

    def form_options(self) -> dict:
        return {}

    def object_version(self) -> int:
        return self.draft.version

    def initial(self) -> dict:
        return {name: getattr(self.draft, name) for name in difference.TEXTS}

    def decide(self, form):
        return decisions.write_texts(
            self.draft,
            by=self.request.user,
            expected=self.expected_version,
            changes=form.cleaned_data,
        )


class Approve(PlanForm):
    """The approval: every sentence before the button, and again on refusal."""

    form_class = forms.ApproveForm
    form_name = "plans.approve"
    heading = _("Approve the plan")
    lede = _("From then on this version applies. The team is told.")
    action = _("Approve the plan")
    success_message = _("The plan is approved. The team has been told.")

    def standing(self) -> list[Obstacle]:
        return approve.obstacles(self.subject)

    def context(self) -> dict:
        return super().context() | {"approves": content.draft_of(self.subject)}

    def decide(self, form):
        return decisions.approve_plan(self.subject, by=self.request.user, **form.cleaned_data)


class Confirm(PlanForm):
    """The second approval, where the territory asks for two."""

    right = Right.SIGN_OFF
    form_class = forms.ApproveForm
    form_name = "plans.confirm"
    heading = _("Second approval of the plan")
    action = _("Approve the plan")
    success_message = _("The plan is approved. The team has been told.")

    def standing(self) -> list[Obstacle]:
        draft = content.draft_of(self.subject)
        waits = approve.waits_for_a_second(draft.plan if draft else None, self.request.user)
        return [*waits, *approve.obstacles(self.subject)]

    def context(self) -> dict:
        return super().context() | {"approves": content.draft_of(self.subject)}

    def decide(self, form):
        return decisions.confirm_approval(self.subject, by=self.request.user, **form.cleaned_data)


class Discard(DraftForm):
    """Put the draft away."""

    form_class = forms.WhyForm
    form_name = "plans.discard"
    heading = _("Discard the draft")
    lede = _("Nothing is deleted: the draft stays in the history, and its number is not reused.")
    action = _("Discard the draft")
    success_message = _("The draft is discarded.")

    def form_options(self) -> dict:
        return {}

    def decide(self, form):
        return decisions.discard_draft(self.draft, by=self.request.user, **form.cleaned_data)
