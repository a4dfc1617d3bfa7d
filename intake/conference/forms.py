"""The forms of the conference: its record, and its correction."""

from __future__ import annotations

from collections.abc import Collection

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from casework.models import ConferenceSeat, TableAnswer
from common.widgets import Chips
from intake.fields import day, words


class ConferenceForm(forms.Form):
    """The conference: when, who, the two answers, and why it was narrow where it was (S22, S29)."""

    held_on = day(_("Held on"), required=True)
    present = forms.ModelMultipleChoiceField(
        label=_("Agencies at the conference"),
        queryset=Agency.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    written = forms.ModelMultipleChoiceField(
        label=_("Consulted in writing"),
        queryset=Agency.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    radicalised = forms.ChoiceField(
        label=_("Does it look like radicalisation, says the conference?"),
        choices=TableAnswer.choices,
        widget=Chips,
    )
    radicalised_grounds = words(_("Grounds of that reading"))
    useful = forms.ChoiceField(
        label=_("Is working together useful and necessary, says the conference?"),
        choices=TableAnswer.choices,
        widget=Chips,
    )
    useful_grounds = words(_("Why useful and necessary, or why not"))
    statement = words(_("What the conference wishes to be kept"), rows=2)
    reason = words(
        _("Why the conference was not wider"),
        _("Needed with few fields of expertise, or without mental health."),
        rows=2,
    )
    marks = {"radicalised_grounds": "", "useful_grounds": "", "written": "", "reason": ""}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.filter(active=True).order_by("name_key")
        for name in ("present", "written"):
            self.fields[name].queryset = agencies

    def clean(self):
        typed = super().clean()
        both = set(typed.get("present", ())) & set(typed.get("written", ()))
        if both:
            self.add_error(
                "written",
                _("An agency at the conference need not be consulted in writing as well."),
            )
        return typed

    def seats(self) -> dict:
        """Agency -> presence."""
        typed, presence = self.cleaned_data, ConferenceSeat.Presence
        return {
            **dict.fromkeys(typed["present"], presence.PRESENT),
            **dict.fromkeys(typed["written"], presence.WRITTEN),
        }


class CorrectConferenceForm(ConferenceForm):
    """The record as it should read: when, who was there, what was said; and why (X29).

    Without ``in_full`` the day alone: for a decider who may not read the rest, the team's since
    the case was opened.
    """

    composition_reason = words(
        _("Why the conference was not wider"),
        _("Needed with few fields of expertise, or without mental health."),
        rows=2,
    )
    reason = words(
        _("Why is it corrected?"), _("The reason and what stood before stay on file."), rows=2
    )
    marks = ConferenceForm.marks | {"composition_reason": "", "reason": ""}
    field_order = (
        "held_on", "present", "written", "radicalised", "radicalised_grounds", "useful",
        "useful_grounds", "statement", "composition_reason", "reason",
    )  # fmt: skip

    def __init__(self, *args, seated: Collection[int] = (), in_full: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        if not in_full:
            for name in set(self.fields) - {"held_on", "reason"}:
                del self.fields[name]
            return
        for name in ("present", "written"):  # an agency that was there may be closed today
            self.fields[name].queryset |= Agency.objects.filter(pk__in=seated)
