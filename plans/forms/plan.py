"""The forms of the plan."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from casework.forms.widgets import Chips
from casework.models import Case
from casework.rights import Role
from plans.models import Action, Factor, Goal, Plan

LONG = 100_000


def _text(label, rows=3, hint="", required=False, longest=LONG):
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=longest,
        required=required,
    )


def _day(label, hint=""):
    return forms.DateField(
        label=label,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date", "class": "w12"}, format="%Y-%m-%d"),
    )


class TextsForm(forms.Form):
    """Why this plan, around whom, and what those concerned say of it."""

    why_start = _text(_("Why do we start here?"))
    reach = _text(_("What do we want to reach?"))
    why_that = _text(_("Why that?"))
    context = _text(
        _("Social context"), hint=_("Family, school or work, friends, life online: who is there?")
    )
    person_view = _text(_("What does the person say of it?"))
    family_view = _text(_("What does the family say of it?"))
    best_interest = _text(
        _("The minor’s best interest"), hint=_("Needed when the person is or may be under 18.")
    )
    evaluation = _text(
        _("How will it be evaluated?"), hint=_("What is looked at, when, by whom, against what.")
    )
    groups = (
        (_("Why this plan"), ["why_start", "reach", "why_that", "context"]),
        (_("What they say"), ["person_view", "family_view", "best_interest"]),
    )
    marks = dict.fromkeys(
        ["why_start", "reach", "why_that", "context", "person_view", "family_view",
         "best_interest", "evaluation"], "",
    )  # fmt: skip


class VersionForm(forms.Form):
    """What led to a new version, and why."""

    trigger = forms.ChoiceField(
        label=_("What led to it?"),
        choices=[c for c in Plan.Trigger.choices if c[0] != Plan.Trigger.FIRST],
        widget=Chips,
    )
    reason = _text(_("What is new, and what has to change?"))
    marks = {"reason": ""}


class GoalForm(forms.Form):
    """A goal, letter by letter (S49)."""

    statement = _text(
        _("Goal"), rows=2, required=True, longest=2000,
        hint=_("One thing that will be different, that somebody could see."),
    )  # fmt: skip
    indicator = _text(_("How shall we know?"), rows=2, required=True, longest=2000)
    baseline = forms.CharField(label=_("Today"), max_length=300, required=False)
    target = forms.CharField(label=_("Target"), max_length=300)
    means = _text(_("With what means, and who has them?"), rows=2, longest=2000)
    factor = forms.ModelChoiceField(
        label=_("Which factor does it answer?"),
        queryset=None,
        required=False,
        empty_label=_("None yet"),
    )
    due_on = _day(_("By when?"))
    tag = forms.ChoiceField(label=_("What does it serve?"), choices=Goal.Tag.choices, widget=Chips)
    groups = ((_("Measured by"), ["indicator", "baseline", "target"]),)
    marks = {"baseline": "", "means": "", "factor": ""}

    def __init__(self, *args, case: Case, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        factor = self.fields["factor"]
        factor.queryset = (
            Factor.objects.visible_to(user)
            .filter(case=case, withdrawn_at__isnull=True)
            .select_related("domain")
            .order_by("domain__position", "written_at")
        )
        factor.label_from_instance = factor_label


def factor_label(factor: Factor) -> str:
    """A factor in a list: what it does, its words, shortened."""
    words = factor.words if len(factor.words) < 90 else f"{factor.words[:88]}…"
    return f"{factor.get_kind_display()}: {words}"


class ActionFields(forms.Form):
    """Who does what, from when to when."""

    title = forms.CharField(label=_("Action"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Action.Kind.choices, widget=Chips)
    owner = forms.ModelChoiceField(
        label=_("Who answers for it?"),
        queryset=User.objects.none(),
        empty_label=_("Choose a person of the team"),
    )
    starts_on = _day(_("From"))
    ends_on = _day(_("To"))
    meets_person = forms.BooleanField(label=_("Meets the person"), required=False)
    why_fits = _text(_("Why does this fit this person?"), rows=2, longest=2000)
    groups = ((_("When?"), ["starts_on", "ends_on"]),)
    marks = {"meets_person": "", "why_fits": ""}

    def __init__(self, *args, case: Case, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.case, self.user = case, user
        owner = self.fields["owner"]
        owner.queryset = self.people()
        owner.label_from_instance = lambda one: f"{one.display}, {one.agency.short_name}"

    def people(self):
        """Those of the team who can answer for an action."""
        team = self.case.members.filter(active=True).exclude(role=Role.EVALUATOR)
        rows = User.objects.filter(pk__in=team.values("user_id"), agency__isnull=False)
        return rows.select_related("agency").order_by("agency__name", "full_name")


class ProposalForm(ActionFields):
    """What the own agency would do."""

    def people(self):
        return super().people().filter(agency_id=self.user.agency_id)


class ActionForm(ActionFields):
    """An action of the plan, with what it follows and which goal it serves."""

    after = forms.ModelChoiceField(
        label=_("Comes after"),
        queryset=None,
        required=False,
        empty_label=_("Nothing: it stands by itself"),
    )
    goal = forms.ModelChoiceField(
        label=_("Serves the goal"),
        queryset=None,
        required=False,
        empty_label=_("None yet"),
    )
    groups = (
        (_("When?"), ["starts_on", "ends_on", "after"]),
        (_("What for?"), ["goal", "why_fits"]),
    )
    marks = ActionFields.marks | {"after": "", "goal": ""}

    def __init__(self, *args, plan: Plan, action: Action | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        lines = {"plan": plan, "removed_at__isnull": True}
        actions = Action.objects.visible_to(self.user).filter(**lines)
        if action is not None:
            actions = actions.exclude(pk=action.pk)
        self.fields["after"].queryset = actions.order_by("starts_on", "position")
        self.fields["after"].label_from_instance = lambda one: one.title
        self.fields["goal"].queryset = (
            Goal.objects.visible_to(self.user).filter(**lines).order_by("position")
        )
        self.fields["goal"].label_from_instance = lambda one: one.statement[:90]


class CheckpointForm(forms.Form):
    """A date on which the plan is looked at together."""

    due_on = _day(_("Date"))
    looks_at = forms.CharField(label=_("What does it look at?"), max_length=300, required=False)


class ApproveForm(forms.Form):
    """The reason where a point asks for one."""

    reason = _text(
        _("Reason"),
        rows=4,
        hint=_("Needed where a point above asks for one. It stays in the journal."),
    )
    marks = {"reason": ""}


class WhyForm(forms.Form):
    """Why."""

    reason = _text(_("Why?"), hint=_("The reason stays in the journal of the case."), longest=2000)
    marks = {"reason": ""}
