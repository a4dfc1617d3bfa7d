"""The forms of matching: who it is about, and what one says of a possible match."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.persons.forms import PersonFields
from common.widgets import Chips
from intake.fields import words
from intake.models import MatchAnswer, NamedPerson


class NamePersonForm(PersonFields):
    """Somebody the signal names, as the coordinator understands it, and in which role (2.8)."""

    role = forms.ChoiceField(
        label=_("Role on this signal"),
        help_text=_(
            "What is decided is about the person concerned. The caller’s own name stays sealed and"
            " is not written here."
        ),
        choices=NamedPerson.Role.choices,
        widget=Chips,
        required=False,
    )
    field_order = ("role",)
    groups = (PersonFields.who,)
    marks = PersonFields.who_marks | {"role": ""}


class TakeNameBackForm(forms.Form):
    """Why a name was typed in error."""

    reason = words(
        _("Why was it an error?"), _("The reason and the name stay in the history."), rows=2
    )
    marks = {"reason": ""}


class LeaveUnnamedForm(forms.Form):
    """Why nobody is named."""

    unnamed_because = words(
        _("Why is nobody named?"),
        _("Nobody in particular is meant, the caller did not say, whom you asked in vain."),
    )
    marks = {"unnamed_because": ""}


class AnswerMatchForm(forms.Form):
    """The same person, another, or one cannot tell; and why."""

    answer = forms.ChoiceField(
        label=_("Is it the same person?"), choices=MatchAnswer.Answer.choices, widget=Chips
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Needed when you take “The same person” back. It stays in the journal."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    marks = {"reason": ""}
