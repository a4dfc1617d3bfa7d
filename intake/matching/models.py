"""The answer to a possible match: the same person, another, or one cannot tell."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.narrowing import OnDesk
from common.guarded import Versioned, history


class MatchAnswer(Versioned):
    """One answer for a person named on a signal and a candidate; another answer replaces it.

    The history stays. ``told_on`` is the candidate where nobody is named: another signal whose
    words hold the name. «Same» names them there, and from then on ``candidate`` is that person
    (X03).

    Each «same» is a link between ``own``, the row of the named person, and the candidate; what the
    links hold together is one person (intake.matching.sets, 2.1).
    """

    ACCESS = OnDesk()

    class Answer(models.TextChoices):
        SAME = "same", _("The same person")
        DIFFERENT = "different", _("Another person")
        CANNOT_TELL = "cannot_tell", _("Cannot tell")

    signal = models.ForeignKey("intake.Signal", on_delete=models.PROTECT, related_name="answers")
    named = models.ForeignKey(
        "intake.NamedPerson", on_delete=models.PROTECT, related_name="answers", db_index=False
    )
    candidate = models.ForeignKey(
        "casework.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    told_on = models.ForeignKey(
        "intake.Signal", on_delete=models.PROTECT, null=True, related_name="+"
    )
    own = models.ForeignKey(
        "casework.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer = models.CharField(max_length=20, choices=Answer.choices)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()
    history = history()

    class Meta(Versioned.Meta):
        verbose_name = _("answer to a possible match")
        verbose_name_plural = _("answers to possible matches")
        constraints = [
            models.UniqueConstraint(fields=["named", "candidate"], name="match_answered_once"),
            models.UniqueConstraint(fields=["named", "told_on"], name="match_told_answered_once"),
            models.CheckConstraint(
                name="match_has_candidate",
                condition=Q(candidate__isnull=False) | Q(told_on__isnull=False) & ~Q(answer="same"),
            ),
            models.CheckConstraint(
                name="match_own_iff_same",
                condition=Q(answer="same", own__isnull=False)
                | (~Q(answer="same") & Q(own__isnull=True)),
            ),
        ]

    @property
    def key(self):
        """What the address names: the person, or the signal that tells of somebody."""
        return self.candidate_id or self.told_on_id
