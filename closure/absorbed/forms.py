"""The forms of two files on one person."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from closure.models import Absorption
from closure.monitoring.forms import _text
from common.widgets import Chips


class AskForm(forms.Form):
    """Which other file, how it was met, why it is one person."""

    other_reference = forms.CharField(
        label=_("Reference of the other file"),
        help_text=_(
            "As those who coordinate it tell you. Whether there is such a file is not said here."
        ),
        max_length=30,
        required=False,
    )
    met = forms.ChoiceField(
        label=_("How did you meet it?"),
        choices=Absorption.Met.choices,
        widget=Chips(),
        required=False,
    )
    grounds = _text(
        _("Why is it one person?"),
        _("Those who coordinate both files read it; once it is agreed, both teams."),
        required=False,
    )
    marks = {"*": ""}


class ReasonForm(forms.Form):
    """Why a question is taken back or declined."""

    reason = _text(_("Why?"), _("Those who coordinate both files read it."), required=False)
    marks = {"reason": ""}


class AgreeForm(forms.Form):
    """The answer that the two are one person."""

    agrees = forms.BooleanField(
        label=_("I have read the grounds and what follows, and I agree that it is one person."),
        required=False,
    )
    words = _text(_("Words on it"), _("Both teams read them."), rows=2, required=False)
    marks = {"agrees": "", "words": "if_known"}


class ErrorForm(forms.Form):
    """Why it was an error to make one file of two."""

    reason = _text(_("Why was it an error?"), _("Both teams read it."), required=False)
    marks = {"reason": ""}


class ConfirmForm(forms.Form):
    """The answer that two files stand apart again."""

    agrees = forms.BooleanField(
        label=_("I have read the grounds and what follows, and I agree that they are two persons."),
        required=False,
    )
    words = _text(_("Words on it"), _("Both teams read them."), rows=2, required=False)
    marks = {"agrees": "", "words": "if_known"}


class StaysOutForm(forms.Form):
    """Why somebody of the absorbed file's team does not join."""

    reason = _text(
        _("Why does this person not join?"), _("Those who coordinate the file read it."),
        rows=2, required=False,
    )  # fmt: skip
    marks = {"reason": ""}
