"""The sealed record of a search among all persons, for the data protection officer (X41)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.narrowing import OfOfficer
from common import sealing
from common.guarded import Guarded


class MatchSearch(Guarded):
    """One search among all persons (X41). Added, never changed; the officer alone reads it."""

    ACCESS = OfOfficer()

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signal = models.ForeignKey("intake.Signal", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=30)
    sealed = models.BinaryField()

    class Meta(Guarded.Meta):
        verbose_name = _("search for a person")
        verbose_name_plural = _("searches for persons")
        indexes = [models.Index(fields=["-at", "-id"], name="searches_newest")]

    @property
    def _place(self) -> str:
        return f"intake_matchsearch:sealed:{self.pk}"

    def seal(self, *, asked: list[str], shown: list[str]) -> None:
        """Seal the words that were looked for and the keys of the persons shown."""
        values = {"asked": "\n".join(asked), "shown": " ".join(shown)}
        self.sealed = sealing.seal(self._place, values)

    def unseal(self) -> tuple[list[str], list[str]]:
        """(words asked, keys shown). Raises sealing.CannotOpen."""
        values = sealing.unseal(self._place, self.sealed)
        return [word for word in values["asked"].split("\n") if word], values["shown"].split()
