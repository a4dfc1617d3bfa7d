"""The forms of a transfer: asking, the acceptance, stopping it, the signature."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from closure.closing.forms import _one_line
from closure.monitoring.forms import _day, _text


class AskForm(forms.Form):
    """To whom, why, on what basis, and what goes along."""

    authority = _one_line(_("To which authority?"), _("The town or the service that takes over."))
    contact = _one_line(_("Whom there?"), _("Name and office of the person one speaks to."))
    grounds = _text(_("Why does the case go over?"), _("The team reads it."), required=False)
    basis = _text(
        _("On what basis?"),
        _("The text, the agreement or the consent that allows it."),
        rows=2,
        required=False,
    )
    goes_along = _text(
        _("What goes along?"),
        _("A list of what is handed over on paper. Nothing leaves by itself."),
        required=False,
    )
    marks = {"*": ""}


class AcceptanceForm(forms.Form):
    """Who accepted, on what day, where the paper is."""

    who = _one_line(_("Who accepted?"), _("Name and office."))
    accepted_on = _day(_("On what day?"))
    paper_at = _one_line(
        _("Where is the paper?"), _("The folder, or the number under which it was received.")
    )
    marks = {"who": "", "paper_at": ""}


class StopForm(forms.Form):
    """Why a transfer does not take place."""

    reason = _text(_("Why?"), _("The team reads it."), required=False)
    marks = {"reason": ""}


class SignForm(forms.Form):
    """The risk owner's signature."""

    agrees = forms.BooleanField(
        label=_(
            "I have read the acceptance and what ends with the signature, and I agree to transfer."
        ),
        required=False,
    )
    words = _text(_("Words of the risk owner"), rows=2, required=False)
    marks = {"agrees": "", "words": "if_known"}
