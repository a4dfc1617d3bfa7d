"""The forms of the first analysis, one a section. They check fields; decisions ask the rules."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.models import Code, Deconfliction, TableAnswer
from common.widgets import Chips, ChipsMany
from intake.fields import day, one_line, words
from intake.models import SourceAssessment, Triage


class SourceForm(forms.Form):
    """The source and its information, each rated apart (S38)."""

    reliability = forms.ChoiceField(
        label=_("How reliable is the source?"),
        choices=SourceAssessment.Reliability.choices,
        widget=Chips,
    )
    basis = words(
        _("What does that rest on?"),
        _("How long they are known, whether earlier reports were right."),
    )
    credibility = forms.ChoiceField(
        label=_("How credible is what was said?"),
        help_text=_("Rated apart: a reliable source may be mistaken."),
        choices=SourceAssessment.Credibility.choices,
        widget=Chips,
    )
    link = words(_("Link to the person"), rows=2)
    motive = words(_("Possible motive"), _("What the source may gain or fear."), rows=2)
    known_conflict = words(_("Known conflict"), rows=2)
    corroborated_by = words(_("Corroborated by"), _("Who says so independently."), rows=2)
    marks = {"basis": "", "*": "if_known"}


class SecurityForm(forms.Form):
    """Whether it is a security matter, and whom we ask (S34)."""

    concern = forms.ChoiceField(
        label=_("Is it a security matter?"),
        help_text=_("A threat to a person or place, a weapon, a departure."),
        choices=Deconfliction.Concern.choices,
        widget=Chips,
    )
    reason = words(_("What does that rest on?"))
    asked_of = one_line(
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
    wording = words(
        _("What may be said, and the limits"), _("In their words, so that nobody says more.")
    )
    answered_on = day(
        _("When did they answer?"), _("Another day than today where you note it later.")
    )
    marks = {"wording": "if_known", "answered_on": ""}


class MinorForm(forms.Form):
    """Whether the person is a minor, and on what basis (S35)."""

    minor = forms.ChoiceField(
        label=_("Is the person a minor?"), choices=Triage.Minor.choices, widget=Chips
    )
    minor_basis = words(_("What does that rest on?"), rows=2)
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
    """The two questions, other explanations, prompts against one's bias (S22, S36, S37, S41)."""

    radicalised = _table_answer(
        _("Does it look like radicalisation?"),
        _("Towards violence, whatever the form. An opinion or a belief alone is not a sign."),
    )
    radicalised_grounds = words(_("Grounds of that reading"))
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
    alternatives_words = words(_("What speaks for or against them"), rows=2)
    against = words(
        _("What would show that we are wrong?"),
        _("What speaks against this reading, or what we would have to find."),
        rows=2,
    )
    same_reading = words(
        _("Would we read it the same way with another origin or another cause?"), rows=2
    )
    useful = _table_answer(_("Is working together useful and necessary?"))
    useful_grounds = words(_("Why useful and necessary, or why not"))
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
        self.fields["ideology"].queryset = Code.objects.filter(kind=Code.List.IDEOLOGY, active=True)
        known = Code.objects.filter(kind=Code.List.ALTERNATIVE)
        self.fields["alternatives"].choices = [
            (code.code, code.label)
            for code in known
            if code.active or code.code in (self.initial.get("alternatives") or ())
        ]
