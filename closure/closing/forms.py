"""The forms of a closing: the proposal, opinions, results, hand-over, who was told, signature."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, User
from casework.models import Case
from closure.closing.promises import Becomes
from closure.closing.sheet import ClosingSheet
from closure.models import ClosureProposal, GoalResult, InformedParty, Opinion
from closure.monitoring.forms import LONG, _day, _text
from common.happened import HappenedOn
from common.widgets import Chips
from common.windows import PLANNED


def _one_line(label, hint=""):
    return forms.CharField(label=label, help_text=hint, max_length=200, required=False)


def _reason(hint):
    return forms.CharField(
        label=_("Reason, where a sentence above asks for one"),
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONG,
        required=False,
    )


class TextsForm(forms.Form):
    """What the proposal says; it may be written anew until the signature."""

    grounds = _text(
        _("Grounds"), _("Two or three sentences that a colleague can follow in a year."),
        required=False,
    )  # fmt: skip
    residual_risk = _text(
        _("The risk that remains"),
        _("There is no society without risk: what may happen, and what would show it."),
        required=False,
    )
    resources = _text(_("What means allow and do not allow"), rows=2, required=False)
    marks = {"*": "if_known", "grounds": "", "residual_risk": ""}


class ProposeForm(TextsForm):
    """Why the case may end, and more where the person withdrew."""

    why = forms.ChoiceField(
        label=_("Why may the case end?"),
        help_text=_("Opened in error, or the person died: close it without a year of checks."),
        choices=[one for one in ClosureProposal.Why.choices if one[0] not in ("died", "error")],
        widget=Chips(),
    )
    withdrew_on = _day(_("If the person no longer wants it: since when?"), required=False)
    withdrew_words = _text(_("In the person’s words"), rows=2, required=False)
    alternatives = _text(_("Alternatives looked at"), rows=2, required=False)
    monitoring_basis = _text(
        _("Basis of any monitoring that is left"), _("Without one there is none."), rows=2,
        required=False,
    )  # fmt: skip
    reason = _reason(
        _("Why it is proposed although an action runs, or nobody verified an outcome.")
    )
    field_order = ("why", "grounds", "residual_risk", "resources")
    marks = TextsForm.marks | {"reason": ""}


class OpinionForm(HappenedOn):
    """What the own agency thinks of closing, and when it said so."""

    stance = forms.ChoiceField(
        label=_("What does your agency think?"), choices=Opinion.Stance.choices, widget=Chips()
    )
    words = _text(
        _("In your words"), _("Needed with a reserve or against; read as you write it."),
        required=False,
    )  # fmt: skip
    field_order = ("stance", "words", "happened_on")
    marks = {"words": "", "happened_on": ""}


class AskAgainForm(forms.Form):
    """Whom of a silent agency to ask once more, by name."""

    person = forms.ModelChoiceField(
        label=_("Who is asked once more?"),
        help_text=_("Somebody of an agency without an opinion who works on this case."),
        queryset=User.objects.none(),
        empty_label=_("Choose a person"),
    )

    def __init__(self, *args, sheet: ClosingSheet, **kwargs):
        super().__init__(*args, **kwargs)
        there = [part.user_id for agency in sheet.silent for part in sheet.there_of(agency.pk)]
        people = (
            User.objects.filter(pk__in=there).select_related("agency").order_by("name_key", "pk")
        )
        self.fields["person"].queryset = people
        self.fields["person"].label_from_instance = lambda user: (
            f"{user.display}, {user.agency.short_name}"
        )


class WithoutOpinionForm(forms.Form):
    """Without which agency it is signed, and why."""

    agency = forms.ModelChoiceField(
        label=_("Without which agency?"),
        queryset=Agency.objects.none(),
        empty_label=_("Choose an agency"),
    )
    words = _text(
        _("Why is it signed without it?"),
        _("A sentence about this agency alone; the team reads it beside the opinions."),
        rows=2,
        required=False,
    )
    marks = {"words": ""}

    def __init__(self, *args, sheet: ClosingSheet, **kwargs):
        super().__init__(*args, **kwargs)
        silent = [agency.pk for agency in sheet.silent]
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=silent).order_by(
            "name_key", "pk"
        )
        self.fields["agency"].label_from_instance = lambda agency: agency.name


class GoesOnForm(forms.Form):
    """Why an action goes on after the closure, and who looks at it."""

    goes_on = _text(
        _("Why does it go on, and who looks at it?"),
        _("It is reported and ended under monitoring, and stands beside each check."),
        rows=2,
        required=False,
    )
    marks = {"goes_on": ""}


class PromiseForm(forms.Form):
    """What becomes of a commitment that is open when the case closes."""

    becomes = forms.ChoiceField(
        label=_("What becomes of it?"), choices=Becomes.choices, widget=Chips(vertical=True)
    )
    until = _day(
        _("Kept until when?"),
        _("Where it is kept under monitoring. It is its day from then on."),
        window=PLANNED,
        required=False,
    )
    to = _one_line(_("Handed on to whom?"), _("Where it is handed on."))
    words = _text(_("Why, and who sees to it?"), rows=2, required=False)
    marks = {"words": "", "until": "", "to": ""}


class ResultForm(forms.Form):
    """How far a goal was reached."""

    result = forms.ChoiceField(
        label=_("How far was it reached?"), choices=GoalResult.Result.choices, widget=Chips()
    )
    words = _text(_("Measured by what?"), rows=2, required=False)
    marks = {"words": "if_known"}


class HandoverForm(forms.Form):
    """The service that goes on, and perhaps somebody who goes on under another name.

    ``but`` is whoever offers: nobody ends their own access (X42).
    """

    service = _one_line(_("Which service goes on?"))
    content = _text(_("What is handed over?"), _("No more than the service needs."), required=False)
    worker = forms.ModelChoiceField(
        label=_("Does somebody of the team go on under another name?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody"),
    )
    new_role = _one_line(_("Under which name?"), _("A neutral one: coach, adviser, teacher."))
    access_ends_on = _day(_("Their access to this file ends on"), window=PLANNED, required=False)
    marks = {"service": "", "content": "", "*": "if_known"}

    def __init__(self, *args, case: Case, but: User, **kwargs):
        super().__init__(*args, **kwargs)
        members = case.members.running().exclude(user=but)
        self.fields["worker"].queryset = User.objects.filter(
            pk__in=members.values("user_id")
        ).order_by("name_key", "pk")
        self.fields["worker"].label_from_instance = lambda user: user.display


class AnswerForm(forms.Form):
    """Whether the service took it over."""

    accepted = forms.ChoiceField(
        label=_("What does the service answer?"),
        choices=[("yes", _("It accepts")), ("no", _("It refuses"))],
        widget=Chips(),
    )
    who = _one_line(_("Who answered?"))
    answered_on = _day(_("When?"))
    answer = _text(_("In their words"), _("Needed when they refuse."), rows=2, required=False)
    marks = {"who": "", "answer": ""}


class InformedForm(forms.Form):
    """Who around the person was told that the file may be reopened, or why not."""

    who = _one_line(_("Who?"))
    tie = _one_line(_("Tie to the person"), _("Mother, general practitioner, employer."))
    told = forms.ChoiceField(
        label=_("Were they told that the file may be reopened?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=Chips(),
    )
    told_on = _day(_("When?"), required=False)
    how = forms.ChoiceField(
        label=_("How?"),
        choices=[("", _("Not told")), *InformedParty.How.choices],
        required=False,
    )
    not_told_because = _text(_("If not: why?"), rows=2, required=False)
    marks = {"who": "", "*": "if_known"}


class WithdrawForm(forms.Form):
    """Why the proposal is taken back."""

    reason = _text(
        _("Why is it taken back?"), _("The agencies that gave an opinion read it."),
        required=False,
    )  # fmt: skip
    marks = {"reason": ""}


class SignForm(forms.Form):
    """The risk owner's signature."""

    agrees = forms.BooleanField(
        label=_("I have read the opinions and the risk that remains, and I agree to close."),
        required=False,
    )
    words = _text(_("Words of the risk owner"), rows=2, required=False)
    reason = _reason(_("Why it is signed although an outcome is not verified, or nobody is told."))
    marks = {"agrees": "", "words": "if_known", "reason": ""}
