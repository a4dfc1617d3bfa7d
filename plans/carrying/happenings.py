"""The acts on what happens beside the actions: negative effects, commitments, a pause."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from casework.acts import CaseAct, RowAct
from casework.models import Code
from common import clock
from plans.carrying import forms
from plans.carrying.decisions import commitments, effects, pauses
from plans.carrying.rows import COMMITMENT, EFFECT, TAB


# --- negative effects ----------------------------------------------------------------------
class AddEffect(CaseAct):
    """Write down a negative effect of the work."""

    decision = effects.record_effect
    tab, place = TAB, "effects"
    form_class = forms.EffectForm
    button, icon, about = _("Record"), "plus", _("negative effect")
    heading = _("What did the work make worse?")
    lede = _("It can happen to the best work. What is named can be answered.")
    done = _("Written down. The coordinators have been told.")

    def form_options(self) -> dict:
        return {"case": self.subject, "user": self.request.user}

    def initial(self) -> dict:
        return {"noticed_on": clock.today()}

    @staticmethod
    def example(row, user) -> dict:
        return {
            "kind": Code.objects.filter(kind=Code.List.EFFECT, active=True).first().pk,
            "severity": "low",
            "noticed_on": clock.today().isoformat(),
            "words": "Deux élèves savent.",
        }


class Respond(RowAct):
    """Write what is done about a negative effect."""

    on, decision = EFFECT, effects.respond_to_effect
    form_class = forms.RespondForm
    fields = ("response",)
    button = _("Respond")
    heading = _("What is done about it?")
    done = _("Written. Whoever recorded it has been told.")
    example = {"response": "On parle à la classe."}


class CloseEffect(RowAct):
    """Close a negative effect that has a response; a coordinator does."""

    on, decision = EFFECT, effects.close_effect
    form_class = forms.ReasonForm
    button = _("Close")
    heading = _("Close the negative effect")
    action = _("Close")
    done = _("Closed. Whoever recorded it has been told.")
    example = {"reason": "Plus de remarques."}


class CorrectEffect(RowAct):
    """Correct a negative effect as it was recorded."""

    on, decision = EFFECT, effects.correct_effect
    form_class = forms.CorrectEffectForm
    fields = ("kind", "noticed_on", "severity", "follow_up", "words")
    button = _("Correct")
    heading = _("Correct the negative effect")
    action = _("Save the correction")
    done = _("Corrected. What stood before is kept in the history.")
    example = AddEffect.example

    def form_options(self) -> dict:
        return {"case": self.subject, "user": self.request.user, "own_kind": self.row.kind}


ON_EFFECT = (Respond, CloseEffect, CorrectEffect)


# --- commitments ---------------------------------------------------------------------------
class AddCommitment(CaseAct):
    """Write down a promise."""

    decision = commitments.record_commitment
    tab, place = TAB, "commitments"
    form_class = forms.CommitmentForm
    button, icon, about = _("Record"), "plus", _("commitment")
    heading = _("What was promised?")
    lede = _("A promise that nobody remembers breaks trust. Write its limit too.")
    done = _("Written down. The team can read it.")

    def initial(self) -> dict:
        return {"said_on": clock.today()}

    @staticmethod
    def example(row, user) -> dict:
        said_on = clock.today().isoformat()
        return {"said_to": "Sa tante", "said_on": said_on, "words": "Une place en juin."}


class Settle(RowAct):
    """Say what became of a promise."""

    on, decision = COMMITMENT, commitments.settle_commitment
    form_class = forms.SettleForm
    button = _("Settle")
    heading = _("What became of the commitment?")
    done = _("Settled. Whoever promised has been told.")
    example = {"state": "kept", "words": "Tenu."}


class CorrectCommitment(RowAct):
    """Correct a promise as it was typed."""

    on, decision = COMMITMENT, commitments.correct_commitment
    form_class = forms.CorrectCommitmentForm
    fields = ("said_to", "said_on", "words", "limit", "due_on")
    button = _("Correct")
    heading = _("Correct the commitment")
    action = _("Save the correction")
    done = _("Corrected. What stood before is kept in the history.")
    example = AddCommitment.example


class MoveCommitment(RowAct):
    """Move the day of a promise, for a reason."""

    on, decision = COMMITMENT, commitments.move_commitment
    form_class = forms.MoveForm
    fields = ("due_on",)
    button = _("Move the day")
    heading = _("Move the day of the commitment")
    action = _("Move the day")
    done = _("Moved. The reason and the day before stay on file.")

    @staticmethod
    def example(row, user) -> dict:
        new_day = clock.today() + timedelta(days=21)
        return {"due_on": new_day.isoformat(), "reason": "La place n’est pas libre."}


ON_COMMITMENT = (Settle, MoveCommitment, CorrectCommitment)


# --- a pause -------------------------------------------------------------------------------
class PauseCase(CaseAct):
    """Pause carrying out."""

    decision = pauses.pause
    tab, place = TAB, "actions"
    form_class = forms.PauseForm
    button, size = _("Pause"), "m"
    heading = _("Pause the carrying out")
    lede = _("The whole team is told; until it goes on nobody meets the person.")
    action = _("Pause")
    done = _("Paused. The whole team has been told.")

    @staticmethod
    def example(row, user) -> dict:
        review = clock.today() + timedelta(days=30)
        return {"reason": "Une enquête.", "review_on": review.isoformat()}


class Resume(CaseAct):
    """End the pause of carrying out."""

    decision = pauses.resume
    tab, place = TAB, "actions"
    form_class = forms.ReasonForm
    button, kind, size = _("Resume"), "main", "m"
    heading = _("Resume the carrying out")
    action = _("Resume")
    done = _("It goes on. The whole team has been told.")
    example = {"reason": "L’enquête est close."}
