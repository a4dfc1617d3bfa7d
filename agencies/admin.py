"""Administration of people, agencies, duties, channels and absences.

The classes take their rights and their site from `operations/admin.py`, which mixes them with its
own base and registers them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from axes.utils import reset
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agencies import decisions
from agencies.forms import TimeZoneMixin
from agencies.models import Agency, Channel, ChannelPost, Duty, User
from agencies.requests import person
from common.day_field import for_column
from common.windows import HAPPENED, PLANNED

if TYPE_CHECKING:
    _Page = admin.ModelAdmin[Any]
    _Table = admin.TabularInline[Any, Any]
else:
    _Page = _Table = object

GIVEN_BY_ANOTHER = _("Nobody gives themselves a duty or a post: another administrator gives yours.")


class HolderForm(forms.ModelForm):
    """A form that gives somebody a power: never to oneself, never moved to another (B5).

    ``acting`` is set by the page: whoever fills it in.
    """

    acting: User | None = None
    fixed: tuple[str, ...] = ("user",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        acting = cast(User, self.acting)
        field = self.fields.get("user")
        if field is not None:
            people = cast(forms.ModelChoiceField, field)
            others = User.objects.filter(is_active=True).exclude(pk=acting.pk)
            people.queryset = others if self.instance.pk is None else User.objects.all()
            people.help_text = GIVEN_BY_ANOTHER
            people.error_messages["invalid_choice"] = GIVEN_BY_ANOTHER
        own = self.instance.user_id == acting.pk
        for name in self.fields if own else self.fixed if self.instance.pk else ():
            if name in self.fields:
                self.fields[name].disabled = True


class DutyForm(HolderForm):
    fixed = ("user", "kind")
    since = for_column(Duty, "since", PLANNED)
    until = for_column(Duty, "until", PLANNED)


class PersonForm(TimeZoneMixin, forms.ModelForm):
    # A declared field does not take the model's default.
    time_zone = forms.ChoiceField(
        label=_("Time zone"), initial=User._meta.get_field("time_zone").default
    )

    class Meta:
        model = User
        fields = ["email", "full_name", "agency", "job_title", "language", "time_zone", "is_active"]


class AgencyForm(forms.ModelForm):
    last_briefed_on = for_column(Agency, "last_briefed_on", HAPPENED)


class AgencyAdmin(_Page):
    form = AgencyForm
    fields = ["name", "short_name", "kind", "active", "last_briefed_on"]
    list_display = ["shown_name", "shown_short_name", "kind", "active", "last_briefed_on"]
    list_filter = ["kind", "active"]
    search_fields = ["name", "short_name"]

    @admin.display(description=_("name"), ordering="name_key")
    def shown_name(self, agency: Agency) -> str:
        return agency.name

    @admin.display(description=_("short name"), ordering="short_key")
    def shown_short_name(self, agency: Agency) -> str:
        return agency.short_name


class UserAdmin(_Page):
    """People; adding one sends an invitation, and nobody types a passphrase for another (C5)."""

    form = PersonForm
    list_display = ["shown_name", "email", "agency", "is_active", "last_login", "invited_at"]
    list_filter = ["is_active", "agency"]
    list_select_related = ["agency"]
    search_fields = ["full_name", "email"]
    actions = ["invite_again", "unlock", "sign_out"]

    @admin.display(description=_("name shown"), ordering="name_key")
    def shown_name(self, user: User) -> str:
        return user.full_name

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """One's own address, agency and activity are read alone (B5)."""
        own = obj is not None and obj.pk == request.user.pk
        return ["email", "agency", "is_active"] if own else []

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        own = obj is not None and obj.pk == request.user.pk
        said = {"description": decisions.NOT_ONESELF} if own else {}
        return [(None, {"fields": self.get_fields(request, obj)} | said)]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if change:
            decisions.change_person(obj, by=person(request))
        else:
            decisions.add_person(obj, by=person(request))

    @admin.action(description=_("Send a new invitation"))
    def invite_again(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        sent = 0
        for user in queryset:
            try:
                decisions.invite(user, by=person(request))
                sent += 1
            except ValidationError as error:
                self.message_user(request, f"{user}: {error.messages[0]}", messages.WARNING)
        self._tell(request, sent, ngettext("%d invitation sent.", "%d invitations sent.", sent))

    @admin.action(description=_("Lift the lock after wrong passphrases"))
    def unlock(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        count = sum(1 for user in queryset if reset(username=user.email))
        self._tell(request, count, ngettext("%d lock lifted.", "%d locks lifted.", count))

    @admin.action(description=_("End all sessions"))
    def sign_out(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        others = [user for user in queryset if user.pk != request.user.pk]
        for user in others:
            decisions.end_sessions(user)
        count = len(others)
        sentence = ngettext("%d person signed out.", "%d people signed out.", count)
        self._tell(request, count, sentence)

    def _tell(self, request: HttpRequest, count: int, sentence: str) -> None:
        self.message_user(request, sentence % count, messages.SUCCESS if count else messages.INFO)


class DutyAdmin(_Page):
    """Duties, given and ended by date; nobody changes their own (B5)."""

    form = DutyForm
    fields = ["user", "kind", "since", "until"]
    list_display = ["user", "kind", "since", "until"]
    list_filter = ["kind"]
    list_select_related = ["user"]
    search_fields = ["user__full_name", "user__email"]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        return _acting(super().get_form(request, obj, change, **kwargs), request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        own = obj is not None and obj.user_id == request.user.pk
        return super().has_change_permission(request, obj) and not own

    def save_model(self, request: HttpRequest, obj: Duty, form: Any, change: bool) -> None:
        decide = decisions.change_duty if change else decisions.give_duty
        decide(obj, by=person(request))


class PostInline(_Table):
    model = ChannelPost
    form = HolderForm
    fields = ["user", "post", "position", "active"]
    extra = 1

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form = _acting(formset.form, request)
        return formset

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field with an ``aria-label``: a cell of the table has no label of its own."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = field.label
        return field


def _acting(form: Any, request: HttpRequest) -> Any:
    """The form's class for this request, with ``acting`` set to its person."""
    return type(form.__name__, (form,), {"acting": request.user})


class ChannelAdmin(_Page):
    model = Channel
    fields = ["name", "kind", "hours", "active"]
    list_display = ["shown_name", "kind", "active"]
    list_filter = ["kind", "active"]
    search_fields = ["name"]

    @admin.display(description=_("name"), ordering="name_key")
    def shown_name(self, channel: Channel) -> str:
        return channel.name

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save each post by its own decision; none is deleted."""
        formset.save(commit=False)
        for post in formset.new_objects:
            decisions.name_to_post(post, by=person(request))
        for post, _names in formset.changed_objects:
            decisions.change_post(post, by=person(request))


class AbsenceAdmin(_Page):
    """Absences, read alone and without their reason; people declare them themselves."""

    fields = ["user", "first_day", "last_day", "stand_in", "declared_by"]
    list_display = ["user", "first_day", "last_day", "stand_in", "declared_by"]
    list_select_related = ["user", "stand_in", "declared_by"]
    date_hierarchy = "first_day"
    search_fields = ["user__full_name"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
