"""Forms about one's own account: signing in, passphrases, profile, absences."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from allauth.account.forms import (
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    UserTokenForm,
)
from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agencies import colleagues, mail, time_zones
from agencies.models import Absence, DutyKind, User
from common.day_field import for_column
from common.windows import PLANNED
from common.words import Words

NEW = "new-password"
CURRENT = "current-password"


def _name(field: forms.Field, label: Words, **attrs: str) -> None:
    """Set label and autocomplete of a field of allauth, and drop its placeholder."""
    field.label = label
    field.help_text = ""
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


def _rules() -> str:
    return " ".join(password_validators_help_texts())


def _same_twice(form: forms.Form, cleaned: dict[str, Any] | None) -> dict[str, Any]:
    cleaned = cleaned or form.cleaned_data
    first, second = cleaned.get("password1"), cleaned.get("password2")
    if first and second and first != second:
        form.add_error("password2", _("The two passphrases differ."))
    return cleaned


class SignInForm(LoginForm):
    """E-mail address and passphrase."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["login"], _("E-mail address"), autocomplete="username")
        _name(self.fields["password"], _("Passphrase"), autocomplete=CURRENT)


class ConfirmIdentityForm(ReauthenticateForm):
    """The passphrase asked again, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["password"], _("Passphrase"), autocomplete=CURRENT)


class ForgottenPassphraseForm(ResetPasswordForm):
    """An address; the answer is the same for a known and an unknown one (A11)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["email"], _("E-mail address"), autocomplete="username")

    def clean_email(self) -> str:
        return User.objects.normalize_email(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        mail.after_commit("reset", User.objects.filter(email=email, is_active=True).first())
        return email


class ResetLinkForm(UserTokenForm):
    """The link of a reset; it is dead once the account is closed too."""

    def _get_user(self, uidb36: str) -> User | None:
        user = super()._get_user(uidb36)
        return user if user is not None and user.is_active else None


class NewPassphraseAfterResetForm(ResetPasswordKeyForm):
    """The new passphrase, twice, behind the link of a reset."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["password1"], _("New passphrase"), autocomplete=NEW)
        _name(self.fields["password2"], _("The same passphrase again"), autocomplete=NEW)
        self.fields["password1"].help_text = _rules()

    def clean(self) -> dict[str, Any]:
        return _same_twice(self, forms.Form.clean(self))


class PassphraseForm(forms.Form):
    """A new passphrase, twice, checked against the rules for this person (A1)."""

    password1 = forms.CharField(
        label=_("New passphrase"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": NEW}),
    )
    password2 = forms.CharField(
        label=_("The same passphrase again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": NEW}),
    )
    marks = {"*": ""}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _rules()

    def clean_password1(self) -> str:
        passphrase: str = self.cleaned_data["password1"]
        validate_password(passphrase, self.user)
        return passphrase

    def clean(self) -> dict[str, Any]:
        return _same_twice(self, super().clean())


class ChangePassphraseForm(PassphraseForm):
    """A new passphrase, twice, with the present one."""

    current = forms.CharField(
        label=_("Passphrase in force"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": CURRENT}),
    )
    field_order = ["current", "password1", "password2"]

    def clean_current(self) -> str:
        current: str = self.cleaned_data["current"]
        if not self.user.check_password(current):
            raise forms.ValidationError(_("This is not your passphrase in force."))
        return current


if TYPE_CHECKING:
    _PersonForm = forms.ModelForm[User]
else:
    _PersonForm = object


class TimeZoneMixin(_PersonForm):
    """A form of a person that offers the time zones at hand, and the one they have."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "time_zone" in self.fields:
            offered = time_zones.choices_with(self.instance.time_zone)
            cast(forms.ChoiceField, self.fields["time_zone"]).choices = offered


class ProfileForm(TimeZoneMixin, forms.ModelForm):
    """What a person sets for themselves."""

    time_zone = forms.ChoiceField(label=_("Time zone"))

    class Meta:
        model = User
        fields = ["full_name", "language", "time_zone"]


class AbsenceForm(forms.ModelForm):
    """Away from a day to a day; the person is asked only of those who may declare for others."""

    first_day = for_column(Absence, "first_day", PLANNED)
    last_day = for_column(Absence, "last_day", PLANNED)

    class Meta:
        model = Absence
        fields = ["user", "first_day", "last_day", "stand_in", "reason"]

    def __init__(self, *args: Any, by: User, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        people = colleagues.declarable_by(by, today)
        if by.has_duty(DutyKind.SIGNAL_COORDINATOR):
            away = cast(forms.ModelChoiceField, self.fields["user"])
            away.queryset, away.initial, away.empty_label = people, by.pk, None
        else:
            del self.fields["user"]
            self.instance.user = by
        stand_in: Any = self.fields["stand_in"]
        stand_in.queryset = colleagues.stand_ins_for(people)
        stand_in.label_from_instance = _with_agency
        stand_in.help_text = _("Told first among those who may already act. It gives no new right.")

    def clean_last_day(self) -> date:
        last_day: date = self.cleaned_data["last_day"]
        if last_day < self.today:
            raise forms.ValidationError(_("This day is over: the absence would change nothing."))
        return last_day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        away = cleaned.get("user") if "user" in self.fields else self.instance.user
        if away is not None and cleaned.get("stand_in") == away:
            self.add_error("stand_in", _("The stand-in must be somebody else."))
        return cleaned


def _with_agency(user: User) -> str:
    return f"{user.display} ({user.agency.short_name})" if user.agency else user.display
