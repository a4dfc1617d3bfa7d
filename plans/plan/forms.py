"""The forms of a plan: texts, goals, actions, checkpoints, versions, approval."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from casework.models import Case
from common.day_field import DayField
from common.happened import HappenedOn
from common.widgets import Chips
from common.windows import PLANNED, Window
from plans.models import Action, Factor, Goal, Plan

LONG = 20_000


def _text(label, hint="", *, rows=3, required=False):
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=LONG,
        required=required,
    )


def _day(label, hint="", *, window: Window = PLANNED):
    return DayField(label=label, help_text=hint, window=window)


def _why():
    return forms.CharField(
        label=_("Why does it change?"),
        help_text=_("It stands beside the change for the whole team."),
        max_length=500,
        required=False,
    )


class TextsForm(forms.Form):
    """The texts of the draft; each may be left empty until the approval."""

    why_start = _text(_("Why do we start here?"))
    reach = _text(_("What do we want to reach?"))
    why_that = _text(_("Why that?"))
    context = _text(
        _("Social context"), _("Family, friends, school or work, neighbourhood, online.")
    )
    person_view = _text(_("What does the person say of it?"), _("In the person’s own words."))
    family_view = _text(_("What does the family say of it?"))
    best_interest = _text(
        _("The minor’s best interest"),
        _("For anybody who is under 18, or may be: what protects the child first."),
    )
    evaluation = _text(
        _("How will it be evaluated?"), _("What, when, by whom, and how things stand today.")
    )
    marks = {"*": ""}


class GoalForm(forms.Form):
    """A SMART goal: without indicator, target and date it is not taken."""

    statement = _text(
        _("Goal"), _("What one will see: who does what, how often."), rows=2, required=True
    )
    indicator = _text(_("How shall we know?"), rows=2, required=True)
    baseline = forms.CharField(label=_("Today"), max_length=300, required=False)
    target = forms.CharField(label=_("Target"), max_length=300)
    means = _text(_("Means, and who has them"), rows=2)
    factor = forms.ModelChoiceField(
        label=_("Which factor of the analysis does it answer?"),
        queryset=None,
        required=False,
        empty_label=_("None yet"),
    )
    due_on = _day(_("By when?"))
    tag = forms.ChoiceField(label=_("What does it serve?"), choices=Goal.Tag.choices, widget=Chips)
    why = _why()
    groups = ((_("From where to where?"), ["baseline", "target"]),)
    marks = {"why": ""}

    def __init__(self, *args, case: Case, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        factors = Factor.objects.visible_to(user).filter(case=case, withdrawn_at__isnull=True)
        field = self.fields["factor"]
        field.queryset = factors.select_related("domain").order_by("domain__position", "pk")
        field.label_from_instance = lambda row: f"{row.domain.label}: {_short(row.words)}"


class ProposeForm(forms.Form):
    """An action of the own agency, offered to the team."""

    title = forms.CharField(label=_("What is done?"), max_length=200)
    why_fits = _text(_("Why does this fit this person?"), rows=2)
    kind = forms.ChoiceField(label=_("Kind"), choices=Action.Kind.choices, widget=Chips)
    starts_on = _day(_("From"))
    ends_on = _day(_("To"))
    meets_person = forms.BooleanField(
        label=_("Somebody meets the person"),
        help_text=_("Counted, so that not all partners come at the same time."),
        required=False,
    )
    groups = ((_("When?"), ["starts_on", "ends_on"]),)
    marks = {"meets_person": ""}

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("It would end before it starts: write a later day."))
        return cleaned


class ActionForm(ProposeForm):
    """Who does what, from when to when, after what."""

    owner = forms.ModelChoiceField(
        label=_("Who answers for it?"), queryset=User.objects.none(), empty_label=_("Choose")
    )
    after = forms.ModelChoiceField(
        label=_("After which action?"),
        queryset=None,
        required=False,
        empty_label=_("It waits for none"),
    )
    goal = forms.ModelChoiceField(
        label=_("For which goal?"),
        queryset=None,
        required=False,
        empty_label=_("None in particular"),
    )
    why = _why()
    marks = {"meets_person": "", "why": ""}
    field_order = (
        "title", "owner", "kind", "starts_on", "ends_on", "after", "goal", "meets_person",
        "why_fits", "why",
    )  # fmt: skip

    def __init__(self, *args, case: Case, user: User, plan: Plan | None, own=None, **kwargs):
        super().__init__(*args, **kwargs)
        on_team = case.members.running()
        owner = self.fields["owner"]
        owner.queryset = (
            User.objects.filter(pk__in=on_team.values("user_id"))
            .select_related("agency")
            .order_by("agency__name_key", "name_key", "pk")
        )
        owner.label_from_instance = lambda row: f"{row.agency.name}, {row.display}"
        visible = Action.objects.visible_to(user).filter(plan=plan, removed_at__isnull=True)
        self.fields["after"].queryset = (
            visible.filter(proposal=Action.Proposal.TAKEN)
            .exclude(pk=own)
            .order_by("starts_on", "pk")
        )
        self.fields["after"].label_from_instance = lambda row: row.title
        goals = Goal.objects.visible_to(user).filter(plan=plan, removed_at__isnull=True)
        self.fields["goal"].queryset = goals.order_by("position", "pk")
        self.fields["goal"].label_from_instance = lambda row: _short(row.statement)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("owner"):
            cleaned["agency"] = cleaned["owner"].agency
        return cleaned


class CheckpointForm(forms.Form):
    """A date on which the team looks at the plan."""

    due_on = _day(_("Date"))
    looks_at = forms.CharField(label=_("What will be looked at?"), max_length=300, required=False)
    why = _why()
    marks = {"why": ""}


class VersionForm(forms.Form):
    """What leads to a new version, and why."""

    trigger = forms.ChoiceField(
        label=_("What led to it?"),
        choices=[c for c in Plan.Trigger.choices if c[0] != Plan.Trigger.FIRST],
        widget=Chips,
    )
    reason = _text(_("Why must the plan change?"), required=True)


class ReasonForm(forms.Form):
    """One reason, which stays."""

    reason = _text(_("Reason"), required=True)


class ApproveForm(HappenedOn):
    """The approval, its day, and the reason that some obstacles ask for.

    With a second person (``two``) that one says the day.
    """

    reason = _text(
        _("Reason"),
        _("For every sentence that needs one, and for what is kept although it warns."),
    )
    marks = {"happened_on": "", "reason": ""}

    def __init__(self, *args, two: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if two:
            del self.fields["happened_on"]


class ConfirmForm(HappenedOn):
    """The second person has read what the first one approved; on which day both had."""

    read = forms.BooleanField(label=_("I have read this version and approve it."))
    marks = {"happened_on": ""}


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
