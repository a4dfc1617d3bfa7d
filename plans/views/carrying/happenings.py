"""What happens on the way: negative effects, commitments, a pause."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework import clock, phases
from casework.rights import Right
from plans.decisions import carrying as decisions
from plans.forms import carrying as forms
from plans.models import AdverseEffect, Commitment
from plans.rules import analysis
from plans.rules import carrying as rules
from plans.views.carrying.base import CarryingForm, LineForm


# --- negative effects ----------------------------------------------------------------------
class AddEffect(CarryingForm):
    """Write down harm that the work did."""

    form_class = forms.EffectForm
    form_name = "plans.effect"
    heading = _("What did the work make worse?")
    lede = _("It can happen to the best work. What is named can be answered.")
    place = "effects"
    success_message = _("Written down. The coordinators have been told.")

    def form_options(self) -> dict:
        return {"case": self.subject, "user": self.request.user}

    def initial(self) -> dict:
        return {"noticed_on": clock.today()}

    def decide(self, form):
        return decisions.record_effect(self.subject, by=self.request.user, **form.cleaned_data)


class EffectLine(LineForm):
    """A form on one negative effect."""

    line_model = AdverseEffect
    related_lines = ("case", "agency", "author", "kind", "closed_by")
    place = "effects"

    def line_words(self) -> str:
        return self.line.words

    def line_obstacles(self):
        return rules.effect_is_open(self.line)


class Respond(EffectLine):
    """What is done about it."""

    form_class = forms.RespondForm
    form_name = "plans.effect_respond"
    heading = _("What is done about it?")
    fields = ("response",)
    success_message = _("Written. Whoever recorded it has been told.")

    def decide(self, form):
        return decisions.respond_to_effect(
            self.line, by=self.request.user, expected=self.expected_version, **form.cleaned_data
        )


class CloseEffect(EffectLine):
    """Close it, by a coordinator, once it has a response."""

    form_class = forms.ReasonForm
    form_name = "plans.effect_close"
    heading = _("Close the negative effect")
    action = _("Close")
    success_message = _("Closed. Whoever recorded it has been told.")

    def not_theirs(self):
        return rules.coordinates(self.subject, self.request.user, "S67")

    def line_obstacles(self):
        yield from rules.effect_is_open(self.line)
        yield from rules.effect_has_response(self.line)

    def decide(self, form):
        return decisions.close_effect(self.line, by=self.request.user, **form.cleaned_data)


class CorrectEffect(EffectLine):
    """Correct what was recorded."""

    form_class = forms.CorrectEffectForm
    form_name = "plans.effect_correct"
    heading = _("Correct the negative effect")
    action = _("Save the correction")
    fields = ("kind", "noticed_on", "severity", "follow_up", "words")
    success_message = _("Corrected. What stood before is kept in the history.")

    def not_theirs(self):
        return analysis.own_line(self.line, self.request.user)

    def form_options(self) -> dict:
        return {"case": self.subject, "user": self.request.user, "own_kind": self.line.kind}

    def decide(self, form):
        changes, reason = self.split(form)
        return decisions.correct_effect(
            self.line,
            by=self.request.user,
            expected=self.expected_version,
            changes=changes,
            reason=reason,
        )


# --- commitments ---------------------------------------------------------------------------
class AddCommitment(CarryingForm):
    """Write down a promise."""

    form_class = forms.CommitmentForm
    form_name = "plans.commitment"
    heading = _("What was promised?")
    lede = _("A promise that nobody remembers breaks trust. Write its limit too.")
    place = "commitments"
    success_message = _("Written down. The team can read it.")

    def initial(self) -> dict:
        return {"said_on": clock.today()}

    def decide(self, form):
        return decisions.record_commitment(self.subject, by=self.request.user, **form.cleaned_data)


class CommitmentLine(LineForm):
    """A form on one promise of the own agency, or on any for the content coordinator."""

    line_model = Commitment
    related_lines = ("case", "agency", "author")
    place = "commitments"

    def not_theirs(self):
        return analysis.own_line(self.line, self.request.user)

    def line_words(self) -> str:
        return self.line.words

    def line_obstacles(self):
        return rules.commitment_is_open(self.line)


class Settle(CommitmentLine):
    """What became of it."""

    form_class = forms.SettleForm
    form_name = "plans.commitment_settle"
    heading = _("What became of the commitment?")
    success_message = _("Settled. Whoever promised has been told.")

    def decide(self, form):
        return decisions.settle_commitment(self.line, by=self.request.user, **form.cleaned_data)


class CorrectCommitment(CommitmentLine):
    """Correct how it was typed."""

    form_class = forms.CorrectCommitmentForm
    form_name = "plans.commitment_correct"
    heading = _("Correct the commitment")
    action = _("Save the correction")
    fields = ("said_to", "said_on", "words", "limit", "due_on")
    success_message = _("Corrected. What stood before is kept in the history.")

    def decide(self, form):
        changes, reason = self.split(form)
        return decisions.correct_commitment(
            self.line,
            by=self.request.user,
            expected=self.expected_version,
            changes=changes,
            reason=reason,
        )


# --- a pause -------------------------------------------------------------------------------
class PauseCase(CarryingForm):
    """Stop the work for a while."""

    right = Right.RECORD_DECISION
    form_class = forms.PauseForm
    form_name = "plans.pause"
    heading = _("Pause the carrying out")
    lede = _("The whole team is told; until it goes on nobody meets the person.")
    action = _("Pause")
    success_message = _("Paused. The whole team has been told.")

    def standing(self) -> list:
        return phases.obstacles(self.subject, "case.paused")

    def decide(self, form):
        return decisions.pause(self.subject, by=self.request.user, **form.cleaned_data)


class Resume(CarryingForm):
    """Go on."""

    right = Right.RECORD_DECISION
    form_class = forms.ReasonForm
    form_name = "plans.resume"
    heading = _("Resume the carrying out")
    action = _("Resume")
    success_message = _("It goes on. The whole team has been told.")

    def standing(self) -> list:
        return phases.obstacles(self.subject, "case.resumed")

    def decide(self, form):
        return decisions.resume(self.subject, by=self.request.user, **form.cleaned_data)
