from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.columns import within
from common.narrowing import OPEN


class DutyKind(models.TextChoices):
    """The duties of the territory; receivers and deputies are posts of a channel instead."""

    SIGNAL_COORDINATOR = "signal_coordinator", _("Signal coordinator")
    DECIDER = "decider", _("Decider")
    DPO = "dpo", _("Data protection officer")
    ADMINISTRATOR = "administrator", _("Administrator")


class DutyQuerySet(models.QuerySet):
    def active_on(self, day: date) -> Self:
        """Narrow to the duties that run on `day`, both ends included."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Duty(models.Model):
    """A duty that a person holds for the whole territory, from a day to a day."""

    ACCESS = OPEN

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="duty_periods",
    )
    kind = models.CharField(_("duty"), max_length=20, choices=DutyKind)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["user", "kind", "-since"]
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="duty_ends_after_it_begins",
                violation_error_message=_("A duty cannot end before it begins."),
            ),
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(until=None),
                name="duty_open_once",
                violation_error_message=_("This person already holds this duty."),
            ),
            within("since"),
            within("until"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @classmethod
    def held_on(cls, day: date, user: int) -> models.QuerySet[Duty, str]:
        """The kinds of duty that this person holds on `day`."""
        return cls.objects.filter(user=user).active_on(day).values_list("kind", flat=True)
