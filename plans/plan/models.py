"""The plan in versions: at most one draft, at most one that applies, the earlier ones.

Lines (goals, actions, checkpoints) belong to one version. ``line`` is the same from version to
version, so that two can be compared. The database refuses changes of an approved version.
"""

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.narrowing import OnTeam
from common.columns import within
from common.guarded import Versioned, history
from common.names_then import KeepsNames, Then, key_of


class Plan(KeepsNames, Versioned):
    """One version of a case's plan (S46, S48, S53)."""

    ACCESS = OnTeam()
    NAMES: ClassVar = {
        "approval_asked_by": "approval_asked_at",
        "approved_by": "approved_at",
        "second_approver": "approved_at",
        "discarded_by": "discarded_at",
    }

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("approved")
        SUPERSEDED = "superseded", _("replaced")
        DISCARDED = "discarded", _("given up")

    class Trigger(models.TextChoices):
        FIRST = "first", _("first plan")
        INFORMATION = "information", _("new information")
        CHECKPOINT = "checkpoint", _("checkpoint")
        EFFECT = "effect", _("negative effect")
        EVENT = "event", _("external event")
        OTHER = "other", _("other")

    case = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, related_name="plans", db_index=False
    )
    number = models.PositiveSmallIntegerField(_("version"), editable=False)
    state = models.CharField(
        max_length=20, choices=State.choices, default=State.DRAFT, editable=False
    )
    why_start = models.TextField(_("why we start here"), blank=True)
    reach = models.TextField(_("what we want to reach"), blank=True)
    why_that = models.TextField(_("why that"), blank=True)
    context = models.TextField(_("social context"), blank=True)
    person_view = models.TextField(_("what the person says of it"), blank=True)
    family_view = models.TextField(_("what the family says of it"), blank=True)
    best_interest = models.TextField(_("the minor’s best interest"), blank=True)
    evaluation = models.TextField(_("how it will be evaluated"), blank=True)
    trigger = models.CharField(
        _("what led to this version"), max_length=20, choices=Trigger.choices
    )
    reason = models.TextField(_("reason for this version"), blank=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    # When it was entered, where it was approved on an earlier day (X14).
    approval_entered_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approval_reason = models.TextField(blank=True)
    second_approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True)
    base = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    approval_asked_at = models.DateTimeField(null=True)
    approval_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    discarded_at = models.DateTimeField(null=True)
    discarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    discard_reason = models.TextField(blank=True)
    history = history(excluded_fields=["names"])

    class Meta(Versioned.Meta):
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="plan_number_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="draft"), name="plan_one_draft"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="approved"), name="plan_one_applies"
            ),
            models.CheckConstraint(
                name="plan_approved_iff_dated",
                condition=Q(state__in=["draft", "discarded"]) ^ Q(approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="plan_superseded_iff_dated",
                condition=Q(state="superseded") ^ Q(superseded_at__isnull=True),
            ),
            models.CheckConstraint(
                name="plan_given_up_for_a_reason",
                condition=Q(state="discarded", discarded_at__isnull=False) & ~Q(discard_reason="")
                | ~Q(state="discarded") & Q(discarded_at__isnull=True),
            ),
            models.CheckConstraint(
                name="plan_approval_asked_by_somebody",
                condition=Q(approval_asked_at__isnull=True, approval_asked_by__isnull=True)
                | Q(approval_asked_at__isnull=False, approval_asked_by__isnull=False),
            ),
        ]

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class PlanLine(Versioned):
    """A line of one version; ``removed_at`` takes it out of a draft.

    ``why``: why this version has it so, as last written; empty where it was copied.
    """

    ACCESS = OnTeam()

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    line = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True)
    why = models.CharField(_("why it changes"), max_length=500, blank=True)

    class Meta(Versioned.Meta):
        abstract = True


def _of_approval(line: PlanLine, found: Any) -> Mapping[str, Any]:
    """The name of a person or agency in an approved version; none in a draft."""
    kept: Mapping[str, Any] = line.plan.names.get("lines", {}).get(key_of(found), {})
    return kept


