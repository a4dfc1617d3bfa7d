"""The forms of somebody around the person: written down, changed, ended."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, User
from casework.information.forms import agencies_beside
from casework.models import Case, Relationship
from common.happened import HappenedField
from common.widgets import Chips

LONG = 20_000
# What depends on the answer before it says so itself.
MARKS = {"only_by": "", "approach_because": "", "since": ""}


class _WhoForm(forms.Form):
    """Who it is, what ties them to the person, whether they may be approached."""

    name = forms.CharField(
        label=_("Who is it?"),
        help_text=_("A name, or words by which the team knows who is meant."),
        max_length=200,
    )
    kind = forms.ChoiceField(
        label=_("What ties them to the person?"),
        choices=[("", _("Choose")), *Relationship.Kind.choices],
    )
    role = forms.ChoiceField(
        label=_("What place have they in this file?"),
        choices=Relationship.Role.choices,
        widget=Chips(
            hints={
                Relationship.Role.SOURCE: _(
                    "Only who agrees that the team knows: whoever reported a signal stays sealed."
                )
            }
        ),
    )
    knows_well = forms.ChoiceField(
        label=_("Do they know the person well?"),
        choices=Relationship.KnowsWell.choices,
        widget=Chips,
    )
    approach = forms.ChoiceField(
        label=_("May they be approached?"),
        help_text=_("Anything but a yes stands in red on the plan, for whoever may read it."),
        choices=Relationship.Approach.choices,
        widget=Chips,
    )
    only_by = forms.CharField(
        label=_("If only by somebody in particular: by whom?"), max_length=200, required=False
    )
    approach_because = forms.CharField(
        label=_("Why so, or why not?"),
        help_text=_("Needed where the answer is no. Whoever writes an action reads it before."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONG,
        required=False,
    )
    told = forms.CharField(
        label=_("What were they told?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONG,
        required=False,
    )
    told_by = forms.CharField(label=_("Told by whom?"), max_length=200, required=False)
    since = HappenedField(
        label=_("Since when?"),
        help_text=_("The day from which it holds. That of the entry is kept beside it."),
    )


class RelationshipForm(_WhoForm):
    """Somebody around the person, and who may read it."""

    audience = forms.ChoiceField(
        label=_("Who may know of it?"),
        choices=Relationship.Audience.choices,
        widget=Chips(
            hints={Relationship.Audience.OWN: _("Nobody else knows of it, or can heed it.")},
            vertical=True,
        ),
    )
    agencies = forms.ModelMultipleChoiceField(
        label=_("Which agencies?"),
        queryset=Agency.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    marks = {"agencies": ""} | MARKS

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["agencies"])
        field.queryset = agencies_beside(case, user)


class CorrectRelationshipForm(_WhoForm):
    """What is written of somebody, changed, and why."""

    reason = forms.CharField(
        label=_("Why is it changed?"),
        help_text=_("The reason and what stood before stay on file."),
        max_length=500,
        required=False,
    )
    marks = {"reason": ""} | MARKS


class EndRelationshipForm(forms.Form):
    """Why it no longer holds."""

    reason = forms.CharField(
        label=_("Why does this no longer hold?"),
        help_text=_("Gone away, reconciled, or written by mistake: one line."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONG,
        required=False,
    )
    marks = {"reason": ""}
