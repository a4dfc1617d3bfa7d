"""The journal and the reading log: rows that the application can add and never change."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.narrowing import OfJournal, OfOfficer, OfReadings
from common import day_field, sealing
from common.guarded import Guarded
from common.names_then import KeepsNames


class JournalEntry(KeepsNames, Guarded):
    """One decision, one row, in the decision's own transaction; read as one sentence."""

    ACCESS = OfJournal()
    NAMES: ClassVar = {"by": "at", "agency": "at"}

    at = models.DateTimeField()
    event = models.CharField(max_length=60)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, null=True, related_name="+"
    )
    case = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, null=True, related_name="journal", db_index=False
    )
    record = models.ForeignKey(
        "casework.Record", on_delete=models.PROTECT, null=True, related_name="+"
    )
    relationship = models.ForeignKey(
        "casework.Relationship",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    signal = models.ForeignKey(
        "intake.Signal", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    reason = models.TextField(blank=True)
    facts = models.JSONField(default=dict)

    class Meta(Guarded.Meta):
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        indexes = [
            models.Index(fields=["case", "-at", "-id"], name="journal_of_case"),
            models.Index(fields=["signal", "-at"], name="journal_of_signal"),
        ]

    @property
    def of_few(self) -> bool:
        """Whether it is about a row with an audience, and read by that alone."""
        return self.record_id is not None or self.relationship_id is not None

    @property
    def happened_on(self) -> date | None:
        """The day on which it was done, where it was entered on another (X14)."""
        return day_field.read(self.facts.get("happened_on"))


class ReadingLog(Guarded):
    """One reading of a file: who, when, which page, why if not on the team. No content."""

    ACCESS = OfReadings()

    at = models.DateTimeField()
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, null=True, related_name="+"
    )
    role = models.CharField(max_length=120, blank=True)
    reference = models.CharField(max_length=30)
    case = models.ForeignKey(  # found along ``readings_of_case``
        "casework.Case",
        on_delete=models.PROTECT,
        null=True,
        related_name="readings",
        db_index=False,
    )
    signal = models.ForeignKey(
        "intake.Signal", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    route = models.CharField(max_length=80)
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=40, blank=True)

    class Meta(Guarded.Meta):
        verbose_name = _("reading")
        verbose_name_plural = _("reading log")
        indexes = [
            models.Index(fields=["case", "-at", "-id"], name="readings_of_case"),
            models.Index(fields=["-at", "-id"], name="readings_newest"),
            models.Index(  # what somebody opened lately
                fields=["reader", "-at"],
                name="readings_of_reader",
                condition=Q(case__isnull=False) | Q(signal__isnull=False),
            ),
        ]


class SearchedWords(Guarded):
    """What somebody typed to find a person (X13). Added, never changed; the officer alone reads it.

    The words are sealed, and opened one search at a time for a reason that is logged.
    """

    ACCESS = OfOfficer()

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, null=True, related_name="+"
    )
    sealed = models.BinaryField()

    class Meta(Guarded.Meta):
        verbose_name = _("search by name")
        verbose_name_plural = _("searches by name")
        indexes = [models.Index(fields=["-at", "-id"], name="searched_words_newest")]

    @property
    def mark(self) -> str:
        """A short mark by which the reading log names this search."""
        return f"R-{self.pk.hex[:8]}"

    @property
    def _place(self) -> str:
        return f"casework_searchedwords:sealed:{self.pk}"

    def seal(self, text: str) -> None:
        """Seal what was typed."""
        self.sealed = sealing.seal(self._place, {"text": text})

    def unseal(self) -> str:
        """What was typed. Raises sealing.CannotOpen."""
        return sealing.unseal(self._place, bytes(self.sealed))["text"]
