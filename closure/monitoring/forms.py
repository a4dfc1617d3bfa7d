"""The forms of monitoring: checks, who holds them, the end, the reopening."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from casework.models import Case
from casework.rights import Role
from casework.team.forms import successor
from closure.models import MonitoringCheck, Reopening
from common.day_field import DayField
from common.happened import HappenedField
from common.widgets import Chips
from common.windows import HAPPENED, PLANNED, Window

LONG = 20_000


def _text(label, hint="", *, rows=3, required=True):
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=LONG,
        required=required,
    )


def _day(label, hint="", *, window: Window = HAPPENED, required=True):
    return DayField(label=label, help_text=hint, window=window, required=required)


class FoundForm(forms.Form):
    """What a check found."""

    held_on = HappenedField(label=_("When was it held?"), required=True)
    sources = _text(
        _("Who was asked?"), _("Services and people around him, in a few words."), rows=2
    )
    result = forms.ChoiceField(
        label=_("How is it?"), choices=MonitoringCheck.Result.choices, widget=Chips()
    )
    words = _text(
        _("What was found?"),
        _("Only what matters for the decision; what is calm stays short."),
        required=False,
    )
    late_because = _text(
        _("If it was not held on its day: why?"),
        _("It stands beside the check."),
        rows=2,
        required=False,
    )


class CheckForm(FoundForm):
    """What a check found, and what follows."""

    decision = forms.ChoiceField(
        label=_("What follows?"), choices=MonitoringCheck.Decision.choices, widget=Chips()
    )
    again_on = _day(
        _("If you look again sooner: when?"),
        _("One more check; it moves to the next working day."),
        window=PLANNED,
        required=False,
    )
    marks = {"words": "", "late_because": "", "again_on": ""}


class CorrectCheckForm(FoundForm):
    """What a check found, corrected, and why."""

    reason = forms.CharField(
        label=_("Why is it corrected?"),
        help_text=_("The reason and what stood before stay on file."),
        max_length=500,
    )
    marks = {"words": "", "late_because": ""}


class ReasonForm(forms.Form):
    """A reason that stays on file."""

    reason = _text(_("Reason"), _("It stays on file and in the journal."))


class EndForm(forms.Form):
    """The ordinary end: no field."""

    reason = _text(_("Remark"), required=False)
    marks = {"reason": ""}


class PersonForm(forms.Form):
    """Who holds the check: somebody on the team."""

    person = forms.ModelChoiceField(
        label=_("Who holds the check?"),
        help_text=_("Somebody whom the person knows already."),
        queryset=User.objects.none(),
        empty_label=_("Choose a person"),
    )

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        members = case.members.working()
        self.fields["person"].queryset = (
            User.objects.filter(pk__in=members.values("user_id"))
            .select_related("agency")
            .order_by("name_key", "pk")
        )
        self.fields["person"].label_from_instance = lambda u: f"{u.display}, {u.agency.short_name}"


class ReopenForm(forms.Form):
    """What led to it, and why; who takes each of the ``vacant`` offices, ``but`` who names them."""

    trigger = forms.ChoiceField(
        label=_("What led to it?"), choices=Reopening.Trigger.choices, widget=Chips()
    )
    reason = _text(
        _("Why is the case reopened?"),
        _("It stays first on the page, for those who come back to the case."),
    )

    def __init__(self, *args: Any, vacant: list[Role], but: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vacant = vacant
        self.marks = {role.value: "" for role in vacant}  # asked for, and refused by the decision
        for role in vacant:
            self.fields[role.value] = successor(role, but)
        if vacant:
            self.fields["why_twice"] = forms.CharField(
                label=_("Why this person?"),
                help_text=_("Required when the person would hold two roles on this case."),
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=2000,
                required=False,
            )


class ToldAgainForm(forms.Form):
    """The day on which somebody was told of the reopening."""

    on = _day(_("Told on which day?"))
