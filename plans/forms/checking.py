"""The forms of a checkpoint: one a section, and its conclusion (S64)."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from casework.forms.widgets import Chips
from plans.checks import CheckSheet, coming
from plans.forms.plan import _day, _text
from plans.models import CheckedAction, CheckedGoal, CheckMeeting, CheckSeat

LONG = 20_000


class OpenForm(forms.Form):
    """Which checkpoint is held, and when."""

    line = forms.ChoiceField(label=_("Which checkpoint?"), required=False)
    held_on = _day(_("Held on"))
    why_extra = _text(
        _("If out of turn: why?"), _("New information, a negative effect, an event."), rows=2
    )
    marks = {"why_extra": "if_known"}

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        planned = [(str(point.line), f"{point.due_on:%Y-%m-%d}") for point in coming(case)]
        self.fields["line"].choices = [*planned, ("", _("Out of turn"))]


class PresenceForm(forms.Form):
    """Who was there, who was heard in writing, who was excused."""

    present = forms.ModelMultipleChoiceField(
        label=_("There"), queryset=None, widget=forms.CheckboxSelectMultiple, required=False
    )
    written = forms.ModelMultipleChoiceField(
        label=_("Heard in writing"), queryset=None, widget=forms.CheckboxSelectMultiple,
        required=False,
    )  # fmt: skip
    excused = forms.ModelMultipleChoiceField(
        label=_("Excused"), queryset=None, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, sheet: CheckSheet, **kwargs):
        super().__init__(*args, **kwargs)
        members = sheet.case.members.exclude(role="evaluator").values("agency_id")
        agencies = Agency.objects.filter(pk__in=members).order_by("name")
        for field in self.fields.values():
            field.queryset = agencies

    def clean(self):
        typed = super().clean()
        found: dict = {}
        for presence in CheckSeat.Presence.values:
            for agency in typed.get(presence, ()):
                if agency in found:
                    self.add_error(presence, _("An agency stands in one list alone."))
                found[agency] = presence
        typed["seats"] = found
        return typed


class _Lines(forms.Form):
    """A choice and a line of words for each line of the plan; a blank one is not looked at yet."""

    choices: tuple = ()

    def __init__(self, *args, rows: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row, title in rows:
            self.fields[f"at_{row.line}"] = forms.ChoiceField(
                label=title, choices=[("", _("not looked at yet")), *self.choices], required=False
            )
            self.fields[f"words_{row.line}"] = forms.CharField(
                label=_("Words"), max_length=LONG, required=False,
                widget=forms.Textarea(attrs={"rows": 1}),
            )  # fmt: skip

    def found(self) -> dict:
        """Line -> (what was chosen, words)."""
        typed = self.cleaned_data
        return {
            row.line: (typed[f"at_{row.line}"], typed[f"words_{row.line}"])
            for row, _title in self.rows
        }


class ActionsForm(_Lines):
    """How each action stands."""

    choices = tuple(CheckedAction.Standing.choices)


class GoalsForm(_Lines):
    """How far each goal is."""

    choices = tuple(CheckedGoal.Rating.choices)


class EffectsForm(forms.Form):
    """Negative effects: asked each time."""

    effects = forms.ChoiceField(
        label=_("Are there negative effects?"),
        help_text=_("Of the work itself: stigma, hardening, family, school or job, a leak."),
        choices=CheckMeeting.Effects.choices,
        widget=Chips,
    )
    effects_words = _text(_("What was asked, and what was heard"), rows=2)


class OnlineForm(forms.Form):
    """The side that nobody sees in the street."""

    online = forms.ChoiceField(
        label=_("The online side"), choices=CheckMeeting.Online.choices, widget=Chips
    )
    online_words = _text(
        _("What was seen, where, when and by whom; or why it was not looked at"), rows=3
    )
    marks = {"online_words": ""}


class ViewsForm(forms.Form):
    """What the person and the family say."""

    person_view = _text(_("What does the person say of it?"), _("In the person’s own words."))
    family_view = _text(_("What does the family say of it?"))


class PartnersForm(forms.Form):
    """Who should come in, who may leave."""

    joining = _text(_("Partners to bring in, and why"), rows=2)
    leaving = _text(_("Partners who may leave, and why"), rows=2)


class ConcludeForm(forms.Form):
    """What follows from the meeting."""

    conclusion = forms.ChoiceField(
        label=_("What follows?"), choices=CheckMeeting.Conclusion.choices, widget=Chips
    )
    grounds = _text(_("Grounds"), _("An adjustment begins the next version with these words."))
    dissent = _text(_("Who saw it otherwise, and why"), rows=2)
    next_on = forms.DateField(
        label=_("Next checkpoint"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "w12"}, format="%Y-%m-%d"),
    )
    reason = _text(_("Reason, where a sentence above asks for one"), rows=2)
    marks = {"grounds": "", "next_on": "", "dissent": "if_known", "reason": "if_known"}


class CancelForm(forms.Form):
    """Why it did not take place."""

    reason = _text(_("Why is it cancelled?"), rows=2)
    marks = {"reason": ""}


class CorrectDayForm(forms.Form):
    """The day on which it was really held."""

    held_on = _day(_("Held on"))
    reason = _text(_("Why is it corrected?"), rows=2)
    marks = {"reason": ""}
