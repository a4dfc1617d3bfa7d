"""Checkpoints as they are held: the meeting, who was there, each action and goal (S64)."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.narrowing import OnTeam
from common.columns import within
from common.guarded import Versioned, history
from common.names_then import KeepsNames
from plans.carrying.models import FollowUp


class CheckpointMeeting(KeepsNames, Versioned):
    """One checkpoint, saved section by section, then concluded or cancelled.

    ``line`` is the planned checkpoint's; one out of turn (new information, an effect) has none.
    """

    number: str  # filled in for a page: «1/2» of those that were held on one day

    ACCESS = OnTeam()
    NAMES: ClassVar = {"concluded_by": "concluded_at"}

    class State(models.TextChoices):
        OPEN = "open", _("being held")
        CONCLUDED = "concluded", _("concluded")
        CANCELLED = "cancelled", _("cancelled")

    class Effects(models.TextChoices):
        NONE = "none", _("asked, none noticed")
        SOME = "some", _("yes, written down")

    class Online(models.TextChoices):
        LOOKED = "looked", _("looked at")
        NOT_LOOKED = "not_looked", _("not looked at, for a reason")

    class Conclusion(models.TextChoices):
        GO_ON = "go_on", _("go on as planned")
        ADJUST = "adjust", _("adjust the plan")

    case = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, related_name="check_meetings", db_index=False
    )
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="+")
    line = models.UUIDField(null=True, editable=False)
    state = models.CharField(
        max_length=20, choices=State.choices, default=State.OPEN, editable=False
    )
    due_on = models.DateField(null=True)
    held_on = models.DateField(_("held on"))
    why_extra = models.TextField(_("why an extra checkpoint"), blank=True)
    effects = models.CharField(
        _("negative effects"), max_length=10, choices=Effects.choices, blank=True
    )
    effects_words = models.TextField(_("what was asked and heard"), blank=True)
    online = models.CharField(_("online side"), max_length=12, choices=Online.choices, blank=True)
    online_words = models.TextField(_("what was seen, where, by whom; or why not"), blank=True)
    person_view = models.TextField(_("what the person says of it"), blank=True)
    family_view = models.TextField(_("what the family says of it"), blank=True)
    joining = models.TextField(_("partners to bring in"), blank=True)
    leaving = models.TextField(_("partners who may leave"), blank=True)
    conclusion = models.CharField(
        _("conclusion"), max_length=10, choices=Conclusion.choices, blank=True
    )
    grounds = models.TextField(_("grounds"), blank=True)
    dissent = models.TextField(_("what was said against it"), blank=True)
    next_on = models.DateField(_("next checkpoint"), null=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    concluded_at = models.DateTimeField(null=True)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    cancelled_because = models.TextField(blank=True)
    history = history(excluded_fields=["names"])

    class Meta(Versioned.Meta):
        verbose_name = _("checkpoint held")
        verbose_name_plural = _("checkpoints held")
        indexes = [
            models.Index(fields=["case", "-held_on"], name="check_meeting_of_case"),
            models.Index(
                fields=["case", "next_on"],
                condition=Q(state="concluded"),
                name="check_meeting_next",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="open"), name="check_meeting_one_open"
            ),
            models.UniqueConstraint(
                fields=["case", "line"],
                condition=Q(state="concluded", line__isnull=False),
                name="check_meeting_line_once",
            ),
            models.CheckConstraint(
                name="check_meeting_concluded_whole",
                condition=~Q(state="concluded")
                | Q(concluded_at__isnull=False, concluded_by__isnull=False, next_on__isnull=False)
                & ~Q(effects="")
                & ~Q(online="")
                & ~Q(conclusion="")
                & ~Q(grounds=""),
            ),
            models.CheckConstraint(
                name="check_meeting_cancelled_for_a_reason",
                condition=~Q(state="cancelled") | ~Q(cancelled_because=""),
            ),
            within("due_on"),
            within("held_on"),
            within("next_on"),
        ]


class CheckpointSeat(KeepsNames, Versioned):
    """An agency at a checkpoint: there, excused, or heard in writing before it (2.11).

    A blank presence: nothing is said of it any more.
    """

    ACCESS = OnTeam()
    NAMES: ClassVar = {"agency": ""}

    class Presence(models.TextChoices):
        PRESENT = "present", _("present")
        WRITTEN = "written", _("heard in writing")
        EXCUSED = "excused", _("excused")

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(
        CheckpointMeeting, on_delete=models.PROTECT, related_name="seats", db_index=False
    )
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    presence = models.CharField(_("presence"), max_length=10, choices=Presence.choices, blank=True)
    history = history(indexed=("meeting",), excluded_fields=["names"])

    class Meta(Versioned.Meta):
        verbose_name = _("agency at a checkpoint")
        verbose_name_plural = _("agencies at checkpoints")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "agency"], name="check_seat_once")
        ]


class CheckpointLine(Versioned):
    """What a checkpoint found of a line of the plan.

    With words and no choice it counts as not looked at yet.
    """

    ACCESS = OnTeam()

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(CheckpointMeeting, on_delete=models.PROTECT, related_name="+")
    line = models.UUIDField(default=uuid.uuid4, editable=False)
    words = models.TextField(_("words"), blank=True)
    written_at = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(Versioned.Meta):
        abstract = True


class CheckpointAction(CheckpointLine):
    """How an action stood on the day of the checkpoint."""

    ACCESS = OnTeam()

    class Standing(models.TextChoices):
        AS_PLANNED = "as_planned", _("as planned")
        LATE = "late", _("late")
        DONE = "done", _("done")
        NO_LONGER_POSSIBLE = "no_longer_possible", _("not done: no longer possible")
        NOT_CARRIED_OUT = "not_carried_out", _("not done: not carried out")
        NOT_STARTED = "not_started", _("not due yet")

    meeting = models.ForeignKey(
        CheckpointMeeting, on_delete=models.PROTECT, related_name="actions", db_index=False
    )
    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="checks")
    standing = models.CharField(
        _("how it stands"), max_length=20, choices=Standing.choices, blank=True
    )
    history = history(indexed=("meeting",))

    class Meta(CheckpointLine.Meta):
        verbose_name = _("action at a checkpoint")
        verbose_name_plural = _("actions at checkpoints")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "line"], name="checked_action_once")
        ]


class CheckpointGoal(CheckpointLine):
    """How far a goal was on the day of the checkpoint."""

    ACCESS = OnTeam()

    class Rating(models.TextChoices):
        OPEN = "open", _("open")
        REACHED = "reached", _("reached")
        PARTLY = "partly", _("partly reached")
        NOT_REACHED = "not_reached", _("not reached")
        DROPPED = "dropped", _("dropped")

    meeting = models.ForeignKey(
        CheckpointMeeting, on_delete=models.PROTECT, related_name="goals", db_index=False
    )
    goal = models.ForeignKey("plans.Goal", on_delete=models.PROTECT, related_name="+")
    rating = models.CharField(_("how far"), max_length=20, choices=Rating.choices, blank=True)
    history = history(indexed=("meeting",))

    class Meta(CheckpointLine.Meta):
        verbose_name = _("goal at a checkpoint")
        verbose_name_plural = _("goals at checkpoints")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "line"], name="checked_goal_once"),
            models.CheckConstraint(
                name="checked_goal_dropped_for_a_reason",
                condition=~Q(rating="dropped") | ~Q(words=""),
            ),
        ]
