"""The forms of the case file's foundation: information, team."""

from __future__ import annotations

from django import forms
from django.db.models import Case as Either
from django.db.models import When
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, User
from agencies.presence import people_with_account
from casework.models import Case, Code, Record, TeamMember
from casework.rights import Role
from common.day_field import DayField
from common.widgets import Chips
from common.windows import BIRTH, PLANNED

LONG = 100_000


class InformationForm(forms.Form):
    """One piece of information and who may read it."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=Record.Kind.choices,
        widget=Chips(
            hints={
                Record.Kind.FACT: _("Who saw or heard it, when, where."),
                Record.Kind.ASSESSMENT: _(
                    "Your reading of the facts; others may read them otherwise."
                ),
                Record.Kind.NEED: _("What is needed; the cause stays with your agency, untyped."),
                Record.Kind.HELD: _("Only that it exists, and what it means for the others’ work."),
            },
            vertical=True,
        ),
    )
    body = forms.CharField(
        label=_("Information"),
        help_text=_("Plain words. Leave out who told you when that person must stay unnamed."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONG,
        strip=False,
    )
    domain = forms.ModelChoiceField(
        label=_("Domain of life"),
        queryset=Code.objects.none(),
        required=False,
        empty_label=_("Not said"),
    )
    audience = forms.ChoiceField(
        label=_("Who may read it?"), choices=Record.Audience.choices, widget=Chips(vertical=True)
    )
    agencies = forms.ModelMultipleChoiceField(
        label=_("Which agencies?"),
        queryset=Agency.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    ask_again_on = DayField(
        label=_("If you cannot share it: when should we ask again?"),
        help_text=_("A day on which it may be shared, for example after a hearing."),
        window=PLANNED,
        required=False,
    )
    marks = {"agencies": ""}

    def __init__(self, *args, case: Case, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        on_team = case.members.running()
        self.fields["domain"].queryset = Code.objects.filter(kind=Code.List.DOMAIN, active=True)
        self.fields["agencies"].queryset = (
            Agency.objects.filter(pk__in=on_team.values("agency_id"))
            .exclude(pk=user.agency_id)
            .order_by("name")
        )


class CorrectInformationForm(forms.Form):
    """One's own words, corrected, and why."""

    body = forms.CharField(
        label=_("Information"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONG,
        strip=False,
    )
    reason = forms.CharField(
        label=_("Why is it corrected?"),
        help_text=_("The reason and what stood before stay on file."),
        max_length=500,
        required=False,
    )
    marks = {"reason": ""}


class EndHeldForm(forms.Form):
    """Why something is no longer held back."""

    reason = forms.CharField(
        label=_("Why is it no longer held back?"),
        help_text=_("Shared meanwhile, no longer true, or written by mistake. Not the cause."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONG,
        required=False,
        strip=False,
    )
    marks = {"reason": ""}


class PersonFields(forms.Form):
    """Who somebody is: each field may stay open, a birth may not lie ahead."""

    given_name = forms.CharField(label=_("Given name"), max_length=150, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=150, required=False)
    alias = forms.CharField(
        label=_("Also known as"),
        help_text=_("Another spelling, a name in the family, a name used online."),
        max_length=200,
        required=False,
    )
    birth_date = DayField(label=_("Date of birth"), window=BIRTH, required=False)
    age_text = forms.CharField(
        label=_("Age, as told"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "w12"}),
    )

    who = (
        _("Who is it about?"),
        ["given_name", "family_name", "alias", "birth_date", "age_text"],
    )
    who_marks = dict.fromkeys(who[1], "if_known")


class PersonForm(PersonFields):
    """Who the person is, corrected, and why."""

    reason = forms.CharField(
        label=_("Why is it corrected?"),
        help_text=_("The reason and what stood before stay on file."),
        max_length=500,
        required=False,
    )
    groups = (PersonFields.who,)
    marks = PersonFields.who_marks | {"reason": ""}


class StatementForm(forms.Form):
    """What the own agency aims at in this case, what it gains, where it stops."""

    goal = forms.CharField(
        label=_("Our goal"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    interest = forms.CharField(
        label=_("Our interest"),
        help_text=_("What the agency itself gains or risks here."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    limit = forms.CharField(
        label=_("Our limit"),
        help_text=_("What we cannot do or cannot share in this case."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )


class JoinForm(forms.Form):
    """Somebody new on the team; ``but`` is whoever names (X42)."""

    user = forms.ModelChoiceField(
        label=_("Who?"), queryset=User.objects.none(), empty_label=_("Choose a person")
    )
    role = forms.ChoiceField(label=_("As"), choices=(), widget=Chips)
    reason = forms.CharField(
        label=_("Why this person?"),
        help_text=_("Required when the person would hold two roles on this case."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args, roles: list[Role], but: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]
        self.fields["user"].queryset = (
            people_with_account()
            .filter(agency__isnull=False)
            .exclude(pk=but.pk)
            .select_related("agency")
            .order_by("agency__name", "full_name")
        )
        self.fields["user"].label_from_instance = lambda u: f"{u.display}, {u.agency.short_name}"


class DeclareForm(forms.Form):
    """Own interest in the case, and the common aim."""

    interest = forms.ChoiceField(
        label=_("Have you an interest of your own in this case?"),
        help_text=_("A family tie, a dispute, a post that depends on the outcome."),
        choices=TeamMember.Interest.choices,
        widget=Chips(vertical=True),
    )
    words = forms.CharField(
        label=_("What is it?"),
        help_text=_("The team reads this."),
        max_length=500,
        required=False,
    )
    aim_accepted = forms.BooleanField(label=_("I share the common aim"), required=False)
    marks = {"aim_accepted": "", "words": ""}


class HandOverForm(forms.Form):
    """Who takes over somebody's part, and why; ``but`` is whoever hands it over (X42)."""

    to = forms.ModelChoiceField(
        label=_("To whom?"), queryset=User.objects.none(), empty_label=_("Choose a person")
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The reason stays in the journal of the case."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    marks = {"reason": ""}

    def __init__(self, *args, member: TeamMember, but: User, **kwargs):
        super().__init__(*args, **kwargs)
        # Colleagues of the same agency first: most parts stay in their house.
        self.fields["to"].queryset = (
            people_with_account()
            .filter(agency__isnull=False)
            .exclude(pk__in=(member.user_id, but.pk))
            .select_related("agency")
            .order_by(
                Either(When(agency_id=member.agency_id, then=0), default=1),
                "agency__name",
                "full_name",
            )
        )
        self.fields["to"].label_from_instance = lambda u: f"{u.display}, {u.agency.short_name}"


class LeaveForm(forms.Form):
    """Why somebody leaves."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The reason stays in the journal of the case."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    marks = {"reason": ""}
