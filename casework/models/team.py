"""Who works on a case, in which role; the rights on the case are derived from these rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies import presence
from casework.narrowing import OnTeam
from casework.rights import Role
from common import clock
from common.guarded import Versioned, history
from common.narrowing import OPEN
from common.scope import ScopedManager, ScopedQuerySet


class TeamQuerySet(ScopedQuerySet["TeamMember"]):
    """The named conditions on memberships; no query spells them by hand (X18)."""

    def running(self) -> Self:
        """Active memberships without evaluators: the team that works on the case."""
        return self.filter(active=True).exclude(role=Role.EVALUATOR)

    def working(self) -> Self:
        """``running`` of people who have an account and are still at that agency."""
        there = presence.accounts("user") & Q(user__agency_id=F("agency_id"))
        return self.filter(there, active=True).exclude(role=Role.EVALUATOR)

    def gone(self) -> Self:
        """Active memberships of people without an account, or at another agency now."""
        moved = ~Q(user__agency_id=F("agency_id"))
        return self.filter(~presence.accounts("user") | moved, active=True)

    def present(self) -> Self:
        """``working`` of people who can act today: have signed in once, and are not away."""
        return self.working().filter(presence.there(clock.today()))


if TYPE_CHECKING:  # no checker follows a manager that is made of two querysets

    class _FromTeam(ScopedManager["TeamMember"]):
        def get_queryset(self) -> TeamQuerySet: ...
        def visible_to(self, user: Any) -> TeamQuerySet: ...
        def running(self) -> TeamQuerySet: ...
        def working(self) -> TeamQuerySet: ...
        def gone(self) -> TeamQuerySet: ...
        def present(self) -> TeamQuerySet: ...
else:
    _FromTeam = ScopedManager.from_queryset(TeamQuerySet)


class TeamManager(_FromTeam):
    """Scoped to the actor, as every guarded model."""


class TeamMember(Versioned):
    """A person of an agency in one role on one case. Leaving ends access with the next request.

    ``opened_at`` copies the case's, so that a person's list walks one index; ``case_state`` follows
    its state by triggers of the database, so that one's own cases in some states are one index too.
    """

    # Marked by casework/absent.py.
    absence: presence.Away | None
    away_until: date | None
    gone: bool
    unused: bool

    ACCESS = OnTeam()

    class Interest(models.TextChoices):
        NONE = "none", _("No interest of my own")
        PROFESSIONAL = "professional", _("A professional interest")
        PERSONAL = "personal", _("A personal interest")

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="members")
    # No index of their own: the planner would prefer it to ``team_own_cases``.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="memberships",
        db_index=False,
    )
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    case_state = models.CharField(max_length=20, default="", editable=False)
    double_role_reason = models.TextField(blank=True)
    interest = models.CharField(
        _("interest in the case"), max_length=20, choices=Interest.choices, blank=True
    )
    interest_words = models.TextField(blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    aim_accepted_at = models.DateTimeField(null=True, blank=True)
    history = history(excluded_fields=["case_state"])

    objects: ClassVar[TeamManager] = TeamManager()

    class Meta(Versioned.Meta):
        verbose_name = _("team member")
        verbose_name_plural = _("team")
        indexes = [
            models.Index(
                fields=["user", "-opened_at", "-case"],
                include=["agency", "role", "case_state", "id"],
                condition=Q(active=True),
                name="team_own_cases",
            ),
            models.Index(
                fields=["user", "role", "case_state", "case"],
                include=["agency", "opened_at"],
                condition=Q(active=True),
                name="team_own_states",
            ),
            models.Index(
                fields=["user", "joined_at", "id"],
                include=["agency", "role", "case_state"],
                condition=Q(active=True, interest=""),
                name="team_silent",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user", "role"], condition=Q(active=True), name="team_role_once"
            ),
            models.CheckConstraint(
                name="team_interest_is_dated",
                condition=Q(interest="") ^ Q(declared_at__isnull=False),
            ),
            models.CheckConstraint(
                name="team_left_iff_inactive", condition=Q(active=True) ^ Q(left_at__isnull=False)
            ),
        ]


class OwnPart(models.Model):
    """A running part of the bound person on a case, an evaluator's not: the view of the database.

    It asks no policy of each row, for it holds nobody else's. Nothing is written to it.
    """

    # The view narrows itself: it has no rows but those of the bound person.
    ACCESS = OPEN

    id = models.UUIDField(primary_key=True)
    case_id = models.UUIDField()
    role = models.CharField(max_length=30)
    case_state = models.CharField(max_length=20)
    opened_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = 'access"."own_part'
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.role} of {self.case_id}"


class LeftAlone(models.Model):
    """A file that nobody who is there can name anybody to: the view of the database (X24).

    It has rows for signal coordinators and the data protection officer, who name a risk owner, and
    for the worker; of the file its reference and state. Nothing is written to it.
    """

    # The view narrows itself, by the duties of the bound person.
    ACCESS = OPEN

    id = models.UUIDField(primary_key=True)
    reference = models.CharField(max_length=30)
    state = models.CharField(max_length=20)
    version = models.PositiveIntegerField()

    class Meta:
        managed = False
        db_table = 'access"."left_alone'
        default_permissions = ()

    def __str__(self) -> str:
        return self.reference
