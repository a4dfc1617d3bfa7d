"""The acts on one action, and the beginning of it all."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.rights import Right
from casework.views.base import ActView
from casework.views.case import CaseView
from plans.decisions import carrying as decisions
from plans.forms import carrying as forms
from plans.models import ActionReport
from plans.rules import carrying as rules
from plans.views.carrying.base import TAB, LineForm, LineMixin, page_of


class Start(ActView, CaseView):
    """Begin to carry out the plan."""

    right = Right.PLAN_MEETINGS
    tab = TAB
    success_message = _("The plan is being carried out. The team has been told.")

    def act(self):
        return decisions.start_carrying_out(self.subject, by=self.request.user)

    def success_url(self, result) -> str:
        return page_of(self.subject, "actions")


class Own:
    """An act of the agency that answers for the action; another agency's is 403."""

    right = Right.REPORT_ACTION

    def not_theirs(self):
        return rules.own_agency(self.line, self.request.user)


class Accept(Own, LineMixin, ActView, CaseView):
    """One click: we do it."""

    tab = TAB
    success_message = _("Accepted. The coordinators read it on this page.")

    def act(self):
        return decisions.accept_action(self.line, by=self.request.user)

    def success_url(self, result) -> str:
        return page_of(self.subject, f"a-{self.line.pk}")


class ActionForm(LineForm):
    """A form on one action; it leads back to it."""

    def back(self) -> str:
        return page_of(self.subject, f"a-{self.line.pk}")


class Decline(Own, ActionForm):
    """We do not, for a reason."""

    form_class = forms.ReasonForm
    form_name = "plans.action_decline"
    heading = _("Decline the action")
    lede = _("The content coordinator reads why and looks for another way.")
    action = _("Decline")
    success_message = _("Declined. The content coordinator has been told.")

    def line_obstacles(self):
        return rules.declinable(self.subject, self.line)

    def decide(self, form):
        return decisions.decline_action(self.line, by=self.request.user, **form.cleaned_data)


class AnswerAbsence(ActionForm):
    """What is done without an action that was declined or never answered."""

    right = Right.RECORD_DECISION
    form_class = forms.WordsForm
    form_name = "plans.action_absence"
    heading = _("What is done without this action?")
    lede = _("One sentence is enough: who does it instead, or why it can wait.")
    success_message = _("Written. It no longer stands before the carrying out.")

    def line_obstacles(self):
        return rules.unanswered(self.subject, self.line)

    def decide(self, form):
        return decisions.answer_absence(self.line, by=self.request.user, **form.cleaned_data)


class Report(Own, ActionForm):
    """What was done on a day."""

    form_class = forms.ReportForm
    form_name = "plans.action_report"
    heading = _("Report on the action")
    success_message = _("Written down. The team can read it.")

    def initial(self) -> dict:
        return {"happened_on": clock.today()}

    def line_obstacles(self):
        return rules.under_way(self.subject, self.line)

    def decide(self, form):
        return decisions.report_action(self.line, by=self.request.user, **form.cleaned_data)


class CorrectReport(LineForm):
    """Correct what one's agency reported."""

    right = Right.REPORT_ACTION
    line_model = ActionReport
    related_lines = ("case", "agency", "author", "follow_up__action", "follow_up__checked_by")
    form_class = forms.CorrectReportForm
    form_name = "plans.report_correct"
    heading = _("Correct the report")
    action = _("Save the correction")
    fields = ("happened_on", "words", "difficulty")
    success_message = _("Corrected. What stood before is kept in the history.")

    def back(self) -> str:
        return page_of(self.subject, f"a-{self.line.follow_up_id}")

    def not_theirs(self):
        return rules.own_report(self.line, self.request.user)

    def line_words(self) -> str:
        return self.line.follow_up.action.title

    def standing(self) -> list:
        follow_up = self.line.follow_up
        return [*rules.has_begun(self.subject), *rules.not_checked_yet(follow_up)]

    def decide(self, form):
        changes, reason = self.split(form)
        return decisions.correct_report(
            self.line,
            by=self.request.user,
            expected=self.expected_version,
            changes=changes,
            reason=reason,
        )


class Finish(Own, ActionForm):
    """End the action with its outcome."""

    form_class = forms.FinishForm
    form_name = "plans.action_finish"
    heading = _("End the action")
    action = _("End the action")
    success_message = _("Ended. Somebody else checks the outcome.")

    def form_options(self) -> dict:
        return {"follow_up": self.line}

    def initial(self) -> dict:
        return {"ended_on": clock.today(), "performer": self.request.user.pk}

    def line_obstacles(self):
        return rules.under_way(self.subject, self.line)

    def decide(self, form):
        values = dict(form.cleaned_data)
        return decisions.finish_action(
            self.line,
            by=self.request.user,
            result=values.pop("state"),
            on=values.pop("ended_on"),
            **values,
        )


class CorrectOutcome(Own, ActionForm):
    """Correct an outcome that nobody has checked yet."""

    form_class = forms.CorrectOutcomeForm
    form_name = "plans.action_outcome"
    heading = _("Correct the outcome")
    action = _("Save the correction")
    fields = ("state", "not_done_because", "ended_on", "performer", "outcome")
    success_message = _("Corrected. What stood before is kept in the history.")

    def form_options(self) -> dict:
        return {"follow_up": self.line}

    def line_obstacles(self):
        return rules.unchecked(self.line)

    def decide(self, form):
        changes, reason = self.split(form)
        return decisions.correct_outcome(
            self.line,
            by=self.request.user,
            expected=self.expected_version,
            changes=changes,
            reason=reason,
        )


class Stop(ActionForm):
    """Stop an action that is not over."""

    right = Right.RECORD_DECISION
    form_class = forms.ReasonForm
    form_name = "plans.action_stop"
    heading = _("Stop the action")
    lede = _("Whoever answers for it is told.")
    action = _("Stop the action")
    success_message = _("Stopped. Whoever answers for it has been told.")

    def line_obstacles(self):
        return rules.stoppable(self.subject, self.line)

    def decide(self, form):
        return decisions.stop_action(self.line, by=self.request.user, **form.cleaned_data)


class Check(ActionForm):
    """Say what one found of somebody else's outcome."""

    right = Right.REPORT_ACTION
    form_class = forms.WordsForm
    form_name = "plans.action_check"
    heading = _("Check the outcome")
    lede = _("Not by whoever carried it out: a coordinator or another agency of the team.")
    success_message = _("Checked. Whoever answers for it has been told.")

    def line_obstacles(self):
        yield from rules.unchecked(self.line)
        yield from rules.may_check(self.line, self.request.user)

    def line_words(self) -> str:
        return f"{self.line.action.title}\n{self.line.outcome}"

    def decide(self, form):
        return decisions.check_outcome(self.line, by=self.request.user, **form.cleaned_data)
