"""What is done with a check after closure, and at the end of monitoring."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.acts import CaseAct, RowAct
from closure.closing.sheet import ClosingSheet
from closure.monitoring import decisions, forms
from closure.monitoring.rows import CHECK, TAB
from common import clock

TEMPLATE = "closure/act.html"


class EnterCheck(RowAct):
    """Enter what a check found and what follows."""

    on, decision = CHECK, decisions.enter_check
    form_class = forms.CheckForm
    template_name = "closure/monitoring/check.html"
    button = heading = action = _("Enter the check")
    done = _("Entered.")

    def context(self) -> dict:
        return super().context() | {"running": ClosingSheet.at_hand(self.subject).running}

    @staticmethod
    def example(row, user) -> dict:
        return {
            "held_on": clock.today().isoformat(),
            "sources": "La mission locale",
            "result": "stable",
            "words": "Calme.",
            "late_because": "L’éducatrice était malade.",
            "decision": "go_on",
        }


class NotHeld(RowAct):
    """Say that a check was not held, and why."""

    on, decision = CHECK, decisions.mark_not_held
    form_class = forms.ReasonForm
    template_name = TEMPLATE
    button, kind = _("Not held"), "bare"
    heading, action = _("The check was not held"), _("Write that it was not held")
    done = _("Written down.")
    example = {"reason": "Personne n’a pu le voir."}


class CorrectCheck(RowAct):
    """Correct what was entered of a check."""

    on, decision = CHECK, decisions.correct_check
    form_class = forms.CorrectCheckForm
    template_name = TEMPLATE
    fields = ("held_on", "sources", "result", "words", "late_because")
    button, kind = _("Correct"), "bare"
    heading, action = _("Correct the check"), _("Save the correction")
    done = _("Corrected. What stood before stays in the history.")

    @staticmethod
    def example(row, user) -> dict:
        found = EnterCheck.example(row, user) | {"reason": "Faute de frappe."}
        found.pop("decision")
        return found


class NamePerson(RowAct):
    """Name who holds the check; the process coordinator alone does."""

    on, decision = CHECK, decisions.name_person
    form_class = forms.PersonForm
    template_name = TEMPLATE
    button, kind = _("Name somebody"), "bare"
    heading = _("Name who holds the check")
    done = _("Named. The person has been told.")

    def form_options(self) -> dict:
        return {"case": self.subject}

    def initial(self) -> dict:
        return {"person": self.row.person_id}

    @staticmethod
    def example(row, user) -> dict:
        return {"person": user.pk}


class DeclineReopening(RowAct):
    """Answer no to a check that proposes to reopen; the content coordinator does."""

    on, decision = CHECK, decisions.decline_reopening
    form_class = forms.ReasonForm
    template_name = TEMPLATE
    button = action = _("Answer")
    heading = _("The case is not reopened")
    done = _("Answered. Whoever proposed it has been told.")
    example = {"reason": "Vu avec sa tante : une dispute."}


class EndMonitoring(CaseAct):
    """End monitoring after the last check."""

    decision = decisions.end_monitoring
    tab = TAB
    form_class = forms.EndForm
    button, kind, size = _("End monitoring"), "main", "m"
    heading, action = _("End monitoring"), _("End")
    done = _("Ended. The file can be reopened at any time.")


class EndEarly(CaseAct):
    """End monitoring before the last check, with a reason."""

    decision = decisions.end_early
    tab = TAB
    form_class = forms.ReasonForm
    button, size = _("End early"), "m"
    heading, action = _("End monitoring early"), _("End early")
    lede = _("The remaining checks are dropped, and the risk owner is told.")
    done = _("Ended. The risk owner has been told.")
    example = {"reason": "Il est parti vivre au loin."}


# In the order in which they stand beside a check.
ON_CHECK = (EnterCheck, NotHeld, NamePerson, CorrectCheck, DeclineReopening)
