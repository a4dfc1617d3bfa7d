"""Who called: sealed; each reading is logged with its reason."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.narrowing import OfSource
from common import sealing
from common.guarded import Guarded
from intake.signals.contacts import contacts_in


class SourceIdentity(Guarded):
    """Name and number of a caller, encrypted. An anonymous caller has no row at all (S25, B7).

    ``marks`` are keyed marks of the numbers and addresses: the database compares them and tells
    how many, without anybody opening a name (S39; intake/signals/same_source.py).
    """

    ACCESS = OfSource()

    signal = models.OneToOneField(
        "intake.Signal", on_delete=models.PROTECT, related_name="source_identity"
    )
    sealed = models.BinaryField()
    marks = ArrayField(models.CharField(max_length=64), default=list)
    made_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        verbose_name = _("source’s identity")
        verbose_name_plural = _("sources’ identities")
        indexes = [GinIndex(fields=["marks"], name="source_marks")]

    @property
    def _place(self) -> str:
        return f"intake_sourceidentity:sealed:{self.pk}"

    def seal(self, *, name: str, contact: str) -> None:
        self.sealed = sealing.seal(self._place, {"name": name, "contact": contact})
        self.marks = [
            mark for one in contacts_in(contact) for mark in sealing.marks("source contact", one)
        ]

    def unseal(self) -> dict[str, str]:
        """Name and contact. Raises sealing.CannotOpen."""
        return sealing.unseal(self._place, self.sealed)
