"""Monitoring after closure: the planned checks, and each reopening (S83, S78, 2.4)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.narrowing import OnTeam
from casework.rights import Holder
from closure.closing.models import ClosureProposal
from common.columns import within
from common.guarded import Guarded, Versioned, history


class MonitoringCheck(Versioned):
    """One check after closure: due on a working day, held by a named person, entered in time.

    ``anchor_on`` is the day counted from the closing (n times the months, J1), ``due_on`` the
    working day on which it falls. What is not entered is not held (2.4).
    """

    ACCESS = OnTeam()

    class State(models.TextChoices):
        DUE = "due", _("to be held")
        HELD = "held", _("held")
        NOT_HELD = "not_held", _("not held")
        DROPPED = "dropped", _("no longer needed")

    class Result(models.TextChoices):
        STABLE = "stable", _("stable")
        BETTER = "better", _("better")
        CONCERN = "concern", _("a concern")
        UNKNOWN = "unknown", _("not known")

    class Decision(models.TextChoices):
        GO_ON = "go_on", _("go on")
        WATCH = "watch", _("look again sooner")
        REOPEN = "reopen", _("propose to reopen")

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="checks")
    proposal = models.ForeignKey(
        ClosureProposal, on_delete=models.PROTECT, related_name="checks", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    anchor_on = models.DateField()
    due_on = models.DateField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(
        max_length=20, choices=State.choices, default=State.DUE, editable=False
    )
    held_on = models.DateField(_("held on"), null=True)
    sources = models.TextField(_("who was asked"), blank=True)
    result = models.CharField(_("result"), max_length=20, choices=Result.choices, blank=True)
    words = models.TextField(_("what was found"), blank=True)
    decision = models.CharField(
        _("what follows"), max_length=20, choices=Decision.choices, blank=True
    )
    reason = models.TextField(_("reason"), blank=True)
    late_because = models.TextField(_("why it was held late"), blank=True)
    entered_at = models.DateTimeField(null=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    history = history()

    class Meta(Versioned.Meta):
        verbose_name = _("check after closure")
        verbose_name_plural = _("checks after closure")
        indexes = [
            models.Index(fields=["due_on"], condition=Q(state="due"), name="monitoring_due"),
            models.Index(
                fields=["person", "due_on"], condition=Q(state="due"), name="monitoring_of_person"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="monitoring_check_once"),
            models.CheckConstraint(
                name="monitoring_held_whole",
                condition=Q(state="held", held_on__isnull=False)
                & ~Q(sources="")
                & ~Q(result="")
                & ~Q(decision="")
                | ~Q(state="held") & Q(held_on__isnull=True),
            ),
            models.CheckConstraint(
                name="monitoring_not_held_for_a_reason",
                condition=~Q(state__in=["not_held", "dropped"]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="monitoring_entered_iff_dated",
                condition=Q(state="due", entered_at__isnull=True)
                | ~Q(state="due") & Q(entered_at__isnull=False),
            ),
            within("anchor_on"),
            within("due_on"),
            within("held_on"),
        ]

    def relations(self, user) -> set[Holder]:
        """What this person is to the check, beside a role on its case (casework.access)."""
        return {Holder.CHECK_PERSON} if self.person_id == user.pk else set()


class Reopening(Guarded):
    """The file is opened again: same reference, a new cycle from the last plan (S78).

    Written once, never changed.
    """

    ACCESS = OnTeam()

    class Trigger(models.TextChoices):
        CHECK = "check", _("a check after closure")
        SIGNAL = "signal", _("a new signal")
        PERSON = "person", _("the person asks for it")
        EVENT = "event", _("an external event")
        OTHER = "other", _("other")

    case = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, related_name="reopenings", db_index=False
    )
    cycle = models.PositiveSmallIntegerField()
    trigger = models.CharField(_("what led to it"), max_length=20, choices=Trigger.choices)
    reason = models.TextField(_("reason"))
    was = models.CharField(max_length=20)
    check_row = models.ForeignKey(
        MonitoringCheck, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reopened_at = models.DateTimeField()
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    history = history()

    class Meta(Guarded.Meta):
        verbose_name = _("reopening")
        verbose_name_plural = _("reopenings")
        constraints = [
            models.UniqueConstraint(fields=["case", "cycle"], name="reopening_cycle_once"),
            models.CheckConstraint(name="reopening_has_reason", condition=~Q(reason="")),
        ]
