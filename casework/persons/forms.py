"""The forms of a person; each field may be left open."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from common.day_field import DayField
from common.windows import BIRTH


class PersonFields(forms.Form):
    """The names and dates of a person; each may be left open, a birth is not ahead."""

    given_name = forms.CharField(label=_("Given name"), max_length=150, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=150, required=False)
    alias = forms.CharField(
        label=_("Also known as"),
        help_text=_("Another spelling, a name in the family, a name used online."),
        max_length=200,
        required=False,
    )
    birth_date = DayField(label=_("Date of birth"), window=BIRTH, required=False)
    age_text = forms.CharField(
        label=_("Age, as told"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "w12"}),
    )

    who = (
        _("Who is it about?"),
        ["given_name", "family_name", "alias", "birth_date", "age_text"],
    )
    who_marks = dict.fromkeys(who[1], "if_known")


class PersonForm(PersonFields):
    """The person of a case, corrected, and why."""

    reason = forms.CharField(
        label=_("Why is it corrected?"),
        help_text=_("The reason and what stood before stay on file."),
        max_length=500,
        required=False,
    )
    groups = (PersonFields.who,)
    marks = PersonFields.who_marks | {"reason": ""}
