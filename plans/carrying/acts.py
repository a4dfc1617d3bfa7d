"""The acts on one action of the plan, and the start of carrying out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.acts import CaseAct, RowAct
from common import clock
from plans.carrying import forms
from plans.carrying.decisions import answers, progress, start
from plans.carrying.rows import ACTION, REPORT, TAB
from plans.models import FollowUp

State = FollowUp.State


class Start(CaseAct):
    """Begin to carry out the plan."""

    decision = start.start_carrying_out
    tab, place = TAB, "actions"
    button, icon, kind, size = _("Begin to carry out the plan"), "check", "main", "m"
    done = _("The plan is being carried out. The team has been told.")


class Accept(RowAct):
    """Accept an action, in one click."""

    on, decision = ACTION, answers.accept_action
    button, icon = _("Accept"), "check"
    done = _("Accepted. The coordinators read it on this page.")


class Decline(RowAct):
    """Decline an action, for a reason."""

    on, decision = ACTION, answers.decline_action
    form_class = forms.ReasonForm
    heading = _("Decline the action")
    lede = _("The content coordinator reads why and looks for another way.")
    action = _("Decline")
    done = _("Declined. The content coordinator has been told.")
    example = {"reason": "Plus de place."}

    @classmethod
    def button_words(cls, row):
        return _("Change our answer") if row.state == State.ACCEPTED else _("Decline")


class AnswerAbsence(RowAct):
    """Write what is done without an action that was declined or never answered."""

    on, decision = ACTION, answers.answer_absence
    form_class = forms.WordsForm
    button = _("Say what is done without it")
    heading = _("What is done without this action?")
    lede = _("One sentence is enough: who does it instead, or why it can wait.")
    done = _("Written. It no longer stands before the carrying out.")
    example = {"words": "La tante l’accompagne."}


class Report(RowAct):
    """Report what was done of an action on a day."""

    on, decision = ACTION, progress.report_action
    form_class = forms.ReportForm
    button, icon = _("Report"), "pencil"
    heading = _("Report on the action")
    done = _("Written down. The team can read it.")

    def initial(self) -> dict:
        return {"happened_on": clock.today()}

    @staticmethod
    def example(row, user) -> dict:
        return {"happened_on": clock.today().isoformat(), "words": "Venu."}


class CorrectReport(RowAct):
    """Correct a report of one's own agency."""

    on, decision = REPORT, progress.correct_report
    form_class = forms.CorrectReportForm
    fields = ("happened_on", "words", "difficulty")
    button = _("Correct")
    heading = _("Correct the report")
    action = _("Save the correction")
    done = _("Corrected. What stood before is kept in the history.")

    @staticmethod
    def example(row, user) -> dict:
        return {"happened_on": clock.today().isoformat(), "words": "Venu.", "why": "Faute."}


class Finish(RowAct):
    """End an action with its outcome."""

    on, decision = ACTION, progress.finish_action
    form_class = forms.FinishForm
    button = _("End the action")
    heading = _("End the action")
    action = _("End the action")
    done = _("Ended. Somebody else verifies the outcome.")

    def form_options(self) -> dict:
        return {"follow_up": self.row}

    def initial(self) -> dict:
        return {"ended_on": clock.today(), "performer": self.request.user.pk}

    def values(self, form) -> dict:
        typed = super().values(form)
        return typed | {"result": typed.pop("state"), "on": typed.pop("ended_on")}

    @staticmethod
    def example(row, user) -> dict:
        return {
            "state": State.DONE,
            "ended_on": clock.today().isoformat(),
            "performer": user.pk,
            "outcome": "Deux visites.",
        }


class CorrectOutcome(RowAct):
    """Correct an outcome that nobody has verified yet."""

    on, decision = ACTION, progress.correct_outcome
    form_class = forms.CorrectOutcomeForm
    fields = ("state", "not_done_because", "ended_on", "performer", "outcome")
    button = _("Correct the outcome")
    heading = _("Correct the outcome")
    action = _("Save the correction")
    done = _("Corrected. What stood before is kept in the history.")
    example = Finish.example

    def form_options(self) -> dict:
        return {"follow_up": self.row}


class Stop(RowAct):
    """Stop an action that is not over."""

    on, decision = ACTION, progress.stop_action
    form_class = forms.ReasonForm
    button = _("Stop")
    heading = _("Stop the action")
    lede = _("Whoever answers for it is told.")
    action = _("Stop the action")
    done = _("Stopped. Whoever answers for it has been told.")
    example = {"reason": "Il a un contrat."}


class Verify(RowAct):
    """Verify the outcome of an action that somebody else carried out."""

    on, decision = ACTION, progress.verify_outcome
    form_name = "plans.action_check"  # drafts that wait are kept under it
    form_class = forms.WordsForm
    button, icon = _("Verify the outcome"), "check"
    heading = _("Verify the outcome")
    lede = _("Not by whoever carried it out: a coordinator or another agency of the team.")
    done = _("Verified. Whoever answers for it has been told.")
    example = {"words": "Les présences sont signées."}

    def row_words(self) -> str:
        return f"{self.row.action.title}\n{self.row.outcome}"


# In the order in which they stand beside an action.
ON_ACTION = (Accept, Decline, Report, Finish, CorrectOutcome, Verify, AnswerAbsence, Stop)
