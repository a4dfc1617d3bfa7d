"""The forms of opening a case, and of starting its analysis. They check form, never rules."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from agencies.presence import people_with_account
from casework.models import Case
from common.widgets import Chips
from intake.fields import LONG, person_label, person_words, words
from intake.models import NamedPerson
from intake.opening.decisions import OpeningTeam


class StartAnalysisForm(forms.Form):
    """The tick that enough is known."""

    enough = forms.BooleanField(
        label=_("There is enough information to begin the in-depth analysis"),
        help_text=_(
            "Your judgement, under your name. What is not known yet is for the analysis to look"
            " for."
        ),
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed where a point above asks for one. It stays in the journal."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONG,
        required=False,
    )
    marks = {"enough": "", "reason": ""}


class NoFileForm(forms.Form):
    """Why no file is opened on one of several persons (X10)."""

    reason = words(_("Grounds"), _("A sentence that a colleague can follow in a year."), rows=3)
    marks = {"reason": ""}


class OpenCaseForm(forms.Form):
    """The decision to open a case; ``but`` is the decider, who is not offered a part (X42).

    ``waiting``: on whom a file may be opened, of several persons of the signal (X10).
    """

    named = forms.TypedChoiceField(
        label=_("On whom is this file opened?"),
        help_text=_(
            "Each person has a file of their own; the others wait and are opened after this one."
        ),
        coerce=str,
        required=False,
        widget=Chips,
    )
    level = forms.ChoiceField(
        label=_("Level of prevention"),
        choices=Case.Level.choices,
        initial=Case.Level.INDIVIDUAL,
        widget=Chips,
    )
    grounds = forms.CharField(
        label=_("Grounds for opening"),
        help_text=_(
            "Why working together is useful and necessary. The team reads this; it does not read"
            " the signal."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONG,
        required=False,
    )
    process_coordinator = forms.ModelChoiceField(
        label=_("Process coordinator"),
        help_text=_(
            "Meetings, deadlines, who waits for whom. If you name yourself, the risk owner is told."
        ),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )
    content_coordinator = forms.ModelChoiceField(
        label=_("Content coordinator"),
        help_text=_("Content and decisions."),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )
    double_role_reason = forms.CharField(
        label=_("Why one person for both"), max_length=500, required=False
    )
    risk_owner = forms.ModelChoiceField(
        label=_("Risk owner"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )
    partners = forms.ModelMultipleChoiceField(
        label=_("Partners"),
        help_text=_("Only the agencies that will act. They see what is shared with them."),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    groups = ((_("Who coordinates?"), ["process_coordinator", "content_coordinator"]),)
    marks = {
        "named": "",
        "grounds": "",
        "process_coordinator": "",
        "content_coordinator": "",
        "risk_owner": "",
        "partners": "",
    }

    def __init__(self, *args, but: User, waiting: Sequence[NamedPerson] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self._waiting = {str(row.pk): row for row in waiting}
        if len(waiting) > 1:
            names = [(pk, person_words(row)) for pk, row in self._waiting.items()]
            self.fields["named"].choices = names
        else:
            del self.fields["named"]
        people = (
            people_with_account()
            .filter(agency__isnull=False)
            .select_related("agency")
            .order_by("name_key", "pk")
        )
        for name in ("process_coordinator", "content_coordinator", "risk_owner", "partners"):
            others = people if name == "process_coordinator" else people.exclude(pk=but.pk)
            self.fields[name].queryset = others
            self.fields[name].label_from_instance = person_label

    def on_whom(self) -> NamedPerson | None:
        """The person chosen of several; None where there is one, or none was chosen."""
        return self._waiting.get(self.cleaned_data.get("named") or "")

    def team(self) -> OpeningTeam:
        """The first team as chosen."""
        typed = self.cleaned_data
        return OpeningTeam(
            process_coordinator=typed["process_coordinator"],
            content_coordinator=typed["content_coordinator"],
            risk_owner=typed["risk_owner"],
            partners=list(typed["partners"]),
        )
