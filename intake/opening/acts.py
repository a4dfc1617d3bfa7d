"""Opening a case on what the conference decided, and starting its in-depth analysis."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework import phases
from casework.acts import CaseAct
from casework.models import Case, Person
from common.scope import elevated
from intake.opening import decisions
from intake.opening.decisions import Opening, OpeningTeam
from intake.opening.forms import OpenCaseForm, StartAnalysisForm
from intake.signals.base import SignalAct


class OpenCase(SignalAct):
    """Open a case on what the conference decided, with grounds, person and first team."""

    decision = decisions.open_case
    template_name = "intake/opening/open_case.html"
    form_class = OpenCaseForm
    button, icon, kind = _("Open a case"), "plus", "main"
    heading = _("Open a case")
    lede = _(
        "The decision is journalled under your name. The team reads the grounds, not the signal."
    )
    action, note = _("Open the case"), _("everybody named above")
    done = _("The case is open. Everybody named on the team has been told.")

    def form_options(self) -> dict:
        return {"but": self.request.user}

    def context(self) -> dict:
        with elevated():  # a decider may stand outside the desk
            person = self.row.person or Person(given_name="-")
        needed = phases.obstacles(Opening(self.row, "", person, OpeningTeam()), "case.opened")
        return super().context() | {"needed": needed}

    def values(self, form) -> dict:
        typed = super().values(form)
        return {
            "reason": typed["grounds"],
            "team_named": form.team(),
            "level": typed["level"],
            "double_role_reason": typed["double_role_reason"],
        }

    def success_url(self, result) -> str:
        mine = Case.objects.visible_to(self.request.user).filter(pk=result.pk).exists()
        return reverse("case", args=[result.pk]) if mine else self.back()

    @staticmethod
    def example(row, user) -> dict:
        people = OpenCaseForm(but=user).fields["risk_owner"].queryset
        by_agency = {one.agency_id: one.pk for one in people}
        process, content, owner, *partners = by_agency.values()
        return {
            "level": Case.Level.INDIVIDUAL,
            "grounds": "Isolement et menaces se tiennent.",
            "process_coordinator": process,
            "content_coordinator": content,
            "risk_owner": owner,
            "partners": partners[:2],
        }


class StartAnalysis(CaseAct):
    """Start the in-depth analysis; the content coordinator judges that enough is known."""

    decision = decisions.start_analysis
    form_class = StartAnalysisForm
    form_name = "intake.start_analysis"
    button = heading = _("Start the in-depth analysis")
    action, note = _("Start the analysis"), ""
    done = _("The analysis has started. The team has been told.")
    example = {"enough": "on", "reason": "Assez est connu."}