class Goal(PlanLine):
    """A SMART goal (S49), tagged (S19) and linked to the factor it answers (S45)."""

    ACCESS = OnTeam()

    class Tag(models.TextChoices):
        SECURITY = "security", _("security")
        DISENGAGEMENT = "disengagement", _("disengagement")
        REINTEGRATION = "reintegration", _("reintegration")
        PROTECTION = "protection", _("protection")
        CARE = "care", _("care")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals", db_index=False)
    statement = models.TextField(_("goal"))
    indicator = models.TextField(_("how we shall know"))
    baseline = models.CharField(_("today"), max_length=300, blank=True)
    target = models.CharField(_("target"), max_length=300)
    means = models.TextField(_("means, and who has them"), blank=True)
    factor = models.ForeignKey(
        "plans.Factor", on_delete=models.PROTECT, null=True, related_name="+"
    )
    due_on = models.DateField(_("by when"))
    tag = models.CharField(_("what it serves"), max_length=20, choices=Tag.choices)
    history = history()

    class Meta(PlanLine.Meta):
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        indexes = [models.Index(fields=["plan", "position"], name="goal_of_plan")]
        constraints = [
            models.UniqueConstraint(fields=["plan", "line"], name="goal_line_once"),
            models.CheckConstraint(
                name="goal_is_measurable",
                condition=~Q(statement="") & ~Q(indicator="") & ~Q(target=""),
            ),
            within("due_on"),
        ]

    @property
    def words(self) -> str:
        return self.statement


class Action(PlanLine):
    """Who does what, from when to when, after what (S47, S50, S51)."""

    ACCESS = OnTeam()

    class Kind(models.TextChoices):
        SECURITY = "security", _("security")
        SOCIAL = "social", _("social")

    class Proposal(models.TextChoices):
        TAKEN = "taken", _("in the plan")
        WAITING = "waiting", _("proposed")
        DECLINED = "declined", _("not taken in")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions", db_index=False)
    title = models.CharField(_("action"), max_length=200)
    why_fits = models.TextField(_("why this fits this person"), blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    after = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, related_name="+")
    meets_person = models.BooleanField(_("meets the person"), default=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposal = models.CharField(
        _("proposal"), max_length=10, choices=Proposal.choices, default=Proposal.TAKEN
    )
    answer = models.TextField(_("answer to the proposal"), blank=True)
    history = history()

    @property
    def then(self) -> Then:
        """Who answers for it, under the names that the version was approved with (X34)."""
        return Then(self, lambda column, found: _of_approval(self, found))

    class Meta(PlanLine.Meta):
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        indexes = [
            models.Index(fields=["plan", "starts_on"], name="action_of_plan"),
            models.Index(fields=["owner", "ends_on"], name="action_of_owner"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["plan", "line"], name="action_line_once"),
            models.CheckConstraint(name="action_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="action_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(name="action_not_after_itself", condition=~Q(after=F("id"))),
            models.CheckConstraint(
                name="action_declined_for_a_reason",
                condition=~Q(proposal="declined") | ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="action_proposed_by_somebody",
                condition=Q(proposal="taken") | Q(proposed_by__isnull=False),
            ),
            within("starts_on"),
            within("ends_on"),
        ]

    @property
    def words(self) -> str:
        return self.title


class Checkpoint(PlanLine):
    """A dated checkpoint of the timetable (S52)."""

    ACCESS = OnTeam()

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="checkpoints", db_index=False
    )
    due_on = models.DateField(_("date"))
    looks_at = models.CharField(_("what it looks at"), max_length=300, blank=True)
    history = history()

    class Meta(PlanLine.Meta):
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        indexes = [
            models.Index(fields=["plan", "due_on"], name="checkpoint_of_plan"),
            models.Index(
                fields=["case", "due_on"],
                condition=Q(removed_at__isnull=True),
                name="checkpoint_of_case",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["plan", "line"], name="checkpoint_line_once"),
            within("due_on"),
        ]

    @property
    def words(self) -> str:
        return self.looks_at
