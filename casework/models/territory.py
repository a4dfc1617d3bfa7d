"""What an administrator sets for the territory: labels, delays, code lists, days off (S03)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.columns import within
from common.compiled import Rows, compiled, not_while_writing
from common.narrowing import OPEN
from common.together import ask_together
from common.words import Words

# What one request has read; None outside one.
_read: ContextVar[dict[str, TerritoryProfile] | None] = ContextVar("relais_territory", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Within the block the settings are read at most once; a page asks up to four times."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def _days(
    label: Words, default: int, lowest: int = 1, highest: int = 3650, help_text: Words = ""
) -> models.PositiveSmallIntegerField[Any, Any]:
    return models.PositiveSmallIntegerField(
        label,
        default=default,
        validators=[MinValueValidator(lowest), MaxValueValidator(highest)],
        help_text=help_text,
    )


class TerritoryProfile(models.Model):
    """The one row of settings: delays, labels and limits that are left to the territory."""

    ACCESS = OPEN

    name = models.CharField(_("name of the territory"), max_length=120, default="Saint-Aubrac")
    reference_prefix = models.CharField(
        _("prefix of case references"),
        max_length=8,
        default="SA",
        validators=[RegexValidator(r"^[A-Z]{1,8}$", _("Capital letters only, eight at most."))],
    )
    holiday_country = models.CharField(_("country of public holidays"), max_length=2, default="FR")
    holiday_region = models.CharField(
        _("region of public holidays"), max_length=40, blank=True, default=""
    )
    emergency_numbers = models.CharField(_("emergency numbers"), max_length=60, default="17, 112")
    risk_owner_fr = models.CharField(
        _("title of the risk owner (French)"), max_length=80, default="maire"
    )
    risk_owner_en = models.CharField(
        _("title of the risk owner (English)"), max_length=80, default="mayor"
    )
    common_aim_fr = models.CharField(
        _("common aim (French)"),
        max_length=300,
        default="Réduire le risque pour la société en aidant la personne à s’en éloigner.",
    )
    common_aim_en = models.CharField(
        _("common aim (English)"),
        max_length=300,
        default="Reduce the risk for society by helping the person to move away from it.",
    )
    first_team_agencies = _days(_("agencies in a first team, at least (S29)"), 3, 1, 20)
    conference_domains = _days(_("domains at the conference, at least (S29)"), 3, 1, 20)
    acknowledge_working_days = _days(_("acknowledge a signal: working days (S24)"), 1, 1, 30)
    answer_request_days = _days(_("answer a request for information: days (S43)"), 10)
    deconfliction_days = _days(_("answer of the security services: days (S34)"), 5)
    deconfliction_urgent_hours = _days(
        _("the same, concern possible or imminent: hours"), 24, 1, 240
    )
    triage_working_days = _days(_("decide on a signal: working days"), 10)
    conference_working_days = _days(
        _("hold the conference on a signal that was taken to it: working days (S22)"), 20, 1, 120
    )
    analysis_start_days = _days(_("begin the analysis of an opened case: days"), 21)
    plan_draft_days = _days(
        _("bring a plan to its approval: days"),
        42,
        help_text=_("From the beginning of the analysis, or of a later version."),
    )
    plan_check_days = _days(_("between two checkpoints: days at most (S52)"), 90)
    checkpoint_reminder_days = _days(_("remind before a checkpoint: days (S52)"), 7)
    assessment_valid_days = _days(_("assessment before closure: days at most (S75)"), 60)
    monitoring_months = _days(_("between two checks after closure: months (S83)"), 3, 1, 24)
    monitoring_checks = _days(_("checks after closure (S83)"), 4, 1, 24)
    check_entry_working_days = _days(_("enter a held check: working days (2.4)"), 5)
    action_acceptance_working_days = _days(_("accept an action: working days (S60)"), 5)
    online_update_days = _days(_("update of the online domain: days (S10)"), 60)
    overlap_agencies = _days(_("new agencies meeting a person inside a fortnight (S51)"), 2, 1, 20)
    overlap_days = _days(_("length of that window: days (S51)"), 14)
    haste_working_days = _days(_("approval sooner than this asks a reason: working days (S57)"), 3)
    keep_advice_months = _days(_("keep advice given: months"), 3, 1, 120)
    keep_no_action_months = _days(_("keep a signal without action: months"), 6, 1, 120)
    keep_malicious_months = _days(_("keep a malicious report: months"), 6, 1, 120)
    keep_oriented_months = _days(_("keep an oriented signal: months"), 12, 1, 120)
    keep_security_months = _days(_("keep a signal handed to security: months"), 12, 1, 120)
    invitation_working_days = _days(_("use an invitation: working days"), 3, 1, 30)
    renamings_unnoticed = _days(
        _("name a signal’s person again before the data protection officer is told: times"),
        3,
        1,
        20,
    )
    surely_adult_years = _days(
        _("surely adult by the age or year that was told: from so many years (S35)"),
        20,
        18,
        30,
        help_text=_(
            "Ages that are told are seldom exact. Whoever may be younger than this counts as a"
            " minor, unless the date of birth is known or the first analysis has answered."
        ),
    )
    urgent_reminder_hours = _days(
        _("remind of a signal with a possible danger: hours (S63)"),
        2,
        1,
        24,
        help_text=_(
            "From its arrival, while nobody has acknowledged it. By day whoever holds it is"
            " reminded; at night and on days off whoever is on call, alone."
        ),
    )
    urgent_stand_in_hours = _days(
        _("the same, tell the stand-in: hours"),
        4,
        1,
        48,
        help_text=_("At night and on days off the second call."),
    )
    urgent_number_hours = _days(
        _("the same, show the coordinators the number on call: hours"),
        6,
        1,
        72,
        help_text=_("It then stands on the first page of each signal coordinator."),
    )
    day_begins_hour = _days(
        _("the day begins: hour"),
        8,
        0,
        12,
        help_text=_("Before it, and on days off, urgent reminders go to the duty roster."),
    )
    day_ends_hour = _days(
        _("the day ends: hour"),
        18,
        13,
        23,
        help_text=_("From then on urgent reminders go to the duty roster."),
    )
    second_approver = models.BooleanField(_("a second person approves a plan"), default=False)

    class Meta:
        verbose_name = _("territory profile")
        verbose_name_plural = _("territory profile")
        constraints = [
            models.CheckConstraint(name="territory_is_one_row", condition=models.Q(id=1))
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        (_read.get() or {}).clear()

    @classmethod
    def load(cls) -> TerritoryProfile:
        """The settings in force; the defaults while nobody has saved any."""
        known = _read.get() or {}
        return known["profile"] if "profile" in known else cls.read()

    @classmethod
    def read(cls, *with_it: Rows[Any]) -> TerritoryProfile:
        """The same; where it was not read yet, it and other questions are one statement."""
        not_while_writing("What the territory has set")
        known = _read.get()
        known = {} if known is None else known
        if "profile" in known:
            ask_together(*with_it)
        else:
            rows = compiled(_the_one, most=1)
            ask_together(rows, *with_it)
            known["profile"] = next(iter(rows), None) or cls(pk=1)
        return known["profile"]

    def risk_owner_title(self) -> str:
        return self.risk_owner_en if get_language() == "en" else self.risk_owner_fr

    def common_aim(self) -> str:
        return self.common_aim_en if get_language() == "en" else self.common_aim_fr


def _the_one() -> models.QuerySet[TerritoryProfile]:
    return TerritoryProfile.objects.filter(pk=1)


class Code(models.Model):
    """An entry of a closed list that the territory keeps itself, in both languages."""

    ACCESS = OPEN

    class List(models.TextChoices):
        DOMAIN = "domain", _("domains of life (S08)")
        ALTERNATIVE = "alternative", _("alternatives looked at (S36)")
        IDEOLOGY = "ideology", _("forms of extremism (S37)")
        EFFECT = "effect", _("kinds of negative effects (S67)")

    kind = models.CharField(_("list"), max_length=20, choices=List.choices)
    code = models.SlugField(_("code"), max_length=40)
    label_fr = models.CharField(_("label (French)"), max_length=120)
    label_en = models.CharField(_("label (English)"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("entry of a list")
        verbose_name_plural = _("code lists")
        ordering = ["kind", "position", "code"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="code_once")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.label_en if get_language() == "en" else self.label_fr


class LocalHoliday(models.Model):
    """A day off in this territory beside the public holidays of its country."""

    ACCESS = OPEN

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("local day off")
        verbose_name_plural = _("local days off")
        ordering = ["day"]
        constraints = [within("day")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class ReferenceCounter(models.Model):
    """The last number given in a series of references (never shown, never reused)."""

    ACCESS = OPEN

    series = models.CharField(max_length=30, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.series
