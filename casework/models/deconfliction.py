"""Asking the security services whether local work may go on (S34, 2.9)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.narrowing import OfFile
from common.guarded import Versioned, history


class Deconfliction(Versioned):
    """One asking: how much of a security matter, who was asked, what they answered.

    On a signal before a case exists; the case's from the day it opens. There may be several.
    """

    ACCESS = OfFile()

    class Concern(models.TextChoices):
        NONE = "none", _("Not on what we know")
        POSSIBLE = "possible", _("Possibly")
        IMMINENT = "imminent", _("Danger may be imminent")

    class Answer(models.TextChoices):
        MAY_CONTINUE = "may_continue", _("Local work may go on")
        WITH_LIMITS = "with_limits", _("It may go on, within limits")
        WAIT = "wait", _("Wait")
        TAKEN_OVER = "taken_over", _("They take it over")

    signal = models.ForeignKey(
        "intake.Signal", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    case = models.ForeignKey(
        "casework.Case",
        on_delete=models.PROTECT,
        null=True,
        related_name="deconflictions",
        db_index=False,
    )
    concern = models.CharField(_("security matter"), max_length=10, choices=Concern.choices)
    grounds = models.TextField(_("what it rests on"))
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    stated_at = models.DateTimeField()
    asked_of = models.CharField(_("whom we ask"), max_length=200, blank=True)
    due_at = models.DateTimeField(null=True)
    answer = models.CharField(_("answer"), max_length=20, choices=Answer.choices, blank=True)
    # When they answered; where it was noted on another day, that moment too (X14).
    answered_at = models.DateTimeField(null=True)
    answer_entered_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    wording = models.TextField(_("what may be said, and the limits"), blank=True)
    history = history()

    class Meta(Versioned.Meta):
        verbose_name = _("deconfliction")
        verbose_name_plural = _("deconflictions")
        indexes = [
            models.Index(fields=["signal", "-stated_at"], name="deconfliction_of_signal"),
            models.Index(fields=["case", "-stated_at"], name="deconfliction_of_case"),
        ]
        constraints = [
            models.CheckConstraint(
                name="deconfliction_is_about_a_file",
                condition=Q(signal__isnull=False) | Q(case__isnull=False),
            ),
            models.CheckConstraint(name="deconfliction_has_grounds", condition=~Q(grounds="")),
            models.CheckConstraint(
                name="deconfliction_asked_when_of_concern",
                condition=Q(concern="none") | ~Q(asked_of=""),
            ),
            models.CheckConstraint(
                name="deconfliction_asked_has_a_date",
                condition=Q(asked_of="", due_at__isnull=True)
                | (~Q(asked_of="") & Q(due_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="deconfliction_answered_iff",
                condition=Q(answer="", answered_at__isnull=True, noted_by__isnull=True)
                | (
                    ~Q(answer="")
                    & ~Q(asked_of="")
                    & Q(answered_at__isnull=False, noted_by__isnull=False)
                ),
            ),
        ]

    @property
    def waits(self) -> bool:
        """Whether a service was asked and has not answered."""
        return bool(self.asked_of) and not self.answer

    @property
    def forbids(self) -> bool:
        """Whether the answer is that nobody acts locally."""
        return self.answer in (self.Answer.WAIT, self.Answer.TAKEN_OVER)
