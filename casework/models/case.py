"""One individual case: opened by a decision, moved by casework.phases alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from agencies import presence
from agencies.models import User
from casework.narrowing import ByAudience, OnTeam
from casework.rights import CASE_RIGHTS
from common.guarded import Versioned, history
from common.narrowing import OPEN, Own

if TYPE_CHECKING:
    from casework.models.team import TeamMember


class Case(Versioned):
    """A case file. ``state`` has one writer, ``casework.phases``; the phase is derived."""

    next_checkpoint: date | None  # filled in for a page

    ACCESS = OnTeam("pk")

    class State(models.TextChoices):
        GATHERING = "gathering", _("gathering information")
        ANALYSIS = "analysis", _("in-depth analysis")
        PLANNED = "planned", _("plan approved")
        ACTIVE = "active", _("being carried out")
        PAUSED = "paused", _("paused")
        CLOSING = "closing", _("closure proposed")
        MONITORING = "monitoring", _("monitoring after closure")
        ENDED = "ended", _("ended")
        TRANSFERRED = "transferred", _("transferred")
        ABSORBED = "absorbed", _("absorbed by another file")

    class Route(models.TextChoices):
        SIGNAL = "signal", _("signal")
        RETURNEE = "returnee", _("return from a zone")
        PRISON_RELEASE = "prison_release", _("release from prison")
        TRANSFER_IN = "transfer_in", _("transfer from another authority")
        PAPER = "paper", _("taken over from paper")

    class Level(models.TextChoices):
        SPECIFIC = "specific", _("Specific prevention")
        INDIVIDUAL = "individual", _("Individual prevention")

    reference = models.CharField(_("reference"), max_length=30, unique=True, editable=False)
    subject = models.ForeignKey("casework.Person", on_delete=models.PROTECT, related_name="cases")
    # The head of the subject's set; written by the database alone (casework/migrations/heads.sql).
    subject_head = models.ForeignKey(
        "casework.Person",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    state = models.CharField(max_length=20, choices=State.choices, editable=False)
    entry_route = models.CharField(_("route of entry"), max_length=20, choices=Route.choices)
    prevention_level = models.CharField(
        _("level of prevention"), max_length=20, choices=Level.choices, default=Level.INDIVIDUAL
    )
    grounds = models.TextField(_("grounds for opening"))
    opened_at = models.DateTimeField(_("opened on"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    state_since = models.DateTimeField()
    # The older file on the same person, which this one was absorbed by (X04).
    into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="absorbed"
    )
    history = history(excluded_fields=["subject_head"])

    class Meta(Versioned.Meta):
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        default_permissions = ()
        permissions = [(right.value, right.label) for right in CASE_RIGHTS]
        indexes = [models.Index(fields=["-opened_at", "-id"], name="case_newest")]
        constraints = [
            models.CheckConstraint(name="case_has_grounds", condition=~Q(grounds="")),
            models.UniqueConstraint(
                fields=["subject_head"],
                condition=~Q(state__in=["transferred", "absorbed"]),
                name="case_one_file_a_person",
            ),
            models.CheckConstraint(
                name="case_goes_into_another_file",
                condition=Q(into=None) | Q(state="absorbed") & ~Q(into=F("id")),
            ),
        ]

    PHASES = {
        State.GATHERING: 1,
        State.ANALYSIS: 2,
        State.PLANNED: 2,
        State.ACTIVE: 3,
        State.PAUSED: 3,
        State.CLOSING: 3,
        State.MONITORING: 4,
        State.ENDED: 4,
        State.TRANSFERRED: 4,
        State.ABSORBED: 4,
    }
    # Sets of states. What is agreed is carried out, or rests: no end is proposed.
    UNDER_WAY = (State.ACTIVE, State.PAUSED)
    # The plan has begun, and the case is not closed, though that may be proposed.
    CARRIED_OUT = (*UNDER_WAY, State.CLOSING)
    # A plan applies, whether it has begun or not.
    WITH_PLAN = (State.PLANNED, *CARRIED_OUT)
    # What runs is reported and ended: a plan applies, or its last actions go on after it (S89).
    WITH_ACTIONS = (*WITH_PLAN, State.MONITORING)
    # The team analyses, plans or carries out: what it found and agreed may still be asked about.
    WORKED_ON = (State.ANALYSIS, *WITH_PLAN)
    # A version of the plan may be drafted and approved.
    PLANNING = (State.ANALYSIS, State.PLANNED, *UNDER_WAY)
    # It is no longer the file on its person: another authority has them, or another file.
    PASSED_ON = (State.TRANSFERRED, State.ABSORBED)
    # Nothing more is to be done, not even watching.
    OVER = (State.ENDED, *PASSED_ON)
    # Nobody works on the case: it is monitored, ended, transferred or absorbed.
    CLOSED = (State.MONITORING, *OVER)
    # The team is at work, from the opening to the signature under the closure.
    RUNNING = (State.GATHERING, *WORKED_ON)
    # Somebody has the case in hand, if only to watch.
    IN_HAND = (*RUNNING, State.MONITORING)
    # The file exists, whatever became of it.
    ON_FILE = (*IN_HAND, *OVER)

    def __str__(self) -> str:
        return self.reference

    @property
    def phase(self) -> int:
        """1 intake, 2 analysis and plan, 3 carrying out, 4 closure (rulings 1)."""
        return self.PHASES[self.State(self.state)]

    @property
    def is_over(self) -> bool:
        """Whether nobody is asked for anything on it any more."""
        return self.state in self.OVER

    def roles_of(self, user: User) -> frozenset[str]:
        """The roles that this person holds, an evaluator's among them; read once of this instance.

        One under lock reads anew.
        """
        known: dict[int, frozenset[str]] = self.__dict__.setdefault("_roles_of", {})
        if user.pk not in known and "_parts" in self.__dict__:
            known[user.pk] = frozenset(
                part.role
                for part in self.parts()
                if part.user_id == user.pk and part.agency_id == user.agency_id
            )
        if user.pk not in known:
            rows = self.members.filter(active=True, user=user, agency=user.agency_id)
            known[user.pk] = frozenset(rows.values_list("role", flat=True))
        return known[user.pk]

    def parts(self) -> list[TeamMember]:
        """The running memberships with person and agency, an evaluator's among them.

        Read once of this instance; one under lock reads anew.
        """
        if "_parts" not in self.__dict__:
            rows = self.members.filter(active=True).select_related("user", "agency")
            self.__dict__["_parts"] = list(rows)
        known: list[TeamMember] = self.__dict__["_parts"]
        return known

    @cached_property
    def was_reopened(self) -> bool:
        """Whether the file was closed once and opened again; read once of this instance."""
        return self.reopenings.exists()

    def keep_parts(self, parts: list[TeamMember], away: dict[int, presence.Away]) -> None:
        """What ``parts()`` answers, read with the case, and who of them is away now or soon."""
        self.__dict__["_parts"] = parts
        self.__dict__["_away"] = away

    @property
    def away(self) -> dict[int, presence.Away] | None:
        """Who of ``parts()`` is away now or soon, where it was read with them; else None."""
        known: dict[int, presence.Away] | None = self.__dict__.get("_away")
        return known


class CaseUserObjectPermission(UserObjectPermissionBase):
    """guardian's direct-FK rights on a case: derived from the team by a trigger, never typed."""

    ACCESS = Own("user_id")

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE)
    permission = models.ForeignKey("auth.Permission", on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        unique_together = [["user", "permission", "content_object"]]
        indexes = [models.Index(fields=["content_object", "user"], name="rights_of_one")]


class RecordGroupObjectPermission(GroupObjectPermissionBase):
    """The «shared with» table of a record: one row per named agency (its guardian group)."""

    ACCESS = ByAudience()

    content_object = models.ForeignKey("casework.Record", on_delete=models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        unique_together = [["group", "permission", "content_object"]]


class RoleRight(models.Model):
    """Which right a role brings on a case: what the trigger reads, filled from casework.access."""

    ACCESS = OPEN

    role = models.CharField(max_length=30)
    permission = models.ForeignKey("auth.Permission", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role", "permission"], name="role_right_once")
        ]

    def __str__(self) -> str:
        return self.role
