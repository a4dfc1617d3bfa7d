"""The forms of the outcomes of a signal, one a kind. They check fields; decisions ask the rules."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from casework import access
from casework.rights import Right
from common.widgets import Chips, ChipsMany
from common.windows import PLANNED
from intake.fields import day, one_line, person_label, person_words, words
from intake.first_analysis import sheet
from intake.models import Outcome, Signal
from intake.outcomes.rules.joining import joinable
from intake.outcomes.rules.outcome import needs_two_coordinators
from intake.signals.rules import whole_desk


class OutcomeForm(forms.Form):
    """What every outcome asks: the grounds, and who saw it otherwise (2.3)."""

    reason = words(
        _("Grounds"),
        _("Two or three sentences that a colleague can follow in a year. What speaks against too."),
        rows=4,
    )
    dissent = words(_("Who saw it otherwise, and why"), rows=2)
    marks = {"reason": ""}

    def __init__(self, *args, signal: Signal, user: User, kind: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.signal, self.user, self.kind = signal, user, kind


class AboutWhom(forms.Form):
    """Of several persons, about whom it is decided (2.8, X10); the field is there for several."""

    whom = forms.TypedMultipleChoiceField(
        label=_("About whom is this decided?"),
        help_text=_(
            "Those who are not chosen keep their first analysis open: what becomes of them is"
            " decided after it."
        ),
        coerce=UUID,
        widget=ChipsMany,
        required=False,
    )

    def __init__(self, *args, signal: Signal, user: User, **kwargs):
        own = {"signal": signal, "user": user} if isinstance(self, OutcomeForm) else {}
        super().__init__(*args, **own, **kwargs)
        waiting = sheet.for_decider(signal, user).undecided
        if len(waiting) > 1:
            self.fields["whom"].choices = [(str(row.pk), person_words(row)) for row in waiting]
            self.fields["whom"].initial = [str(row.pk) for row in waiting]
        else:
            del self.fields["whom"]


class NeedMoreForm(OutcomeForm):
    """A question, to whom, by when (S40)."""

    question = words(_("What do we need to know?"))
    addressee = one_line(_("Whom do we ask?"))
    due_on = day(_("By when?"), window=PLANNED)
    marks = OutcomeForm.marks | {"question": "", "addressee": "", "due_on": ""}
    field_order = ("question", "addressee", "due_on")


class OrientedForm(AboutWhom, OutcomeForm):
    """A service of ordinary help that has said yes (S36)."""

    service = one_line(_("Which service takes it?"))
    accepted_by = one_line(_("Who accepted?"))
    accepted_on = day(_("When?"))
    marks = OutcomeForm.marks | {"service": "", "accepted_by": "", "accepted_on": ""}
    field_order = ("whom", "service", "accepted_by", "accepted_on")


class SecurityHandoverForm(AboutWhom, OutcomeForm):
    """The note of the hand-over to the competent service (S34)."""

    service = one_line(_("To which service?"))
    note = words(
        _("Note of the hand-over"),
        _("What was handed over, to whom and how. What was written before stays on this signal."),
    )
    marks = OutcomeForm.marks | {"service": "", "note": ""}
    field_order = ("whom", "service", "note")


class TwoPeopleForm(AboutWhom, OutcomeForm):
    """A second reader besides (S41)."""

    second = forms.ModelChoiceField(
        label=_("Second reader"),
        help_text=_("Somebody else reads it before it holds. They are told."),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )
    marks = OutcomeForm.marks | {"second": ""}
    field_order = ("whom",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = [one for one in whole_desk(self.signal) if one.pk != self.user.pk]
        if needs_two_coordinators(self.kind, self.signal):
            people = [one for one in people if access.may(one, Right.DECIDE_OUTCOME, self.signal)]
        second = self.fields["second"]
        second.queryset = (
            User.objects.filter(pk__in=[one.pk for one in people])
            .select_related("agency")
            .order_by("name_key", "pk")
        )
        second.label_from_instance = person_label


class SignalByReference(forms.ModelChoiceField):
    """A signal typed by its reference; one that the person may not see is unknown."""

    default_error_messages = {
        "invalid_choice": _("You know of no signal with this reference. It looks like S-2026-014.")
    }

    def __init__(self, **kwargs):
        super().__init__(queryset=None, to_field_name="reference", **kwargs)

    def to_python(self, value):
        return super().to_python(value.strip().upper() if isinstance(value, str) else value)


class MergedForm(OutcomeForm):
    """The other signal, which goes on for both."""

    into = SignalByReference(
        label=_("Reference of the other signal"),
        help_text=_("That one goes on. This one stays as it is, and shows the way to it."),
        widget=forms.TextInput(attrs={"class": "w12", "autocomplete": "off"}),
    )
    marks = OutcomeForm.marks | {"into": ""}
    field_order = ("into",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Signal.objects.visible_to(self.user)


class JoinedToCaseForm(OutcomeForm):
    """Why the signal belongs to the file of its person (S86)."""

    reason = words(
        _("Grounds"),
        _("Why it belongs to the file. Those who follow the person do not read this."),
        rows=4,
    )
    named = forms.ChoiceField(
        label=_("To whose file?"),
        help_text=_("Each person to their own file; nothing of one passes to another."),
        widget=Chips,
        required=False,
    )
    field_order = ("named",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._known = {str(row.pk): row for row in joinable(self.signal, self.user)}
        if len(self._known) > 1:
            names = [(pk, person_words(row)) for pk, row in self._known.items()]
            self.fields["named"].choices = names
        else:
            del self.fields["named"]

    def clean_named(self):
        """The person chosen of several; None where none was."""
        return self._known.get(self.cleaned_data["named"])


class TakeOffForm(forms.Form):
    """Why the signal does not belong to that file."""

    reason = words(_("Grounds"), _("What shows that it does not belong to that file."))
    marks = {"reason": ""}


class SeparateForm(forms.Form):
    """Why the two signals do not tell the same."""

    reason = words(_("Grounds"), _("What shows that they tell of different things."))
    marks = {"reason": ""}


class ReopenForm(forms.Form):
    """Why a signal that has its outcome is looked at again (S78)."""

    why = forms.ChoiceField(
        label=_("What led to it?"), choices=Outcome.Trigger.choices, widget=Chips()
    )
    reason = words(_("Grounds"), _("What is new, or what was not seen."))
    marks = {"why": "", "reason": ""}


class AdviceForm(forms.Form):
    """What was advised, about nobody in particular (2.12)."""

    reason = words(
        _("What was asked, and what was advised"),
        _("No name and nothing by which somebody could be recognised."),
        rows=4,
    )
    marks = {"reason": ""}


class ToConferenceForm(AboutWhom):
    """Why the conference should examine it (S40)."""

    reason = words(_("Grounds"), _("Why several agencies should look at it together."), rows=4)
    dissent = words(_("Who saw it otherwise, and why"), rows=2)
    marks = {"reason": ""}
    field_order = ("whom",)


class SecondReadingForm(forms.Form):
    """Whether the second reader agrees, and their words (S41)."""

    agrees = forms.ChoiceField(
        label=_("Do you come to the same outcome?"),
        choices=[("yes", _("Yes, it may hold")), ("no", _("No"))],
        widget=Chips,
    )
    words = words(
        _("In your own words"), _("What you read differently; needed when you disagree."), rows=4
    )
    marks = {"words": ""}


class AnswerForm(forms.Form):
    """The answer to a question (S40)."""

    answer = words(_("What is the answer?"), rows=5)
    marks = {"answer": ""}
