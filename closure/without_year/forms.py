"""The forms of closing without a year of checks: the proposal, taking it back, the signature."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from closure.models import ClosureProposal
from closure.monitoring.forms import _text
from common.widgets import Chips

Why = ClosureProposal.Why


class ProposeForm(forms.Form):
    """Which of the three reasons, the grounds, and after a move whether checks follow."""

    why = forms.ChoiceField(
        label=_("Why does the case end?"),
        choices=[(one.value, one.label) for one in ClosureProposal.WITHOUT_YEAR],
        widget=Chips(),
    )
    grounds = _text(
        _("Grounds"),
        _("What happened, when, and from whom it is known."),
        required=False,
    )  # fmt: skip
    checks = forms.ChoiceField(
        label=_("If the person moved away: do checks follow?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=Chips(),
        required=False,
    )
    checks_because = _text(
        _("If the person moved away: why do checks follow, or not?"),
        _("Who still hears of the person, or who looks after them there."),
        rows=2,
        required=False,
    )
    marks = {"grounds": "", "checks": "if_known", "checks_because": "if_known"}


class WithdrawForm(forms.Form):
    """Why the proposal is taken back."""

    reason = _text(_("Why is it taken back?"), _("The team reads it."), required=False)
    marks = {"reason": ""}


class SignForm(forms.Form):
    """The risk owner's signature."""

    agrees = forms.BooleanField(
        label=_("I have read the grounds and what ends with the signature, and I agree to close."),
        required=False,
    )
    words = _text(_("Words of the risk owner"), rows=2, required=False)
    marks = {"agrees": "", "words": "if_known"}
