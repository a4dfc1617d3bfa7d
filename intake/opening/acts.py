"""Opening a case on what the conference decided, and starting its in-depth analysis."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework import access, phases
from casework.acts import CaseAct, RowAct
from casework.models import Case, Person
from intake.conference.base import onward
from intake.first_analysis import sheet
from intake.matching import about
from intake.matching.base import NAMED
from intake.models import NamedPerson
from intake.opening import decisions
from intake.opening.decisions import Opening, OpeningTeam
from intake.opening.forms import NoFileForm, OpenCaseForm, StartAnalysisForm
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
        waiting = sheet.for_decider(self.row, self.request.user).to_open
        return {"but": self.request.user, "waiting": waiting}

    def context(self) -> dict:
        found = sheet.for_decider(self.row, self.request.user)
        waiting = found.to_open
        person = waiting[0].person if len(waiting) == 1 else Person(given_name="-")
        needed = phases.obstacles(Opening(self.row, "", person, OpeningTeam()), "case.opened")
        several = found.subjects if len(found.subjects) > 1 else []
        return super().context() | {"needed": needed, "subjects": several}

    def values(self, form) -> dict:
        typed = super().values(form)
        return {
            "reason": typed["grounds"],
            "team_named": form.team(),
            "level": typed["level"],
            "double_role_reason": typed["double_role_reason"],
            "named": form.on_whom(),
        }

    def success_url(self, result) -> str:
        about.forget(self.row)
        if sheet.for_decider(self.row, self.request.user).to_open:
            return onward(self.request.user, self.row)
        mine = Case.objects.visible_to(self.request.user).filter(pk=result.pk).exists()
        return reverse("case", args=[result.pk]) if mine else self.back()

    @staticmethod
    def example(row, user) -> dict:
        people = OpenCaseForm(but=user).fields["risk_owner"].queryset
        waiting = sheet.for_decider(row, user).to_open
        chosen = {"named": waiting[0].pk} if len(waiting) > 1 else {}
        by_agency = {one.agency_id: one.pk for one in people}
        process, content, owner, *partners = by_agency.values()
        return chosen | {
            "level": Case.Level.INDIVIDUAL,
            "grounds": "Isolement et menaces se tiennent.",
            "process_coordinator": process,
            "content_coordinator": content,
            "risk_owner": owner,
            "partners": partners[:2],
        }


class LeaveWithoutFile(RowAct):
    """Say why no file is opened on one of the persons whom the conference examined."""

    on, decision = NAMED, decisions.leave_without_file
    form_class = NoFileForm
    button, icon, size = _("No file on this person"), "", "s"
    heading = _("No file on this person")
    lede = _("For one of several persons whom the conference examined. The others go on.")
    action, note = _("Record it"), _("the desk of this signal")
    done = _("Recorded, with its grounds.")
    example = {"reason": "Elle est témoin, non concernée."}

    def find(self, **kwargs) -> NamedPerson | None:
        """The person as the decider of the signal reads it, who may stand outside the desk."""
        if not access.may(self.request.user, self.right, self.subject):
            return None
        found = sheet.for_decider(self.subject, self.request.user).named
        return next((row for row in found if row.pk == kwargs["row"]), None)

    def back(self) -> str:
        return onward(self.request.user, self.subject)


class StartAnalysis(CaseAct):
    """Start the in-depth analysis; the content coordinator judges that enough is known."""

    decision = decisions.start_analysis
    form_class = StartAnalysisForm
    form_name = "intake.start_analysis"
    button = heading = _("Start the in-depth analysis")
    action, note = _("Start the analysis"), ""
    done = _("The analysis has started. The team has been told.")
    example = {"enough": "on", "reason": "Assez est connu."}
