from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models.channel import ChannelPost
from agencies.models.duty import Duty, DutyKind
from common import clock
from common.guarded import Versioned, history
from common.narrowing import Access
from common.scope import Actor

# Digits, and what people write between them.
NUMBER = r"^\+?[0-9][0-9 .()/-]{2,28}$"
_COORDINATORS = ("process_coordinator", "content_coordinator")


class OfRoster(Access):
    """Whoever may have to call: signal coordinators, the desks, and who coordinates a case."""

    left_to_policies = True

    def visible(self, actor: Actor) -> Q:
        duties = Duty.objects.active_on(clock.today()).filter(
            user=actor.uid, kind=DutyKind.SIGNAL_COORDINATOR
        )
        posts = ChannelPost.objects.filter(user=actor.uid, active=True)
        parts: Any = apps.get_model("casework", "TeamMember")._meta.base_manager
        coordinates = parts.filter(
            user=actor.uid, agency=actor.agency, active=True, role__in=_COORDINATORS
        )
        return Q(Exists(duties)) | Q(Exists(posts)) | Q(Exists(coordinates))


class Turn(Versioned):
    """A turn on the duty roster: who is called from a moment to a moment, by which number.

    It gives no right: whoever is called reads what their duty or post lets them read.
    """

    ACCESS = OfRoster()

    class Call(models.TextChoices):
        FIRST = "first", _("First call")
        SECOND = "second", _("Second call")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="turns",
    )
    begins_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    call = models.CharField(_("call"), max_length=6, choices=Call, default=Call.FIRST)
    phone = models.CharField(
        _("telephone number"),
        max_length=30,
        validators=[RegexValidator(NUMBER, _("Write a telephone number, such as 06 39 98 12 34."))],
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True, editable=False)

    history = history()

    class Meta(Versioned.Meta):
        verbose_name = _("turn on the duty roster")
        verbose_name_plural = _("duty roster")
        indexes = [
            models.Index(
                fields=["ends_at", "begins_at"],
                condition=Q(removed_at__isnull=True),
                name="turn_standing",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="turn_ends_after_it_begins"
            ),
        ]

    @property
    def dialled(self) -> str:
        """The number as a telephone dials it."""
        return re.sub(r"[^+0-9]", "", self.phone)

    @property
    def is_removed(self) -> bool:
        return self.removed_at is not None

    def days(self) -> tuple[date, date]:
        """The first and the last day of the territory on which it runs."""
        return clock.day_of(self.begins_at), clock.day_of(self.ends_at)
