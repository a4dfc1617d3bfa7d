"""The conference: when it was held, which agencies sat at it, what it answered (S22, S29)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.narrowing import OfFile
from common.columns import within
from common.guarded import Guarded, Versioned, history
from common.names_then import KeepsNames


class TableAnswer(models.TextChoices):
    """An answer to one of the two questions of S22: yes, no or unclear."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNCLEAR = "unclear", _("Unclear")


class Conference(KeepsNames, Versioned):
    """The record of one conference: on a signal first, the case's once one is opened."""

    ACCESS = OfFile()
    NAMES: ClassVar = {"recorded_by": "recorded_at"}

    signal = models.ForeignKey(
        "intake.Signal", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    case = models.ForeignKey(
        "casework.Case",
        on_delete=models.PROTECT,
        null=True,
        related_name="conferences",
        db_index=False,
    )
    held_on = models.DateField(_("held on"))
    radicalised = models.CharField(max_length=10, choices=TableAnswer.choices)
    radicalised_grounds = models.TextField()
    useful = models.CharField(max_length=10, choices=TableAnswer.choices)
    useful_grounds = models.TextField()
    statement = models.TextField(blank=True)
    composition_reason = models.TextField(blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    history = history(excluded_fields=["names"])

    class Meta(Versioned.Meta):
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")
        indexes = [
            models.Index(fields=["signal", "-held_on"], name="conference_of_signal"),
            models.Index(fields=["case", "-held_on"], name="conference_of_case"),
        ]
        constraints = [
            models.CheckConstraint(
                name="conference_is_about_a_file",
                condition=Q(signal__isnull=False) | Q(case__isnull=False),
            ),
            models.CheckConstraint(
                name="conference_has_grounds",
                condition=~Q(radicalised_grounds="") & ~Q(useful_grounds=""),
            ),
            within("held_on"),
        ]


class ConferenceSeat(KeepsNames, Guarded):
    """An agency at the conference, or heard in writing.

    Added with the record, never changed: a correction of who was there writes all of them anew,
    as of its version of the record (X29).
    """

    ACCESS = OfFile("conference__case_id", "conference__signal_id")
    NAMES: ClassVar = {"agency": ""}

    class Presence(models.TextChoices):
        PRESENT = "present", _("present")
        WRITTEN = "written", _("consulted in writing")

    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="seats", db_index=False
    )
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    presence = models.CharField(max_length=10, choices=Presence.choices)
    of_version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(Guarded.Meta):
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "agency", "of_version"], name="seat_once_a_version"
            ),
        ]
