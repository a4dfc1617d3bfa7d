"""The acts beside the proposal: silences, what goes on, hand-over, who was told (S76-S89)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.acts import RowAct
from closure.closing import around, forms, going_on, promises, silences
from closure.closing.rows import HANDOVER, PARTY, PROMISE, PROPOSAL, RUNNING
from closure.closing.sheet import ClosingSheet
from common import clock


class AskOnceMore(RowAct):
    """Ask somebody of a silent agency by name (rulings 7)."""

    on, decision = PROPOSAL, silences.ask_once_more
    form_class = forms.AskAgainForm
    button, icon, size = _("Ask an agency once more"), "bell", "m"
    heading, action = _("Ask an agency once more"), _("Ask")
    lede = _("By name: the person is told at once and has until the end of the next working day.")
    done = _("Asked. The answer is awaited until the end of the next working day.")

    def form_options(self) -> dict:
        return {"sheet": ClosingSheet.on(self.row)}

    @staticmethod
    def example(row, user) -> dict:
        sheet = ClosingSheet.on(row)
        there = [part.user_id for agency in sheet.silent for part in sheet.there_of(agency.pk)]
        return {"person": there[0] if there else ""}


class SignWithout(RowAct):
    """Write why it is signed without one agency; each silence has its own sentence (X28)."""

    on, decision = PROPOSAL, silences.sign_without
    form_class = forms.WithoutOpinionForm
    button, icon, size = _("Sign without an agency"), "pen-line", "m"
    heading = _("Sign without the opinion of an agency")
    lede = _("For one agency at a time. It does not sign the closure yet.")
    done = _("Written. It stands beside the opinions.")

    def form_options(self) -> dict:
        return {"sheet": ClosingSheet.on(self.row)}

    @staticmethod
    def example(row, user) -> dict:
        silent = ClosingSheet.on(row).silent
        return {"agency": silent[0].pk if silent else "", "words": "Vue au téléphone."}


class LetGoOn(RowAct):
    """Say that an action goes on under monitoring, and why (S89)."""

    on, decision = RUNNING, going_on.let_go_on
    form_class = forms.GoesOnForm
    fields = ("goes_on",)
    heading = _("The action goes on after the closure")
    lede = _("What ends is ended or stopped on the page “Carrying out” instead.")
    done = _("Written. Whoever answers for the action has been told.")
    example = {"goes_on": "Jusqu’à l’été ; l’éducatrice le voit chaque semaine."}

    @classmethod
    def button_words(cls, row):
        return _("Change") if row.goes_on else _("It goes on under monitoring")


class DecidePromise(RowAct):
    """Say what becomes of a commitment that is open (S59, X28)."""

    on, decision = PROMISE, promises.decide_promise
    form_class = forms.PromiseForm
    heading = _("What becomes of the commitment?")
    lede = _("Kept under monitoring until a day, handed on, or ended: before the signature.")
    done = _("Written. Whoever promised has been told.")
    example = {"becomes": "taken_back", "words": "La tante n’en veut plus.", "until": "", "to": ""}

    @classmethod
    def button_words(cls, row):
        return _("Change") if row.is_kept_on else _("What becomes of it?")


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
