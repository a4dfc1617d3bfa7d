"""The record of the conference on a signal, and its day corrected."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from common import clock
from intake.conference import decisions, rules
from intake.conference.base import conference_frame, onward
from intake.conference.forms import ConferenceForm, CorrectConferenceForm
from intake.first_analysis import looks, sheet
from intake.signals.base import SignalAct


class RecordConference(SignalAct):
    """Record who sat at the conference and what it answered."""

    decision = decisions.record_conference
    template_name, framed = "intake/conference/conference.html", conference_frame
    form_class = ConferenceForm
    button, icon, kind = _("Record the conference"), "pen-line", "main"
    heading = _("Record the conference")
    lede = _(
        "Who was there, and what the conference answered. When a case is opened its team reads"
        " this."
    )
    action = _("Record the conference")
    note = _("the signals desk, and the team of the case once it is opened")
    done = _("The conference is recorded.")

    @classmethod
    def button_for(cls, user, row):
        """The main button until a conference is recorded, then a secondary one."""
        found = super().button_for(user, row)
        if found is None or sheet.of(row).conference is None:
            return found
        return replace(found, words=str(_("Record a later conference")), kind="second", icon="")

    def context(self) -> dict:
        return super().context() | {"needed": list(rules.several_fields_at_the_conference({}))}

    def values(self, form) -> dict:
        typed = super().values(form)
        del typed["present"], typed["written"]
        return typed | {"seats": form.seats()}

    def success_url(self, result) -> str:
        return onward(self.request.user, self.row)

    @staticmethod
    def example(row, user) -> dict:
        agencies = Agency.objects.filter(active=True).values_list("pk", flat=True)
        grounds = {"radicalised_grounds": "Rien de net.", "useful_grounds": "Trois services."}
        said = {"radicalised": "unclear", "useful": "yes", "reason": "Les autres sont loin."}
        held_on = clock.today().isoformat()
        return grounds | said | {"held_on": held_on, "present": list(agencies)}


class CorrectConference(SignalAct):
    """Correct the day of the last conference."""

    decision = decisions.correct_conference
    template_name, framed = "intake/conference/conference_correct.html", conference_frame
    form_class = CorrectConferenceForm
    fields = ("held_on",)
    button = _("Correct the day")
    action = _("Save the correction")
    done = _("Corrected. What stood before is kept in the history.")

    def find(self, **kwargs):
        return looks.last_conference(self.subject)

    def success_url(self, result) -> str:
        return onward(self.request.user, self.subject)

    @classmethod
    def address(cls, row) -> str:
        return reverse("intake:correct_conference", args=[row.signal_id])

    @staticmethod
    def example(row, user) -> dict:
        first, last = rules.days_of_the_conference(row)
        day = last if row.held_on == first else first
        return {"held_on": day.isoformat(), "reason": "Le compte rendu le dit."}
