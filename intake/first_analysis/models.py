"""The assessment of a signal's source, apart from what it says (S38)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.narrowing import OnDesk
from common.guarded import Versioned, history


class SourceAssessment(Versioned):
    """How reliable the source is, why, and what else it may want; one for each signal.

    How far its *information* can be believed is rated apart: a reliable caller may be mistaken.
    """

    ACCESS = OnDesk()

    class Reliability(models.TextChoices):
        RELIABLE = "reliable", _("Reliable")
        FAIRLY = "fairly", _("Fairly reliable")
        DOUBTFUL = "doubtful", _("Doubtful")
        UNRELIABLE = "unreliable", _("Unreliable")
        CANNOT_JUDGE = "cannot_judge", _("Cannot be judged yet")

    class Credibility(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed by others")
        LIKELY = "likely", _("Likely")
        DOUBTFUL = "doubtful", _("Doubtful")
        IMPROBABLE = "improbable", _("Improbable")
        CANNOT_JUDGE = "cannot_judge", _("Cannot be judged yet")

    signal = models.OneToOneField(
        "intake.Signal", on_delete=models.PROTECT, related_name="source_assessment"
    )
    reliability = models.CharField(max_length=20, choices=Reliability.choices)
    basis = models.TextField()
    link = models.TextField(blank=True)
    motive = models.TextField(blank=True)
    known_conflict = models.TextField(blank=True)
    corroborated_by = models.TextField(blank=True)
    credibility = models.CharField(max_length=20, choices=Credibility.choices)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    assessed_at = models.DateTimeField()
    history = history()

    class Meta(Versioned.Meta):
        verbose_name = _("assessment of a source")
        verbose_name_plural = _("assessments of sources")
        constraints = [
            models.CheckConstraint(
                name="source_has_basis", condition=~Q(basis="") | Q(reliability="")
            ),
        ]
