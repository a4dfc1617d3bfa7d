"""The forms of carrying out: answers, reports, ends, effects, commitments, pauses."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from casework.models import Case, Code
from casework.rights import Role
from common.windows import PLANNED
from plans.analysis.forms import area, chips, day
from plans.models import AdverseEffect, Commitment, FollowUp

State = FollowUp.State


def _why() -> forms.CharField:
    return forms.CharField(
        label=_("Why is it corrected?"),
        help_text=_("The reason and what stood before stay on file."),
        max_length=500,
        required=False,
    )


class ReasonForm(forms.Form):
    """A reason alone."""

    reason = area(_("Reason"))


class WordsForm(forms.Form):
    """Some words alone."""

    words = area(_("In a few words"))


class ReportForm(forms.Form):
    """What was done on a day."""

    happened_on = day(_("When?"))
    words = area(
        _("What was done?"), help_text=_("What one saw and heard. The whole team reads it.")
    )
    difficulty = forms.BooleanField(
        label=_("Something is in the way"),
        help_text=_("The coordinators are told at once."),
        required=False,
    )
    marks = {"difficulty": ""}


class CorrectReportForm(ReportForm):
    """The same report, corrected."""

    why = _why()
    marks = {"difficulty": "", "why": ""}


class FinishForm(forms.Form):
    """How an action ended, and who did it."""

    state = chips(
        _("How did it end?"), [(s, s.label) for s in (State.DONE, State.NOT_DONE)], vertical=False
    )
    not_done_because = chips(
        _("If it was not done, why?"), FollowUp.NotDone.choices, required=False
    )
    ended_on = day(_("When did it end?"))
    performer = forms.ModelChoiceField(
        label=_("Who carried it out?"),
        help_text=_("Somebody else verifies the outcome."),
        queryset=User.objects.none(),
        empty_label=_("Choose a person"),
    )
    outcome = area(_("What came of it?"), help_text=_("For the person, as far as one can see."))
    marks = {"not_done_because": ""}

    def __init__(self, *args, follow_up: FollowUp, **kwargs):
        super().__init__(*args, **kwargs)
        there = follow_up.case.members.filter(active=True, agency_id=follow_up.agency_id)
        field = self.fields["performer"]
        field.queryset = User.objects.filter(
            pk__in=there.exclude(role=Role.EVALUATOR).values("user_id")
        ).order_by("name_key", "pk")
        field.label_from_instance = lambda user: user.display


class CorrectOutcomeForm(FinishForm):
    """The same outcome, corrected."""

    why = _why()
    marks = {"not_done_because": "", "why": ""}


class EffectForm(forms.Form):
    """A negative effect of the work."""

    kind = forms.ModelChoiceField(
        label=_("What kind of harm?"), queryset=Code.objects.none(), empty_label=_("Choose a kind")
    )
    noticed_on = day(_("When was it noticed?"))
    severity = chips(_("How serious is it?"), AdverseEffect.Severity.choices, vertical=False)
    follow_up = forms.ModelChoiceField(
        label=_("Which action led to it?"),
        queryset=None,
        required=False,
        empty_label=_("None in particular"),
    )
    words = area(_("What happened?"))
    marks = {"follow_up": ""}

    def __init__(self, *args, case: Case, user: User, own_kind=None, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = Code.objects.filter(kind=Code.List.EFFECT, active=True)
        if own_kind is not None:
            kinds |= Code.objects.filter(pk=own_kind.pk)
        self.fields["kind"].queryset = kinds
        self.fields["kind"].label_from_instance = lambda code: code.label
        rows = FollowUp.objects.visible_to(user).filter(case=case).select_related("action")
        self.fields["follow_up"].queryset = rows.order_by("ends_on", "pk")
        self.fields["follow_up"].label_from_instance = lambda row: row.action.title


class CorrectEffectForm(EffectForm):
    """The same effect, corrected."""

    why = _why()
    marks = {"follow_up": "", "why": ""}


class RespondForm(forms.Form):
    """What is done about a negative effect."""

    response = area(_("What is done about it?"))


class CommitmentForm(forms.Form):
    """A promise: to whom, what, until when."""

    said_to = forms.CharField(label=_("To whom?"), max_length=200)
    said_on = day(_("When was it said?"))
    words = area(_("What was promised?"))
    limit = area(
        _("Its limit, as it was said"),
        2,
        help_text=_("What was not promised, and until when it holds."),
        required=False,
    )
    due_on = day(_("By when?"), window=PLANNED, required=False)
    marks = {"limit": "", "due_on": ""}


class CorrectCommitmentForm(CommitmentForm):
    """The same promise, corrected."""

    why = _why()
    marks = {"limit": "", "due_on": "", "why": ""}


class MoveForm(forms.Form):
    """The new day of a promise, and why."""

    due_on = day(_("By when?"), window=PLANNED)
    reason = area(_("Reason"), help_text=_("The whole team reads it."))


class SettleForm(forms.Form):
    """What became of a promise."""

    state = chips(
        _("What became of it?"),
        [(state.value, state.label) for state in Commitment.ENDS],
        vertical=False,
    )
    words = area(_("In a few words"))


class PauseForm(forms.Form):
    """Why the work pauses, and when that is looked at again."""

    reason = area(_("Reason"), help_text=_("The whole team reads it."))
    review_on = day(_("When is it looked at again?"), window=PLANNED)
