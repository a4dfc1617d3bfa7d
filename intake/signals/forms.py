"""The forms of a signal. They check fields; decisions ask the rules."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Channel, User
from common.widgets import Chips
from intake.fields import LONG, day, person_label
from intake.models import Signal
from intake.signals import rules


class SignalForm(forms.Form):
    """A new signal, in one column; the words alone are mandatory."""

    danger = forms.ChoiceField(
        label=_("Is anyone in danger right now?"),
        choices=Signal.Danger.choices,
        widget=Chips,
        required=False,
    )
    words = forms.CharField(
        label=_("What is reported?"),
        help_text=_(
            "In the caller’s own words. What was seen or heard, when, where. Leave out your own"
            " conclusions."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONG,
        strip=False,
    )
    about = forms.CharField(label=_("Name or description"), max_length=200, required=False)
    about_age = forms.CharField(
        label=_("Age or date of birth"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "w12"}),
    )
    may_be_minor = forms.BooleanField(label=_("May be under 18"), required=False)
    how_known = forms.ChoiceField(
        label=_("How does the caller know?"),
        choices=Signal.HowKnown.choices,
        widget=Chips,
        required=False,
    )
    caller = forms.ChoiceField(
        label=_("Who is calling?"),
        choices=Signal.Caller.choices,
        widget=Chips,
        required=False,
        help_text=_("An anonymous caller leaves no name and no number, whatever is typed below."),
    )
    caller_name = forms.CharField(label=_("Name"), max_length=200, required=False)
    caller_contact = forms.CharField(label=_("Number to call back"), max_length=200, required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    others = forms.CharField(label=_("Other people present"), max_length=300, required=False)
    channel = forms.ModelChoiceField(
        label=_("How did it reach us?"),
        queryset=Channel.objects.none(),
        required=False,
        empty_label=_("My usual channel"),
    )

    received_on = day(
        _("Received on"),
        _("Another day than today where it was taken down on paper; the delay counts from it."),
    )

    groups = (
        (_("Who is it about?"), ["about", "about_age", "may_be_minor"]),
        (_("To reach the caller"), ["caller_name", "caller_contact"]),
        (_("More"), ["place", "others", "channel", "received_on"]),
    )
    marks = {
        "about": "if_known",
        "about_age": "if_known",
        "danger": "",
        "how_known": "",
        "caller": "",
        "may_be_minor": "",
        "received_on": "",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = Channel.objects.filter(active=True)


class CorrectSignalForm(SignalForm):
    """The fields of a signal that may be corrected: not its source, not its channel."""

    reason = forms.CharField(label=_("Why is it corrected?"), max_length=500, required=False)
    groups = (
        (_("Who is it about?"), ["about", "about_age", "may_be_minor"]),
        (_("More"), ["place", "others", "received_on"]),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("caller_name", "caller_contact", "channel", "caller"):
            del self.fields[name]


class PassOnForm(forms.Form):
    """To whom the signal is passed on, and why."""

    to = forms.ModelChoiceField(
        label=_("To whom?"), queryset=User.objects.none(), widget=Chips, empty_label=None
    )
    reason = forms.CharField(
        label=_("Why?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args, signal: Signal, **kwargs):
        super().__init__(*args, **kwargs)
        there = [p.pk for p in rules.desk_of(signal) if p.pk != signal.holder_id]
        desk = [user.pk for user in rules.whole_desk(signal)]
        people = (
            User.objects.filter(pk__in=desk).select_related("agency").order_by("name_key", "pk")
        )
        to = self.fields["to"]
        # Who went away since the page was opened is refused by the rule, in its words.
        to.queryset = people
        to.label_from_instance = person_label
        to.choices = [(user.pk, person_label(user)) for user in people.filter(pk__in=there)]


class CorrectSourceForm(forms.Form):
    """Who called, as it should read; what is left empty stays as it is (X33)."""

    caller = forms.ChoiceField(
        label=_("Who is calling?"),
        help_text=_(
            "Whoever asks to stay anonymous is compared with nobody any more, and the desk sees"
            " no more than that."
        ),
        choices=Signal.Caller.choices,
        widget=Chips,
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_("Left empty it stays as it was sealed."),
        max_length=200,
        required=False,
    )
    contact = forms.CharField(
        label=_("Number to call back"),
        help_text=_("Left empty it stays as it was sealed."),
        max_length=200,
        required=False,
    )
    reason = forms.CharField(
        label=_("Why is it corrected?"),
        help_text=_("Sealed with who called; the journal says only that it was corrected."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    groups = ((_("To reach the caller"), ["name", "contact"]),)
    marks = {"caller": "", "name": "", "contact": "", "reason": ""}


class RevealForm(forms.Form):
    """Why one needs to know who called."""

    reason = forms.CharField(
        label=_("Why do you need to know?"),
        help_text=_("Your reason stays in the journal of the signal."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
