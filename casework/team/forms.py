"""The forms of a team: join, leave, hand over, declare, state."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import Case as Either
from django.db.models import QuerySet, When
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from agencies.presence import people_with_account
from casework.models import TeamMember
from casework.rights import Role
from common.widgets import Chips


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
    """Who joins, for which agency, in which role; ``but`` is whoever names them (X42)."""

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

    def __init__(self, *args: Any, roles: list[Role], but: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(role.value, role.label) for role in roles]
        cast(forms.ChoiceField, self.fields["role"]).choices = offered
        _offers(self.fields["user"], _people().exclude(pk=but.pk))


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

    def __init__(self, *args: Any, member: TeamMember, but: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Colleagues of the same agency first: most parts stay there.
        first = Either(When(agency_id=member.agency_id, then=0), default=1)
        people = _people().exclude(pk__in=(member.user_id, but.pk))
        _offers(self.fields["to"], people.order_by(first, "name_key", "pk"))


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


def successor(role: Role, but: User) -> forms.ModelChoiceField[User]:
    """The field that names somebody for a vacant office; ``but`` is whoever names them (X42)."""
    field = forms.ModelChoiceField(
        label=_("For the office “%(role)s”") % {"role": role.label},
        queryset=User.objects.none(),
        empty_label=_("Choose a person"),
        required=False,
    )
    offer_people(field, but)
    return field


def offer_people(field: forms.Field, but: User) -> None:
    """Let a field offer everybody with an agency and an account, ``but`` whoever names (X42)."""
    _offers(field, _people().exclude(pk=but.pk))


def _people() -> QuerySet[User]:
    people = people_with_account().filter(agency__isnull=False).select_related("agency")
    return people.order_by("name_key", "pk")


def _offers(field: forms.Field, people: QuerySet[User]) -> None:
    offering: Any = field
    offering.queryset = people
    offering.label_from_instance = _with_agency


def _with_agency(obj: Any) -> str:
    return f"{obj.display}, {obj.agency.short_name}"
