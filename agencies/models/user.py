from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NoReturn, Self
from uuid import UUID
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import (  # type: ignore[attr-defined]  # the stubs leave one out
    PermissionsMixin,
    _user_has_perm,
)
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from agencies.models.agency import Agency
from agencies.models.duty import Duty, DutyKind
from common import clock
from common.narrowing import OPEN
from common.sorting import Sorted, SortKey


def known_time_zone(name: str) -> None:
    """A validator: refuses a time zone that this machine does not know."""
    if name not in available_timezones():
        raise ValidationError(_("This time zone is unknown."), code="unknown_time_zone")


def of_the_territory() -> str:
    """The territory's time zone, in which a new account starts (X16)."""
    zone: str = settings.TIME_ZONE
    return zone


class UserManager(BaseUserManager["User"]):
    """Finds people by e-mail address, whatever its case."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=self.normalize_email(username))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Return a new person; without a password nobody can sign in as them yet."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: nobody here has every right (B4)."""
        raise NotImplementedError(
            "Relais has no superusers. Use: manage.py create_first_administrator <e-mail>"
        )


class User(Sorted, AbstractBaseUser, PermissionsMixin):
    """A person, of one agency. What they may do comes from duties, posts and parts on cases."""

    ACCESS = OPEN

    class Language(models.TextChoices):
        FRENCH = "fr", "Français"
        ENGLISH = "en", "English"

    email = models.EmailField(_("e-mail address"), unique=True)
    full_name = models.CharField(_("name shown"), max_length=120)
    name_key = SortKey("full_name", "email")
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("agency"),
        on_delete=models.PROTECT,
        related_name="people",
        null=True,
        blank=True,
        help_text=_("Left empty for administrators only."),
    )
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.FRENCH
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, default=of_the_territory, validators=[known_time_zone]
    )
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Without this the person cannot sign in, and every session of theirs ends."),
    )
    date_joined = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True, editable=False)
    invitation_ends_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Parts on cases stay with the earlier agency, which may miss whoever has moved (X18).
    has_moved = models.BooleanField(default=False, editable=False)

    _case_rights: dict[UUID, frozenset[str]]  # what a request knows (casework/access_backend.py)

    # Part of what a session is checked against: raising it ends every session (fact 7).
    session_round = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["name_key", "email"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [models.Index(fields=["name_key", "email"], name="user_name_key")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.display

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any) -> Self:
        user = super().from_db(db, field_names, values)
        user._saved_agency_id = user.__dict__.get("agency_id")
        return user

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.__dict__.pop("_duties", None)

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What a session must match: hash of the passphrase, and of the round of sessions."""
        return salted_hmac(
            "agencies.models.user.session",
            f"{self.password}:{self.session_round}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    def clean(self) -> None:
        super().clean()
        self.email = type(self).objects.normalize_email(self.email)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the address in lower case, the groups that of the agency alone."""
        self.email = type(self).objects.normalize_email(self.email)
        if not self.password:
            self.set_unusable_password()
        with transaction.atomic():
            joined_another = self._joins_another_agency(kwargs.get("update_fields"))
            if joined_another and not self._state.adding:
                self.has_moved = True
                if kwargs.get("update_fields") is not None:
                    kwargs["update_fields"] = {*kwargs["update_fields"], "has_moved"}
            super().save(*args, **kwargs)
            if joined_another:
                self.groups.set([self.agency.group_id] if self.agency else [])
                self._saved_agency_id = self.agency_id

    def _joins_another_agency(self, update_fields: Iterable[str] | None) -> bool:
        if self._state.adding:
            return True
        written = update_fields is None or not {"agency", "agency_id"}.isdisjoint(update_fields)
        known = "agency_id" in self.__dict__
        return written and known and self.agency_id != self.__dict__.get("_saved_agency_id")

    @property
    def display(self) -> str:
        return self.full_name or self.email

    def get_full_name(self) -> str:
        return self.display

    def get_short_name(self) -> str:
        return self.display

    @property
    def duties(self) -> frozenset[str]:
        """Return the kinds of duty held today, read once a day and instance."""
        today = clock.today()
        known = self.__dict__.get("_duties")
        if known is None or known[0] != today:
            known = self.keep_duties(Duty.held_on(today, self.pk))
        return known[1]

    def keep_duties(self, kinds: Iterable[str]) -> tuple[date, frozenset[str]]:
        """Keep what was read of the duties held today; return the day with it."""
        self._duties = (clock.today(), frozenset(kinds))
        return self._duties

    def has_duty(self, kind: str) -> bool:
        """Tell whether this active person holds the duty today."""
        return self.is_active and DutyKind(kind) in self.duties

    @property
    def is_staff(self) -> bool:
        return self.has_duty(DutyKind.ADMINISTRATOR)

    # Django answers yes to everything for a superuser; here the flag opens nothing (B4, fact 8).

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.is_active and _user_has_perm(self, perm, obj)

    def has_module_perms(self, app_label: str) -> bool:
        return False
