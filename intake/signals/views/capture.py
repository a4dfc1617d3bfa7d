"""Taking in a signal (screen 2a)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies import duty_desk
from casework.models import TerritoryProfile
from casework.rights import Right
from casework.views.base import FormView
from common import clock
from intake.signals import decisions as signals
from intake.signals import route, rules
from intake.signals.forms import SignalForm


class NewSignal(FormView):
    """By keyboard, while somebody talks; the draft is on the server, nothing is asked twice."""

    right = Right.CAPTURE_SIGNAL
    template_name = "intake/signal_new.html"
    nav = "signals"
    form_class = SignalForm
    form_name = "intake.new_signal"
    success_message = _("The signal is saved and has been passed to the desk.")

    def standing(self) -> list:
        return [] if signals.usual_channel(self.request.user) else [rules.no_channel()]

    def context(self) -> dict:
        channel = signals.usual_channel(self.request.user)
        profile = TerritoryProfile.load()
        return {
            "started_at": clock.now(),
            "profile": profile,
            "first": route.first(channel) if channel else None,
            "desk": duty_desk.on_duty(channel, clock.today()) if channel else None,
        }

    def decide(self, form):
        typed = form.cleaned_data
        return signals.capture_signal(by=self.request.user, **typed)

    def success_url(self, signal) -> str:
        return reverse("intake:page", args=[signal.pk])
