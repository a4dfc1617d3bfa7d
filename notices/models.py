"""Notices, the outbox of their mails, and the runs of sweeps."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.columns import within
from common.guarded import Guarded
from common.narrowing import OPEN, WORKER_ALONE, Own


class Notice(Guarded):
    """A notice to one person; its key names the occurrence, so that it is written once (J2)."""

    sentence: str  # filled in for a page

    ACCESS = Own("recipient_id")
    BULK_UPDATE = True

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    key = models.CharField(max_length=160)
    kind = models.CharField(max_length=60)
    reference = models.CharField(max_length=30)
    facts = models.JSONField(default=dict)
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, null=True, related_name="+")
    signal = models.ForeignKey(
        "intake.Signal", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    due_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta(Guarded.Meta):
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(fields=["key", "recipient"], name="notice_once"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-made_at", "-id"], name="notice_newest"),
            models.Index(
                fields=["recipient", "-made_at", "-id"],
                condition=Q(read_at__isnull=True),
                name="notice_unread",
            ),
        ]


class Delivery(models.Model):
    """The outbox: one mail of one notice. Claimed with a lease, sent after commit (J3)."""

    ACCESS = WORKER_ALONE

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("not sent: no longer asked, or no longer allowed")
        UNDELIVERED = "undelivered", _("undelivered")

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="delivery")
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    first_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=120, unique=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(state="waiting"), name="delivery_waiting"
            ),
            models.Index(
                fields=["sent_at"], condition=Q(sent_at__isnull=False), name="delivery_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"


class Sweep(models.Model):
    """The last run of one sweep (J4, J6), and whether it is held because of the clock (X20).

    ``held_since``, ``doubt``: since when the clock is not trusted, and why; ``seen_at``: when a
    held sweep was last tried; ``steady``: how long the clock has run evenly by then. ``told``: how
    many notices were new; ``many_at``: when they were last more than ``REMINDERS_ALARM``;
    ``unheard``: occurrences of which nobody can be told. ``looked_on``, ``looked_by``: the day on
    which everything was last looked at, and by which settings (``worklist/looking.py``).
    """

    ACCESS = OPEN

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
    many_at = models.DateTimeField(null=True)
    told = models.PositiveIntegerField(default=0)
    unheard = models.PositiveIntegerField(default=0)
    looked_on = models.DateField(null=True)
    looked_by = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = _("sweep")
        verbose_name_plural = _("sweeps")
        constraints = [within("looked_on")]

    def __str__(self) -> str:
        return self.name


class Pending(models.Model):
    """Something that the sweep of a duty has yet to look at again (X21).

    Triggers write it with every change of what the duty asks about (``access.pending``): a case or
    a signal (``subject``), what concerns a person (``person``), or, with neither, everything. The
    sweep takes it away when it has looked.
    """

    ACCESS = WORKER_ALONE

    duty = models.CharField(max_length=60)
    subject = models.UUIDField(null=True)
    person = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("thing to look at")
        verbose_name_plural = _("things to look at")
        indexes = [models.Index(fields=["duty", "id"], name="pending_of_duty")]

    def __str__(self) -> str:
        return f"{self.duty} {self.pk}"
