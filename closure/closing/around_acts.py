"""The acts beside the proposal: hand-over to general care, and who was told (S76, S79)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.acts import RowAct
from closure.closing import around, forms
from closure.closing.rows import HANDOVER, PARTY, PROPOSAL
from common import clock


class OfferHandover(RowAct):
    """Offer the person to a service of general care."""

    on, decision = PROPOSAL, around.offer_handover
    form_class = forms.HandoverForm
    button, icon, size = _("Hand over to a service"), "plus", "m"
    heading, action = _("Hand over to general care"), _("Offer")
    done = _("Written. Note the answer of the service when it comes.")
    example = {"service": "CMP, suivi ordinaire", "content": "Un rendez-vous par semaine."}

    def form_options(self) -> dict:
        return {"case": self.subject, "but": self.request.user}


class AnswerHandover(RowAct):
    """Note what the service answered."""

    on, decision = HANDOVER, around.answer_handover
    form_class = forms.AnswerForm
    button = _("Note the answer")
    heading, action = _("The answer of the service"), _("Note the answer")
    done = _("The answer is noted.")

    def values(self, form) -> dict:
        typed = super().values(form)
        return typed | {"accepted": typed["accepted"] == "yes"}

    @staticmethod
    def example(row, user) -> dict:
        day = clock.today().isoformat()
        return {"accepted": "yes", "who": "Dr Sadi", "answered_on": day, "answer": ""}


class Inform(RowAct):
    """Write that somebody around the person was told, or why not."""

    on, decision = PROPOSAL, around.inform_party
    form_class = forms.InformedForm
    button, icon, size = _("Add somebody"), "plus", "m"
    heading = _("Who knows that the file may be reopened?")
    done = _("Written.")
    example = {"who": "Son employeur", "told": "no", "not_told_because": "Il ne le veut pas."}

    def values(self, form) -> dict:
        typed = super().values(form)
        return typed | {"told": typed["told"] == "yes"}


class CorrectInformed(RowAct):
    """Correct what was written of somebody who was told."""

    on, decision = PARTY, around.correct_informed
    form_class = forms.InformedForm
    fields = ("who", "tie", "told_on", "how", "not_told_because")
    button = _("Correct")
    heading = _("Who knows that the file may be reopened?")
    done = _("Corrected. What stood before is kept in the history.")
    example = Inform.example

    def initial(self) -> dict:
        return super().initial() | {"told": "yes" if self.row.told else "no"}

    def values(self, form) -> dict:
        typed = super().values(form)
        return typed | {"told": typed["told"] == "yes"}
