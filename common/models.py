"""Drafts: what somebody typed and has not sent yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.guarded import Guarded
from common.narrowing import Own


class Draft(Guarded):
    """A form's typed text on the server, and the form's token against double submits (I2).

    The same row carries autosave, a refused decision, a conflict and an expired session.
    """

    ACCESS = Own("user_id")
    BULK_UPDATE = True
    # Of a row that was claimed: the person's unfinished texts of the same form.
    others: list[Draft]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    form = models.CharField(max_length=80)
    object_key = models.CharField(max_length=60, blank=True)
    object_version = models.PositiveIntegerField(default=0)
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=300, blank=True)

    class Meta(Guarded.Meta):
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        indexes = [
            models.Index(fields=["user", "form", "object_key", "-saved_at"], name="draft_of_form")
        ]
