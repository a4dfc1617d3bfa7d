"""Versions: texts, a new one, given up, approved, confirmed by a second person."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework import access
from casework.rights import Right
from plans.plan.decisions import approval, versions
from plans.plan.decisions.approval import SECONDS, standing
from plans.plan.decisions.versions import TEXTS
from plans.plan.forms import ApproveForm, ConfirmForm, ReasonForm, TextsForm, VersionForm
from plans.plan.views.base import PlanDecision


class WriteTexts(PlanDecision):
    """The texts of the draft."""

    title = _("Texts of the plan")
    action = _("Save")
    form_class = TextsForm
    form_name = "plans.texts"
    success_message = _("Saved.")

    def object_version(self) -> int:
        return self.sheet.plan.version if self.sheet.plan else 0

    def initial(self) -> dict:
        plan = self.sheet.plan
        return {name: getattr(plan, name) for name in TEXTS} if plan else {}

    def decide(self, form):
        return versions.write_texts(
            self.subject,
            by=self.request.user,
            expected=self.expected_version,
            changes=form.cleaned_data,
        )


class StartVersion(PlanDecision):
    """A new version of the plan that applies."""

    title = _("Begin a new version of the plan")
    action = _("Begin the draft")
    form_class = VersionForm
    form_name = "plans.version"
    success_message = _("The draft is open. The version before applies until this one is approved.")

    def decide(self, form):
        return versions.start_version(self.subject, by=self.request.user, **form.cleaned_data)


class Discard(PlanDecision):
    """The draft is given up; it stays readable."""

    title = _("Give the draft up")
    action = _("Give up")
    form_class = ReasonForm
    form_name = "plans.discard"
    success_message = _("Given up. It stays readable among the versions.")

    def decide(self, form):
        return versions.discard_draft(self.subject, by=self.request.user, **form.cleaned_data)


class Approve(PlanDecision):
    """The content coordinator approves the draft as it was read."""

    title = _("Approve the plan")
    action = _("Approve")
    form_class = ApproveForm
    form_name = "plans.approve"
    success_message = _("Done. The team has been told.")

    def object_version(self) -> int:
        return self.sheet.edition

    def standing(self) -> list:
        return standing(self.subject)

    def differences(self, form, current) -> list:
        """The lines that changed stand on the plan’s page, not in this form."""
        return []

    def decide(self, form):
        return approval.approve_plan(
            self.subject,
            by=self.request.user,
            expected=self.expected_version,
            **form.cleaned_data,
        )


class Confirm(PlanDecision):
    """The second person: the risk owner or another coordinator (rulings 1)."""

    right = Right.READ_CASE
    title = _("Approve as the second person")
    action = _("Approve")
    form_class = ConfirmForm
    form_name = "plans.confirm"
    success_message = _("Approved. The team has been told.")

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        if not set(access.roles_on(self.request.user, self.subject)) & set(SECONDS):
            raise PermissionDenied(gettext("This is for the risk owner or another coordinator."))

    def object_version(self) -> int:
        return self.sheet.edition

    def standing(self) -> list:
        return standing(self.subject)

    def differences(self, form, current) -> list:
        """Nothing is typed here that could differ."""
        return []

    def decide(self, form):
        return approval.confirm_approval(
            self.subject, by=self.request.user, expected=self.expected_version
        )
