"""Answers of the first analysis on a minor and on the two questions of S22."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models import TableAnswer
from casework.narrowing import OnDesk
from common.guarded import Versioned, history


def _who(**options):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, **options
    )


class Triage(Versioned):
    """One row for each signal, answered section by section with grounds, author and date.

    ``radicalised`` and ``useful`` are the two questions of S22: is it really radicalisation, and is
    working together useful and necessary. ``unnamed_because``: why nobody is named on the signal.
    """

    ACCESS = OnDesk()

    class Minor(models.TextChoices):
        YES = "yes", _("Yes, or very likely")
        NO = "no", _("No, or hardly likely")
        UNKNOWN = "unknown", _("Not known")

    signal = models.OneToOneField("intake.Signal", on_delete=models.PROTECT, related_name="triage")
    minor = models.CharField(max_length=10, choices=Minor.choices, blank=True)
    minor_basis = models.TextField(blank=True)
    minor_by = _who()
    minor_at = models.DateTimeField(null=True)
    radicalised = models.CharField(max_length=10, choices=TableAnswer.choices, blank=True)
    radicalised_grounds = models.TextField(blank=True)
    radicalised_by = _who()
    radicalised_at = models.DateTimeField(null=True)
    useful = models.CharField(max_length=10, choices=TableAnswer.choices, blank=True)
    useful_grounds = models.TextField(blank=True)
    useful_by = _who()
    useful_at = models.DateTimeField(null=True)
    alternatives = models.JSONField(default=list, blank=True)
    alternatives_words = models.TextField(blank=True)
    ideology = models.ForeignKey(
        "casework.Code", on_delete=models.PROTECT, null=True, related_name="+"
    )
    against = models.TextField(blank=True)
    same_reading = models.TextField(blank=True)
    unnamed_because = models.TextField(blank=True)
    unnamed_by = _who()
    unnamed_at = models.DateTimeField(null=True)
    history = history()

    class Meta(Versioned.Meta):
        verbose_name = _("first analysis")
        verbose_name_plural = _("first analyses")
        constraints = [
            models.CheckConstraint(
                name=f"triage_{name}_has_grounds_and_author",
                condition=Q(**{name: ""})
                | (
                    ~Q(**{grounds: ""})
                    & Q(**{f"{name}_by__isnull": False, f"{name}_at__isnull": False})
                ),
            )
            for name, grounds in (
                ("minor", "minor_basis"),
                ("radicalised", "radicalised_grounds"),
                ("useful", "useful_grounds"),
            )
        ]
        constraints += [
            models.CheckConstraint(
                name="triage_unnamed_has_author",
                condition=Q(unnamed_because="")
                | Q(unnamed_by__isnull=False, unnamed_at__isnull=False),
            ),
        ]
