"""The forms of a checkpoint: one a section, and its conclusion (S64)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from common import dates
from common.day_field import DayField
from common.happened import HappenedField
from common.widgets import Chips
from common.windows import PLANNED
from plans.checkpoints.sheet import coming
from plans.models import (
    Checkpoint,
    CheckpointAction,
    CheckpointGoal,
    CheckpointMeeting,
    CheckpointSeat,
)
from plans.plan.forms import _text

LONG = 20_000


class OpenForm(forms.Form):
    """Which checkpoint is held, and when."""

    line = forms.TypedChoiceField(
        label=_("Which checkpoint?"), coerce=UUID, empty_value=None, required=False
    )
    held_on = HappenedField(label=_("Held on"), required=True)
    why_extra = _text(
        _("If out of turn: why?"), _("New information, a negative effect, an event."), rows=2
    )
    marks = {"why_extra": "if_known"}

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        planned = [(str(point.line), _named(point)) for point in coming(case)]
        self.fields["line"].choices = [*planned, ("", _("Out of turn"))]


def _named(point: Checkpoint) -> str:
    """A planned checkpoint in the words of its day and of what it looks at."""
    day = dates.day(point.due_on)
    return f"{day}, {Truncator(point.looks_at).chars(60)}" if point.looks_at else day


class RowsForm(forms.Form):
    """One choice for each row, and a line of words where the section has them.

    ``rows`` gives key and title of each. A blank choice is kept with its words: nobody has looked
    at it yet, or what was said is taken back.
    """

    choices: ClassVar[tuple] = ()
    blank: ClassVar[object] = _("not looked at yet")
    has_words: ClassVar[bool] = True

    def __init__(self, *args, rows: list[tuple], **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        for key, title in rows:
            self.fields[f"at_{key}"] = forms.ChoiceField(
                label=title, choices=[("", self.blank), *self.choices], required=False
            )
            if self.has_words:
                self.fields[f"words_{key}"] = forms.CharField(
                    label=_("Note on: %(row)s") % {"row": title},
                    max_length=LONG,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 1}),
                )

    def said(self) -> dict:
        """Key -> what was chosen, with its words where the section has them."""
        typed = self.cleaned_data
        if not self.has_words:
            return {key: typed[f"at_{key}"] for key, _title in self.rows}
        return {key: (typed[f"at_{key}"], typed[f"words_{key}"]) for key, _title in self.rows}

    def filled(self, key, value) -> dict:
        """The data of the fields of one row, for a value as ``said`` gives it."""
        if not self.has_words:
            return {f"at_{key}": value}
        return {f"at_{key}": value[0], f"words_{key}": value[1]}

    def in_words(self, value) -> str:
        """A value of ``said`` in words."""
        choice, words = value if self.has_words else (value, "")
        name = dict(self.choices).get(choice, self.blank)
        return f"{name}\n{words}".strip()

    def lines(self) -> Iterator[tuple]:
        """(key, field of the choice, field of the words or None) of each row."""
        for key, _title in self.rows:
            yield key, self[f"at_{key}"], self[f"words_{key}"] if self.has_words else None


class PresenceForm(RowsForm):
    """Who was there, who was heard in writing, who was excused."""

    choices = tuple(CheckpointSeat.Presence.choices)
    blank = _("not said yet")
    has_words = False


class ActionsForm(RowsForm):
    """How each action stands."""

    choices = tuple(CheckpointAction.Standing.choices)


class GoalsForm(RowsForm):
    """How far each goal is."""

    choices = tuple(CheckpointGoal.Rating.choices)


class EffectsForm(forms.Form):
    """Negative effects: asked each time."""

    effects = forms.ChoiceField(
        label=_("Are there negative effects?"),
        help_text=_("Of the work itself: stigma, hardening, family, school or job, a leak."),
        choices=CheckpointMeeting.Effects.choices,
        widget=Chips,
    )
    effects_words = _text(_("What was asked, and what was heard"), rows=2)


class OnlineForm(forms.Form):
    """What was seen online."""

    online = forms.ChoiceField(
        label=_("The online side"), choices=CheckpointMeeting.Online.choices, widget=Chips
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
        label=_("What follows?"), choices=CheckpointMeeting.Conclusion.choices, widget=Chips
    )
    grounds = _text(_("Grounds"), _("An adjustment begins the next version with these words."))
    dissent = _text(_("Who saw it otherwise, and why"), rows=2)
    next_on = DayField(label=_("Next checkpoint"), window=PLANNED, required=False)
    reason = _text(_("Reason, where a sentence above asks for one"), rows=2)
    marks = {"grounds": "", "next_on": "", "dissent": "if_known", "reason": "if_known"}


class CancelForm(forms.Form):
    """Why it did not take place."""

    reason = _text(_("Why is it cancelled?"), rows=2)
    marks = {"reason": ""}


class CorrectDayForm(forms.Form):
    """The day on which it was really held."""

    held_on = HappenedField(label=_("Held on"), required=True)
    reason = _text(_("Why is it corrected?"), rows=2)
    marks = {"reason": ""}
