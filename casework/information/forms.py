"""The forms of a piece of information: written with its audience, corrected, no longer held."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, User
from casework.models import Case, Code, Record
from common.day_field import DayField
from common.widgets import Chips
from common.windows import PLANNED

LONG = 100_000


def agencies_beside(case: Case, user: User) -> QuerySet[Agency]:
    """The other agencies of the team, with which something can be shared by name."""
    on_team = case.members.running().values("agency_id")
    others = Agency.objects.filter(pk__in=on_team).exclude(pk=cast(int, user.agency_id))
    return others.order_by("name_key")


class InformationForm(forms.Form):
    """One piece of information and who may read it."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=Record.Kind.choices,
        widget=Chips(
            hints={
                Record.Kind.FACT: _("Who saw or heard it, when, where."),
                Record.Kind.ASSESSMENT: _(
                    "Your reading of the facts; others may read them otherwise."
                ),
                Record.Kind.NEED: _("What is needed; the cause stays with your agency, untyped."),
                Record.Kind.HELD: _("Only that it exists, and what it means for the others’ work."),
            },
            vertical=True,
        ),
    )
    body = forms.CharField(
        label=_("Information"),
        help_text=_("Plain words. Leave out who told you when that person must stay unnamed."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONG,
        strip=False,
    )
    domain = forms.ModelChoiceField(
        label=_("Domain of life"),
        queryset=Code.objects.none(),
        required=False,
        empty_label=_("Not said"),
    )
    audience = forms.ChoiceField(
        label=_("Who may read it?"), choices=Record.Audience.choices, widget=Chips(vertical=True)
    )
    agencies = forms.ModelMultipleChoiceField(
        label=_("Which agencies?"),
        queryset=Agency.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    ask_again_on = DayField(
        label=_("If you cannot share it: when should we ask again?"),
        help_text=_("A day on which it may be shared, for example after a hearing."),
        window=PLANNED,
        required=False,
    )
    marks = {"agencies": ""}

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domains = Code.objects.filter(kind=Code.List.DOMAIN, active=True)
        cast(forms.ModelChoiceField, self.fields["domain"]).queryset = domains
        agencies = cast(forms.ModelChoiceField, self.fields["agencies"])
        agencies.queryset = agencies_beside(case, user)


class CorrectInformationForm(forms.Form):
    """One's own words, corrected, and why."""

    body = forms.CharField(
        label=_("Information"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONG,
        strip=False,
    )
    reason = forms.CharField(
        label=_("Why is it corrected?"),
        help_text=_("The reason and what stood before stay on file."),
        max_length=500,
        required=False,
    )
    marks = {"reason": ""}


class EndHeldForm(forms.Form):
    """Why something is no longer held back."""

    reason = forms.CharField(
        label=_("Why is it no longer held back?"),
        help_text=_("Shared meanwhile, no longer true, or written by mistake. Not the cause."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONG,
        required=False,
        strip=False,
    )
    marks = {"reason": ""}
