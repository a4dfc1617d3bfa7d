from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.columns import within
from common.narrowing import OPEN


class AbsenceQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Narrow to the absences that cover `day`, both ends included."""
        return self.filter(first_day__lte=day, last_day__gte=day)

    def not_over(self, day: date) -> Self:
        """Narrow to the absences that still run on `day` or have yet to begin."""
        return self.filter(last_day__gte=day)


class Absence(models.Model):
    """Days on which somebody cannot receive or answer, so that others do (S24).

    A stand-in is told first among those who already may act; it gives no right by itself.
    """

    ACCESS = OPEN

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="absences",
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("stand-in"),
        on_delete=models.SET_NULL,
        related_name="stands_in",
        null=True,
        blank=True,
    )
    reason = models.CharField(
        _("reason"),
        max_length=120,
        blank=True,
        help_text=_("A word such as leave or training. Nothing about health."),
    )
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("declared by"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "pk"]
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        indexes = [models.Index(fields=["last_day", "first_day"], name="absence_days")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="absence_ends_after_it_begins",
                violation_error_message=_("The last day cannot come before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(stand_in=None) | ~Q(stand_in=F("user")),
                name="absence_stand_in_is_somebody_else",
                violation_error_message=_("The stand-in must be somebody else."),
            ),
            within("first_day"),
            within("last_day"),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} / {self.last_day}"
