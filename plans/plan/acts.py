"""The acts on a version of the plan: begun, written, given up, approved by one or two persons."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.acts import CaseAct
from casework.models import TerritoryProfile
from plans.models import Plan
from plans.plan import forms
from plans.plan.decisions import approval, versions
from plans.plan.decisions.versions import TEXTS
from plans.plan.rows import TAB
from plans.plan.sheet import draft_of


class StartPlan(CaseAct):
    """Begin the first version of the plan."""

    decision = versions.start_plan
    tab = TAB
    button, icon, kind, size = _("Write the first goal"), "plus", "main", "m"
    done = _("The draft is open. Nothing applies before it is approved.")


class StartVersion(CaseAct):
    """Begin a new version of the plan that applies."""

    decision = versions.start_version
    tab = TAB
    form_class = forms.VersionForm
    button, icon, size = _("Begin a new version"), "plus", "m"
    heading, action = _("Begin a new version of the plan"), _("Begin the draft")
    done = _("The draft is open. The version before applies until this one is approved.")
    example = {"trigger": "information", "reason": "Il a un contrat."}


class WriteTexts(CaseAct):
    """Write the texts of the draft."""

    decision = versions.write_texts
    tab = TAB
    form_class = forms.TextsForm
    fields = TEXTS
    button, icon, about = _("Write"), "pencil", _("the texts of the plan")
    heading = _("Texts of the plan")
    done = _("Saved.")
    example = {"why_start": "Le revenu d’abord.", "reach": "Une formation."}

    @property
    def held(self) -> Plan:
        """The draft; a blank one where there is none."""
        return draft_of(self.subject) or Plan(version=0)


class Discard(CaseAct):
    """Give the draft up; it stays readable."""

    decision = versions.discard_draft
    tab = TAB
    form_class = forms.ReasonForm
    button = heading = _("Give the draft up")
    action = _("Give up")
    done = _("Given up. It stays readable among the versions.")
    example = {"reason": "Il a déménagé."}


class Approve(CaseAct):
    """Approve the draft as it was read; the content coordinator does."""

    decision = approval.approve_plan
    tab = TAB
    form_class = forms.ApproveForm
    icon, kind, size = "scale", "main", "m"
    heading, action = _("Approve the plan"), _("Approve")
    done = _("Done. The team has been told.")
    example = {"reason": "Le centre ferme en août."}

    def form_options(self) -> dict:
        return {"two": TerritoryProfile.load().second_approver}

    @classmethod
    def button_words(cls, row):
        return gettext("Approve version %(number)s") % {"number": draft_of(row).number}


class Confirm(CaseAct):
    """Confirm the approval as the second person (rulings 1)."""

    decision = approval.confirm_approval
    tab = TAB
    form_class = forms.ConfirmForm
    button = heading = _("Approve as the second person")
    icon, kind, size = "scale", "main", "m"
    action = _("Approve")
    done = _("Approved. The team has been told.")
    example = {"read": "on"}

    def values(self, form) -> dict:
        """The day alone: the tick says that it was read."""
        return {"happened_on": form.cleaned_data["happened_on"]}
