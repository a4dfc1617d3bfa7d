"""The forms of the first analysis, one a section, and of the outcomes, one a kind."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, User
from casework import access
from casework.models import Code, ConferenceSeat, Deconfliction, TableAnswer
from casework.rights import Right
from common.day_field import DayField
from common.widgets import Chips, ChipsMany
from common.windows import HAPPENED, PLANNED, Window
from intake.first_analysis import rules as first_analysis_rules
from intake.models import Outcome, Signal, SourceAssessment, Triage
from intake.signals import rules
from intake.signals.forms import LONG, person_label

Kind = Outcome.Kind


def _words(label, help_text="", rows=3, **more):
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=LONG,
        required=False,
        strip=False,
        **more,
    )


def _line(label, help_text=""):
    return forms.CharField(label=label, help_text=help_text, max_length=200, required=False)


def _day(label, help_text="", *, window: Window = HAPPENED, required=False):
    return DayField(label=label, help_text=help_text, window=window, required=required)


def _codes(kind: str):
    return Code.objects.filter(kind=kind, active=True)


class SourceForm(forms.Form):
    """The source, and what it says, rated apart (S38)."""

    reliability = forms.ChoiceField(
        label=_("How reliable is the source?"),
        choices=SourceAssessment.Reliability.choices,
        widget=Chips,
    )
    basis = _words(
        _("What does that rest on?"),
        _("How long they are known, whether earlier reports were right."),
    )
    credibility = forms.ChoiceField(
        label=_("How credible is what was said?"),
        help_text=_("Rated apart: a reliable source may be mistaken."),
        choices=SourceAssessment.Credibility.choices,
        widget=Chips,
    )
    link = _words(_("Link to the person"), rows=2)
    motive = _words(_("Possible motive"), _("What the source may gain or fear."), rows=2)
    known_conflict = _words(_("Known conflict"), rows=2)
    corroborated_by = _words(_("Corroborated by"), _("Who says so independently."), rows=2)
    marks = {"basis": "", "*": "if_known"}


class SecurityForm(forms.Form):
    """Whether it is a security matter, and whom we ask (S34)."""

    concern = forms.ChoiceField(
        label=_("Is it a security matter?"),
        help_text=_("A threat to a person or place, a weapon, a departure."),
        choices=Deconfliction.Concern.choices,
        widget=Chips,
    )
    reason = _words(_("What does that rest on?"))
    asked_of = _line(
        _("Whom do we ask?"),
        _(
            "Service and person. Needed as soon as a danger is possible; in an emergency ring"
            " first."
        ),
    )
    marks = {"reason": "", "asked_of": ""}


class SecurityAnswerForm(forms.Form):
    """What the security services answered (S34)."""

    answer = forms.ChoiceField(
        label=_("What do they answer?"), choices=Deconfliction.Answer.choices, widget=Chips
    )
    wording = _words(
        _("What may be said, and the limits"), _("In their words, so that nobody says more.")
    )
    marks = {"wording": "if_known"}


class MinorForm(forms.Form):
    """A minor? (S35)"""

    minor = forms.ChoiceField(
        label=_("Is the person a minor?"), choices=Triage.Minor.choices, widget=Chips
    )
    minor_basis = _words(_("What does that rest on?"), rows=2)
    marks = {"minor_basis": ""}


def _table_answer(label, help_text=""):
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=TableAnswer.choices,
        widget=Chips,
        required=False,
    )


class QuestionsForm(forms.Form):
    """The two questions, other explanations, one's own bias (S22, S36, S37, S41)."""

    radicalised = _table_answer(
        _("Does it look like radicalisation?"),
        _("Towards violence, whatever the form. An opinion or a belief alone is not a sign."),
    )
    radicalised_grounds = _words(_("Grounds of that reading"))
    ideology = forms.ModelChoiceField(
        label=_("Form of extremism, if there is one"),
        queryset=Code.objects.none(),
        required=False,
        empty_label=_("Not said"),
    )
    alternatives = forms.MultipleChoiceField(
        label=_("Other explanations looked at"),
        help_text=_("At least one, where it looks like radicalisation."),
        widget=ChipsMany,
        required=False,
    )
    alternatives_words = _words(_("What speaks for or against them"), rows=2)
    against = _words(
        _("What would show that we are wrong?"),
        _("What speaks against this reading, or what we would have to find."),
        rows=2,
    )
    same_reading = _words(
        _("Would we read it the same way with another origin or another cause?"), rows=2
    )
    useful = _table_answer(_("Is working together useful and necessary?"))
    useful_grounds = _words(_("Why useful and necessary, or why not"))
    marks = {
        "radicalised": "",
        "radicalised_grounds": "",
        "ideology": "",
        "alternatives": "",
        "useful": "",
        "useful_grounds": "",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ideology"].queryset = _codes(Code.List.IDEOLOGY)
        known = Code.objects.filter(kind=Code.List.ALTERNATIVE)
        self.fields["alternatives"].choices = [
            (code.code, code.label)
            for code in known
            if code.active or code.code in (self.initial.get("alternatives") or ())
        ]


class OutcomeForm(forms.Form):
    """What every outcome asks: the grounds, and who saw it otherwise (2.3)."""

    reason = _words(
        _("Grounds"),
        _("Two or three sentences that a colleague can follow in a year. What speaks against too."),
        rows=4,
    )
    dissent = _words(_("Who saw it otherwise, and why"), rows=2)
    marks = {"reason": ""}

    def __init__(self, *args, signal: Signal, user: User, kind: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.signal, self.user, self.kind = signal, user, kind


class NeedMoreForm(OutcomeForm):
    """A question, to whom, by when (S40)."""

    question = _words(_("What do we need to know?"))
    addressee = _line(_("Whom do we ask?"))
    due_on = _day(_("By when?"), window=PLANNED)
    marks = OutcomeForm.marks | {"question": "", "addressee": "", "due_on": ""}
    field_order = ("question", "addressee", "due_on")


class OrientedForm(OutcomeForm):
    """A service of ordinary help that has said yes (S36)."""

    service = _line(_("Which service takes it?"))
    accepted_by = _line(_("Who accepted?"))
    accepted_on = _day(_("When?"))
    marks = OutcomeForm.marks | {"service": "", "accepted_by": "", "accepted_on": ""}
    field_order = ("service", "accepted_by", "accepted_on")


class SecurityHandoverForm(OutcomeForm):
    """The note of the hand-over to the competent service (S34)."""

    service = _line(_("To which service?"))
    note = _words(
        _("Note of the hand-over"),
        _("What was handed over, to whom and how. The file here keeps no more."),
    )
    marks = OutcomeForm.marks | {"service": "", "note": ""}
    field_order = ("service", "note")


class TwoPeopleForm(OutcomeForm):
    """A second reader besides (S41)."""

    second = forms.ModelChoiceField(
        label=_("Second reader"),
        help_text=_("Somebody else reads it before it holds. They are told."),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )
    marks = OutcomeForm.marks | {"second": ""}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = [one for one in rules.whole_desk(self.signal) if one.pk != self.user.pk]
        if first_analysis_rules.needs_two_coordinators(self.kind, self.signal):
            people = [one for one in people if access.may(one, Right.DECIDE_OUTCOME, self.signal)]
        second = self.fields["second"]
        second.queryset = (
            User.objects.filter(pk__in=[one.pk for one in people])
            .select_related("agency")
            .order_by("full_name")
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

    reason = _words(
        _("Grounds"),
        _("Why it belongs to the file. Those who follow the person do not read this."),
        rows=4,
    )


class TakeOffForm(forms.Form):
    """Why a signal does not belong to that file after all."""

    reason = _words(_("Grounds"), _("What shows that it does not belong to that file."))
    marks = {"reason": ""}


class SeparateForm(forms.Form):
    """Why two signals are not about the same thing after all."""

    reason = _words(_("Grounds"), _("What shows that they tell of different things."))
    marks = {"reason": ""}


OUTCOME_FORMS: dict[str, type[OutcomeForm]] = {
    Kind.NEED_MORE: NeedMoreForm,
    Kind.ORIENTED: OrientedForm,
    Kind.HANDED_TO_SECURITY: SecurityHandoverForm,
    Kind.NO_ACTION: TwoPeopleForm,
    Kind.MALICIOUS: TwoPeopleForm,
    Kind.MERGED: MergedForm,
    Kind.JOINED_TO_CASE: JoinedToCaseForm,
}


class AdviceForm(forms.Form):
    """What was advised, about nobody in particular (2.12)."""

    reason = _words(
        _("What was asked, and what was advised"),
        _("No name and nothing by which somebody could be recognised."),
        rows=4,
    )
    marks = {"reason": ""}


class ToConferenceForm(forms.Form):
    """Why the table should examine it (S40)."""

    reason = _words(_("Grounds"), _("Why several agencies should look at it together."), rows=4)
    dissent = _words(_("Who saw it otherwise, and why"), rows=2)
    marks = {"reason": ""}


class SecondReadingForm(forms.Form):
    """The second reader's own reading (S41)."""

    agrees = forms.ChoiceField(
        label=_("Do you come to the same outcome?"),
        choices=[("yes", _("Yes, it may hold")), ("no", _("No"))],
        widget=Chips,
    )
    words = _words(
        _("In your own words"), _("What you read differently; needed when you disagree."), rows=4
    )
    marks = {"words": ""}


class AnswerForm(forms.Form):
    """What came back to a question (S40)."""

    answer = _words(_("What is the answer?"), rows=5)
    marks = {"answer": ""}


class CorrectConferenceForm(forms.Form):
    """The day on which the table was really held, and why it is corrected."""

    held_on = _day(_("Held on"), required=True)
    reason = _words(
        _("Why is it corrected?"), _("The reason and what stood before stay on file."), rows=2
    )
    marks = {"reason": ""}


class ConferenceForm(forms.Form):
    """The table: when, who, the two answers, and why it was narrow where it was (S22, S29)."""

    held_on = _day(_("Held on"), required=True)
    present = forms.ModelMultipleChoiceField(
        label=_("Agencies at the table"),
        queryset=Agency.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    written = forms.ModelMultipleChoiceField(
        label=_("Consulted in writing"),
        queryset=Agency.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    radicalised = forms.ChoiceField(
        label=_("Does it look like radicalisation, says the table?"),
        choices=TableAnswer.choices,
        widget=Chips,
    )
    radicalised_grounds = _words(_("Grounds of that reading"))
    useful = forms.ChoiceField(
        label=_("Is working together useful and necessary, says the table?"),
        choices=TableAnswer.choices,
        widget=Chips,
    )
    useful_grounds = _words(_("Why useful and necessary, or why not"))
    statement = _words(_("What the table wishes to be kept"), rows=2)
    reason = _words(
        _("Why the table was not wider"),
        _("Needed with few fields of expertise, or without mental health."),
        rows=2,
    )
    marks = {"radicalised_grounds": "", "useful_grounds": "", "written": "", "reason": ""}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.filter(active=True).order_by("name")
        for name in ("present", "written"):
            self.fields[name].queryset = agencies

    def clean(self):
        typed = super().clean()
        both = set(typed.get("present", ())) & set(typed.get("written", ()))
        if both:
            self.add_error(
                "written", _("An agency at the table need not be consulted in writing as well.")
            )
        return typed

    def seats(self) -> dict:
        """Agency -> presence."""
        typed, presence = self.cleaned_data, ConferenceSeat.Presence
        return {
            **dict.fromkeys(typed["present"], presence.PRESENT),
            **dict.fromkeys(typed["written"], presence.WRITTEN),
        }
