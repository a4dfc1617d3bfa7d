"""The record of the conference on a signal, and its correction."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from casework.conferences import sat
from casework.models import ConferenceSeat
from common import clock
from common.scope import elevated
from intake.conference import decisions, rules
from intake.conference.base import conference_frame, onward
from intake.conference.forms import ConferenceForm, CorrectConferenceForm
from intake.first_analysis import looks, sheet
from intake.signals.base import SignalAct

PRESENCES = tuple(ConferenceSeat.Presence.values)


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
    """Correct the record of the last conference: its day, who was there, what was said."""

    decision = decisions.correct_conference
    template_name, framed = "intake/conference/conference_correct.html", conference_frame
    form_class = CorrectConferenceForm
    fields = decisions.RECORDED
    button = _("Correct the record")
    action = _("Save the correction")
    done = _("Corrected. What stood before is kept in the history.")

    def find(self, **kwargs):
        return looks.last_conference(self.subject)

    @cached_property
    def seats(self) -> list[ConferenceSeat]:
        with elevated():  # a decider may stand outside the desk and the team
            return sat(self.row.seats.all())

    @cached_property
    def is_read_in_full(self) -> bool:
        """Whether the words of the record are this decider's to read, and so to correct."""
        return rules.is_read_by(self.row, self.request.user)

    def form_options(self) -> dict:
        if not self.is_read_in_full:
            return {"in_full": False}
        return {"seated": [seat.agency_id for seat in self.seats]}

    def differences(self, form, current) -> list[tuple]:
        return super().differences(form, current) if self.is_read_in_full else []

    def initial(self) -> dict:
        if not self.is_read_in_full:
            return {"held_on": self.row.held_on}
        of = {
            one: [seat.agency_id for seat in self.seats if seat.presence == one]
            for one in PRESENCES
        }
        return super().initial() | {"present": of["present"], "written": of["written"]}

    def values(self, form) -> dict:
        typed = super().values(form)
        changes = {name: typed["changes"][name] for name in self.fields if name in form.fields}
        seats = {"seats": form.seats()} if self.is_read_in_full else {}
        return typed | {"changes": changes | seats}

    def success_url(self, result) -> str:
        return onward(self.request.user, self.subject)

    @classmethod
    def address(cls, row) -> str:
        return reverse("intake:correct_conference", args=[row.signal_id])

    @staticmethod
    def example(row, user) -> dict:
        of_all, day = RecordConference.example(row, user), row.held_on
        if not rules.is_read_by(row, user):
            first, last = rules.days_of_the_conference(row)
            day = last if day == first else first
        return of_all | {
            "held_on": day.isoformat(), "useful": "yes", "statement": "Revue en mai.",
            "composition_reason": "Les autres sont loin.", "reason": "Le compte rendu le dit.",
        }  # fmt: skip
