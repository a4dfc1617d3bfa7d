"""What the clock's sweeps remember of themselves: no file, no person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.scope import Access


class Sweep(models.Model):
    """The last sweep of one duty (J4, J6). ``held_since``: the clock was not believed."""

    ACCESS = Access.OPEN

    name = models.CharField(max_length=60, unique=True)
    last_at = models.DateTimeField(null=True)
    held_since = models.DateTimeField(null=True)
    capped_at = models.DateTimeField(null=True)
    told = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("sweep")
        verbose_name_plural = _("sweeps")

    def __str__(self) -> str:
        return self.name
