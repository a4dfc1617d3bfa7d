"""Files with an agency and somebody responsible: about what a list of cases shows."""

from django.conf import settings
from django.db import models


class Agency(models.Model):
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class File(models.Model):
    reference = models.CharField(max_length=30, unique=True)
    family_name = models.CharField(max_length=80)
    given_name = models.CharField(max_length=80)
    state = models.CharField(
        max_length=20, choices=[(one, one) for one in ("analysis", "active", "ended")]
    )
    opened_at = models.DateTimeField(db_index=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    responsible = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    situation = models.TextField()

    class Meta:
        ordering = ["-opened_at"]

    def __str__(self) -> str:
        return self.reference
