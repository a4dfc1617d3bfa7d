"""What the clock's sweeps remember of themselves: no file, no person."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.scope import Access


class Sweep(models.Model):
    """The last run of one sweep (J4, J6), and whether it is held because of the clock (X20).

    ``held_since``, ``doubt``: since when the clock is not believed, and why; ``seen_at``: the last
    time that it was looked at meanwhile; ``steady``: for how long it has gone on by then.
    ``capped_at``, ``told``: how much was told; ``unheard``: occurrences that nobody can be told of.
    """

    ACCESS = Access.OPEN

    class Doubt(models.TextChoices):
        AHEAD = "ahead", _("far ahead of the last run")
        BACK = "back", _("behind the last run")
        APART = "apart", _("not that of the database server")

    name = models.CharField(max_length=60, unique=True)
    last_at = models.DateTimeField(null=True)
    held_since = models.DateTimeField(null=True)
    doubt = models.CharField(max_length=8, choices=Doubt.choices, blank=True)
    seen_at = models.DateTimeField(null=True)
    steady = models.DurationField(default=timedelta)
    capped_at = models.DateTimeField(null=True)
    told = models.PositiveIntegerField(default=0)
    unheard = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("sweep")
        verbose_name_plural = _("sweeps")

    def __str__(self) -> str:
        return self.name
