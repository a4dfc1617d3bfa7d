"""Carrying out: follow-ups of actions, their reports; negative effects, commitments, pauses.

An approved line of a plan never changes. What becomes of it stands in its follow-up, one row for
the line whatever the version: a later version that keeps the line keeps its follow-up.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.narrowing import OnTeam
from common import clock
from common.columns import within
from common.guarded import Versioned, history
from common.names_then import KeepsNames
from plans.analysis.models import CaseLine


class FollowUp(Versioned):
    """What becomes of an action: accepted or declined, carried out or not, verified (S60, S68).

    Made when the version that brings the line is approved. ``answer_due_on`` is the last day on
    which its owner says yes or no. ``goes_on`` says why it runs on under monitoring (S89), until
    the next version asks anew.
    """

    ACCESS = OnTeam()

    class State(models.TextChoices):
        WAITING = "waiting", _("not answered yet")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        RUNNING = "running", _("under way")
        DONE = "done", _("done")
        NOT_DONE = "not_done", _("not done")
        STOPPED = "stopped", _("stopped")

    class NotDone(models.TextChoices):
        NO_LONGER_POSSIBLE = "no_longer_possible", _("no longer possible")
        NOT_CARRIED_OUT = "not_carried_out", _("not carried out")

    OPEN = (State.WAITING, State.ACCEPTED, State.RUNNING)
    OVER = (State.DONE, State.NOT_DONE, State.STOPPED)

    case = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, related_name="follow_ups", db_index=False
    )
    line = models.UUIDField(default=uuid.uuid4, editable=False)
    action = models.ForeignKey("plans.Action", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ends_on = models.DateField()
    state = models.CharField(
        max_length=20, choices=State.choices, default=State.WAITING, editable=False
    )
    answer_due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    declined_because = models.TextField(_("why it is declined"), blank=True)
    absence_answered = models.TextField(_("what is done without it"), blank=True)
    performer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_on = models.DateField(_("ended on"), null=True)
    outcome = models.TextField(_("outcome"), blank=True)
    not_done_because = models.CharField(
        _("why it was not done"), max_length=20, choices=NotDone.choices, blank=True
    )
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    check_words = models.TextField(_("what was found"), blank=True)
    goes_on = models.TextField(_("why it goes on after the closure"), blank=True)
    history = history()

    class Meta(Versioned.Meta):
        verbose_name = _("follow-up of an action")
        verbose_name_plural = _("follow-ups of actions")
        indexes = [
            models.Index(
                fields=["answer_due_on"], condition=Q(state="waiting"), name="follow_up_unanswered"
            ),
            models.Index(
                fields=["owner", "ends_on"],
                condition=Q(state__in=["waiting", "accepted", "running"]),
                name="follow_up_of_owner",
            ),
            models.Index(
                fields=["agency", "ends_on"],
                condition=Q(state__in=["waiting", "accepted", "running"]),
                name="follow_up_of_agency",
            ),
            models.Index(
                fields=["ends_on"],
                condition=Q(state__in=["accepted", "running"]),
                name="follow_up_due",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "line"], name="follow_up_once"),
            models.CheckConstraint(
                name="follow_up_declined_for_a_reason",
                condition=~Q(state="declined") | ~Q(declined_because=""),
            ),
            models.CheckConstraint(
                name="follow_up_over_iff_dated",
                condition=Q(state__in=["done", "not_done", "stopped"], ended_on__isnull=False)
                | ~Q(state__in=["done", "not_done", "stopped"]) & Q(ended_on__isnull=True),
            ),
            models.CheckConstraint(
                name="follow_up_outcome_said",
                condition=~Q(state__in=["done", "not_done", "stopped"]) | ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="follow_up_not_done_for_a_cause",
                condition=Q(state="not_done") ^ Q(not_done_because=""),
            ),
            models.CheckConstraint(
                name="follow_up_checked_by_another",
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("performer")),
            ),
            models.CheckConstraint(
                name="follow_up_checked_iff_dated",
                condition=Q(checked_by__isnull=True) ^ Q(checked_at__isnull=False),
            ),
            within("ends_on"),
            within("answer_due_on"),
            within("ended_on"),
        ]


class ActionReport(CaseLine):
    """What its agency says of an action on a day: progress, a difficulty (S60)."""

    ACCESS = OnTeam()

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="reports")
    follow_up = models.ForeignKey(
        FollowUp, on_delete=models.PROTECT, related_name="reports", db_index=False
    )
    happened_on = models.DateField(_("date"))
    words = models.TextField(_("what was done"))
    difficulty = models.BooleanField(_("something is in the way"), default=False)
    history = history()

    class Meta(CaseLine.Meta):
        verbose_name = _("report on an action")
        verbose_name_plural = _("reports on actions")
        indexes = [models.Index(fields=["follow_up", "-happened_on"], name="report_of_action")]
        constraints = [
            models.CheckConstraint(name="report_has_words", condition=~Q(words="")),
            within("happened_on"),
        ]


class AdverseEffect(CaseLine):
    """A negative effect of the work itself: recorded, answered, closed (S67)."""

    ACCESS = OnTeam()

    class Severity(models.TextChoices):
        LOW = "low", _("low")
        MEDIUM = "medium", _("medium")
        HIGH = "high", pgettext_lazy("severity", "high")

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="effects")
    kind = models.ForeignKey("casework.Code", on_delete=models.PROTECT, related_name="+")
    follow_up = models.ForeignKey(
        FollowUp, on_delete=models.PROTECT, null=True, related_name="effects"
    )
    noticed_on = models.DateField(_("noticed on"))
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices)
    words = models.TextField(_("what happened"))
    response = models.TextField(_("what is done about it"), blank=True)
    responded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_because = models.TextField(_("why it is closed"), blank=True)
    history = history()

    class Meta(CaseLine.Meta):
        verbose_name = _("negative effect")
        verbose_name_plural = _("negative effects")
        indexes = [
            models.Index(
                fields=["case", "noticed_on"],
                condition=Q(closed_at__isnull=True),
                name="effect_open",
            )
        ]
        constraints = [
            models.CheckConstraint(name="effect_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="effect_closed_with_an_answer",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, closed_because="")
                | Q(closed_at__isnull=False, closed_by__isnull=False)
                & ~Q(closed_because="")
                & ~Q(response=""),
            ),
            within("noticed_on"),
        ]


class Commitment(KeepsNames, CaseLine):
    """Something promised to the person, a relative or a partner, with its limit (S59)."""

    ACCESS = OnTeam()
    NAMES: ClassVar = {"author": "written_at", "agency": "written_at", "settled_by": "settled_at"}

    class State(models.TextChoices):
        OPEN = "open", _("open")
        KEPT = "kept", pgettext_lazy("commitment", "kept")
        NOT_KEPT = "not_kept", pgettext_lazy("commitment", "not kept")
        TAKEN_BACK = "taken_back", pgettext_lazy("commitment", "taken back")
        HANDED_ON = "handed_on", pgettext_lazy("commitment", "handed on")

    # What becomes of one that nobody hands on.
    ENDS = (State.KEPT, State.NOT_KEPT, State.TAKEN_BACK)

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="commitments")
    said_to = models.CharField(_("to whom"), max_length=200)
    said_on = models.DateField(_("said on"))
    words = models.TextField(_("what was promised"))
    limit = models.TextField(_("its limit, as it was said"), blank=True)
    due_on = models.DateField(_("by when"), null=True)
    state = models.CharField(
        max_length=20, choices=State.choices, default=State.OPEN, editable=False
    )
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_words = models.TextField(_("what became of it"), blank=True)
    handed_to = models.CharField(_("handed on to"), max_length=200, blank=True)
    goes_on = models.TextField(_("why it is kept after the closure"), blank=True)
    goes_on_until = models.DateField(_("kept under monitoring until"), null=True)
    history = history(excluded_fields=["names"])

    @property
    def is_kept_on(self) -> bool:
        """Whether it is said that it is kept under monitoring, until a day to come (X28)."""
        until = self.goes_on_until
        return until is not None and until >= clock.today()

    class Meta(CaseLine.Meta):
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        indexes = [
            models.Index(
                fields=["case", "due_on"], condition=Q(state="open"), name="commitment_open"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="commitment_has_words", condition=~Q(words="") & ~Q(said_to="")
            ),
            models.CheckConstraint(
                name="commitment_settled_iff_dated",
                condition=Q(state="open", settled_at__isnull=True)
                | ~Q(state="open") & Q(settled_at__isnull=False) & ~Q(settled_words=""),
            ),
            models.CheckConstraint(
                name="commitment_handed_on_to_somebody",
                condition=Q(state="handed_on") ^ Q(handed_to=""),
            ),
            within("said_on"),
            within("due_on"),
            within("goes_on_until"),
        ]


class Pause(CaseLine):
    """A pause of carrying out, with its reason and the day on which it is looked at again.

    ``author`` is whoever paused, ``written_at`` its beginning.
    """

    ACCESS = OnTeam()

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="pauses")
    reason = models.TextField(_("reason"))
    review_on = models.DateField(_("looked at again on"))
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_because = models.TextField(_("why it goes on"), blank=True)
    history = history()

    class Meta(CaseLine.Meta):
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        indexes = [
            models.Index(
                fields=["review_on"], condition=Q(ended_at__isnull=True), name="pause_review"
            )
        ]
        constraints = [
            models.CheckConstraint(name="pause_for_a_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="pause_one_open"
            ),
            models.CheckConstraint(
                name="pause_ended_for_a_reason",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because=""),
            ),
            within("review_on"),
        ]
