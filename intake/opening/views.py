"""Starting the in-depth analysis, from the case's page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework import phases
from casework.rights import Right
from casework.views.team import CaseDecisionView
from intake.opening.start_analysis import start_analysis
from intake.signals.forms import StartAnalysisForm


class StartAnalysis(CaseDecisionView):
    """The content coordinator says that enough is known to begin."""

    right = Right.RECORD_DECISION
    template_name = "intake/start_analysis.html"
    form_class = StartAnalysisForm
    form_name = "intake.start_analysis"
    success_message = _("The analysis has started. The team has been told.")

    def standing(self) -> list:
        return phases.obstacles(self.subject, "case.analysis_started")

    def decide(self, form):
        return start_analysis(self.subject, by=self.request.user, **form.cleaned_data)

    def success_url(self, case) -> str:
        return reverse("case", args=[case.pk])
