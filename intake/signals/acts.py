"""The acts on a signal: capture, acknowledge, pass on, correct, reveal the source."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies import duty_desk
from common import clock, drafts
from common.refusals import Refused
from intake.roster.ahead import called_now
from intake.signals import decisions, route, rules
from intake.signals.base import SignalAct
from intake.signals.forms import (
    CorrectSignalForm,
    CorrectSourceForm,
    PassOnForm,
    RevealForm,
    SignalForm,
)


class NewSignal(SignalAct):
    """Capture a signal while somebody talks; its draft is kept on the server."""

    decision = decisions.capture_signal
    template_name = "intake/signals/signal_new.html"
    model, tab = None, "intake:list"
    shows_nothing = "There is no signal yet."
    form_class = SignalForm
    form_name = "intake.new_signal"
    button, icon, kind = _("New signal"), "plus", "main"
    done = _("The signal is saved and has been passed to the desk.")
    example = {"words": "Il ne vient plus depuis lundi."}

    def initial(self) -> dict:
        return {"received_on": clock.today()}

    def standing(self) -> list:
        """Before anything is typed: an obstacle where no channel is open."""
        return list(rules.comes_by(route.usual_channel(self.request.user)))

    def context(self) -> dict:
        channel = route.usual_channel(self.request.user)
        profile, on_call = called_now()
        return {
            "started_at": clock.now(),
            "profile": profile,
            "on_call": on_call,
            "first": route.first(channel) if channel else None,
            "desk": duty_desk.on_duty(channel, clock.today()) if channel else None,
        }

    def success_url(self, result) -> str:
        return reverse("intake:page", args=[result.pk])


class Acknowledge(SignalAct):
    """Acknowledge a signal, in one click."""

    decision = decisions.acknowledge
    button, icon, kind = _("Acknowledge: I have it"), "check", "main"
    done = _("You have acknowledged this signal. It is yours from now on.")


class PassOn(SignalAct):
    """Pass a signal on to a colleague who is there."""

    decision = decisions.pass_on
    form_class = PassOnForm
    button = _("Pass on")
    heading = _("Pass this signal on")
    lede = _("Only people who are there today and answer for this channel are offered.")
    action = _("Pass on")
    done = _("The signal has been passed on.")

    def form_options(self) -> dict:
        return {"signal": self.row}

    @staticmethod
    def example(row, user) -> dict:
        there = [one.pk for one in rules.desk_of(row) if one.pk != row.holder_id]
        return {"to": there[0] if there else "", "reason": "Pour avis."}


class Correct(SignalAct):
    """Correct the words of a signal; two writers never overwrite each other (I1)."""

    decision = decisions.correct_signal
    form_class = CorrectSignalForm
    fields = (
        "danger", "words", "about", "about_age", "may_be_minor", "how_known", "place", "others",
        "received_on",
    )  # fmt: skip
    button, icon = _("Correct what was typed"), "pen-line"
    heading = _("Correct what was typed")
    lede = _("What stood before is kept in the history.")
    action = _("Save the correction")
    done = _("Corrected. What stood before is kept in the history.")
    example = {"words": "Il ne vient plus depuis lundi.", "reason": "Mal entendu."}


class CorrectSource(SignalAct):
    """Correct who called, without showing what is sealed; readers of it are told."""

    decision = decisions.correct_source
    form_class = CorrectSourceForm
    fields = ("caller",)
    button, icon = _("Correct who called"), "lock"
    heading = _("Correct who called")
    lede = _(
        "A number given later, a name misheard, anonymity asked afterwards. Nothing that is sealed"
        " is shown here; what stood before stays sealed."
    )
    action, note = _("Save the correction"), _("whoever may see who called")
    done = _("Corrected and sealed. Whoever had read it has been told.")
    example = {
        "caller": "family",
        "contact": "06 39 98 10 20",
        "reason": "Un numéro, donné depuis.",
    }


class RevealSource(SignalAct):
    """Show who called, once, for a reason that is logged. The browser keeps nothing of it."""

    decision = decisions.reveal_source
    template_name = "intake/signals/reveal_source.html"
    form_class = RevealForm
    button, icon = _("See who called"), "lock"
    heading = _("Who called")
    lede = _("Sealed. Each reading is logged with its reason.")
    action = _("Show who called")
    example = {"reason": "Rappeler pour vérifier le lieu."}

    def post(self, request, *args, **kwargs):
        """The answer shows the source itself: no address leads back to it."""
        token = self._token()
        form = self.form_class(data=request.POST)
        if not form.is_valid():
            return self._kept(token, form, status=422)
        try:
            with transaction.atomic():
                source = self.decide(form)
        except PermissionDenied:
            raise
        except Refused as refusal:
            return self._kept(token, form, status=409, refused=refusal.obstacles)
        drafts.discard(request.user, self.form_name, self.object_key())
        self.log_reading(reason=form.cleaned_data["reason"])
        return self.page(**self.context(), source=source, revealed=True)
