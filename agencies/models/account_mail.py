"""A mail about an account that has not left yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.narrowing import WORKER_ALONE


class AccountMail(models.Model):
    """A mail about an account, kept from the decision until the mail server has taken it (X22).

    ``user`` is None for an address that nobody has: as much is done for it as for another (A11).
    ``address``: where it goes, whatever the person's row says then; empty for theirs.
    """

    ACCESS = WORKER_ALONE

    kind = models.CharField(max_length=30)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    address = models.EmailField(blank=True)
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("mail about an account")
        verbose_name_plural = _("mails about accounts")
        indexes = [models.Index(fields=["next_try_at"], name="account_mail_next")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
