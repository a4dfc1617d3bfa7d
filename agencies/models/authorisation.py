from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.narrowing import OPEN


class Authorisation(models.Model):
    """One access given, changed or ended: by whom, to whom, what. Never changed (X40).

    ``facts`` holds what the sentence of ``agencies.authorisations`` needs, as it stood that day.
    """

    sentence: str  # filled in for a page

    ACCESS = OPEN

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=30)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("authorisation")
        verbose_name_plural = _("history of authorisations")
        indexes = [models.Index(fields=["-at", "-id"], name="authorisations_newest")]

    def __str__(self) -> str:
        return self.kind
