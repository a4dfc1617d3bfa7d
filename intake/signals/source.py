"""Who called: sealed; each reading is logged with its reason."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.narrowing import OfSource
from common import sealing
from common.guarded import Guarded
from intake.signals.contacts import contacts_in


class SourceIdentity(Guarded):
    """Name and number of a caller, encrypted. An anonymous caller has no row at all (S25, B7).

    ``marks`` are keyed marks of the numbers and addresses: the database compares them and tells
    how many, without anybody opening a name (S39; intake/signals/same_source.py).

    A row is never changed: a correction is the next ``number``, which alone holds from then on,
    with its reason sealed beside it (X33). Where anonymity was asked afterwards, nothing is
    compared any more (``anonymous``).
    """

    ACCESS = OfSource()

    signal = models.ForeignKey(
        "intake.Signal", on_delete=models.PROTECT, related_name="source_identities"
    )
    number = models.PositiveSmallIntegerField(default=1)
    anonymous = models.BooleanField(default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sealed = models.BinaryField()
    marks = ArrayField(models.CharField(max_length=64), default=list)
    made_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        verbose_name = _("source’s identity")
        verbose_name_plural = _("sources’ identities")
        indexes = [GinIndex(fields=["marks"], name="source_marks")]
        constraints = [
            models.UniqueConstraint(fields=["signal", "number"], name="source_number_once"),
            models.CheckConstraint(
                name="source_anonymous_is_not_compared",
                condition=Q(anonymous=False) | Q(marks=[]),
            ),
        ]

    @property
    def _place(self) -> str:
        return f"intake_sourceidentity:sealed:{self.pk}"

    def seal(self, *, name: str, contact: str, reason: str = "") -> None:
        """Seal who called, and why it was corrected; without marks where they are anonymous."""
        values = {"name": name, "contact": contact} | ({"reason": reason} if reason else {})
        self.sealed = sealing.seal(self._place, values)
        heard = [] if self.anonymous else contacts_in(contact)
        self.marks = [mark for one in heard for mark in sealing.marks("source contact", one)]

    def unseal(self) -> dict[str, str]:
        """Name and contact, and the reason of a correction. Raises sealing.CannotOpen."""
        return sealing.unseal(self._place, self.sealed)
