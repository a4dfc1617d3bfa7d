"""Closing: the proposal, opinions, results of goals, hand-overs, who was told."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.narrowing import OnTeam
from common.columns import within
from common.guarded import Versioned, history
from common.names_then import KeepsNames


class ClosureProposal(KeepsNames, Versioned):
    """A proposal to close (S75-S85); one is open at a time, those withdrawn or signed are kept.

    ``way``: jointly, with the year of checks; or without it, where nobody is left to follow (X25),
    for one of ``WITHOUT_YEAR``, with checks where the person moved away alone.

    The repeated assessment is the levels by domain (``plans.LevelRating``), first and latest side
    by side. ``cycle`` counts the case's openings: 1, and one more for each reopening.
    """

    ACCESS = OnTeam()
    NAMES: ClassVar = {
        "proposed_by": "proposed_at",
        "signed_by": "signed_at",
        "signed_for": "signed_at",
        "withdrawn_by": "withdrawn_at",
    }

    class State(models.TextChoices):
        OPEN = "open", _("open")
        WITHDRAWN = "withdrawn", _("withdrawn")
        SIGNED = "signed", _("signed")

    class Way(models.TextChoices):
        JOINT = "joint", _("jointly, with a year of checks")
        WITHOUT_YEAR = "without_year", _("without a year of checks")

    class Why(models.TextChoices):
        GOALS_REACHED = "goals_reached", _("the goals are reached")
        GENERAL_CARE = "general_care_enough", _("general care is enough")
        MOVED_AWAY = "moved_away", _("the person moved away")
        SECURITY_ROUTE = "security_route", _("the competent service goes on")
        WITHDREW = "person_withdrew", _("the person no longer wants it")
        DIED = "died", _("the person died")
        ERROR = "error", _("opened in error")

    # Why a case ends without a year of checks.
    WITHOUT_YEAR = (Why.ERROR, Why.DIED, Why.MOVED_AWAY)

    case = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, related_name="closures", db_index=False
    )
    way = models.CharField(max_length=20, choices=Way.choices, default=Way.JOINT, editable=False)
    cycle = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(
        max_length=20, choices=State.choices, default=State.OPEN, editable=False
    )
    why = models.CharField(_("why the case may end"), max_length=24, choices=Why.choices)
    grounds = models.TextField(_("grounds"))
    residual_risk = models.TextField(_("the risk that remains"), blank=True)
    resources = models.TextField(_("what means allow and do not allow"), blank=True)
    withdrew_on = models.DateField(_("since when the person no longer wants it"), null=True)
    withdrew_words = models.TextField(_("in the person’s words"), blank=True)
    alternatives = models.TextField(_("alternatives looked at"), blank=True)
    monitoring_basis = models.TextField(_("lawful basis of any monitoring left"), blank=True)
    checks_asked = models.BooleanField(_("checks follow"), default=True)
    checks_because = models.TextField(_("why checks follow or not"), blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opinions_due_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_because = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_words = models.TextField(_("words of the risk owner"), blank=True)
    signed_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    history = history(excluded_fields=["names"])

    class Meta(Versioned.Meta):
        verbose_name = _("proposal of closure")
        verbose_name_plural = _("proposals of closure")
        indexes = [
            models.Index(fields=["case", "-proposed_at"], name="closure_of_case"),
            models.Index(
                fields=["opinions_due_on", "id"],
                condition=Q(state="open"),
                name="closure_opinions_due",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="open"), name="closure_one_open"
            ),
            models.UniqueConstraint(
                fields=["case", "cycle"],
                condition=Q(state="signed"),
                name="closure_signed_once_a_cycle",
            ),
            models.CheckConstraint(name="closure_has_grounds", condition=~Q(grounds="")),
            models.CheckConstraint(
                name="closure_signed_whole",
                condition=Q(state="signed", signed_at__isnull=False, signed_by__isnull=False)
                & (~Q(residual_risk="") | Q(way="without_year"))
                | ~Q(state="signed") & Q(signed_at__isnull=True, signed_by__isnull=True),
            ),
            models.CheckConstraint(
                name="closure_signed_by_another",
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="closure_withdrawn_for_a_reason",
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                & ~Q(withdrawn_because="")
                | ~Q(state="withdrawn") & Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="closure_without_year_for_a_cause",
                condition=Q(way="joint")
                | Q(why__in=["error", "died"], checks_asked=False)
                | Q(why="moved_away") & ~Q(checks_because=""),
            ),
            within("withdrew_on"),
            within("opinions_due_on"),
        ]


class GoalResult(Versioned):
    """How far a goal of the plan was reached when closure was proposed (S75)."""

    ACCESS = OnTeam()

    class Result(models.TextChoices):
        REACHED = "reached", _("reached")
        PARTLY = "partly", _("partly reached")
        NOT_REACHED = "not_reached", _("not reached")
        DROPPED = "dropped", _("dropped")

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey(
        ClosureProposal, on_delete=models.PROTECT, related_name="results", db_index=False
    )
    goal = models.ForeignKey("plans.Goal", on_delete=models.PROTECT, related_name="+")
    line = models.UUIDField(default=uuid.uuid4, editable=False)
    result = models.CharField(_("result"), max_length=20, choices=Result.choices)
    words = models.TextField(_("words"), blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    history = history()

    class Meta(Versioned.Meta):
        verbose_name = _("result of a goal")
        verbose_name_plural = _("results of goals")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "line"], name="goal_result_once"),
            models.CheckConstraint(
                name="goal_result_dropped_for_a_reason",
                condition=~Q(result="dropped") | ~Q(words=""),
            ),
        ]


class Opinion(KeepsNames, Versioned):
    """One agency's opinion of closing: one for each proposal and agency, never merged (S80)."""

    ACCESS = OnTeam()
    NAMES: ClassVar = {"author": "given_at", "agency": "given_at"}

    class Stance(models.TextChoices):
        FOR = "for", _("for")
        WITH_RESERVE = "with_reserve", _("for, with a reserve")
        AGAINST = "against", _("against")
        NONE = "none", _("no opinion")

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey(
        ClosureProposal, on_delete=models.PROTECT, related_name="opinions", db_index=False
    )
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stance = models.CharField(_("opinion"), max_length=20, choices=Stance.choices)
    words = models.TextField(_("in its words"), blank=True)
    given_at = models.DateTimeField()
    # When it was entered, where it was given on an earlier day (X14).
    entered_at = models.DateTimeField(null=True)
    history = history(excluded_fields=["names"])

    class Meta(Versioned.Meta):
        verbose_name = _("opinion of an agency")
        verbose_name_plural = _("opinions of agencies")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "agency"], name="opinion_once"),
            models.CheckConstraint(
                name="opinion_against_in_words",
                condition=~Q(stance__in=["with_reserve", "against"]) | ~Q(words=""),
            ),
        ]


class Silence(KeepsNames, Versioned):
    """An asked agency that gives no opinion: asked once more by name, signed without it (S80, X28).

    ``asked`` is the person who was asked once more, until the end of ``answer_by``; ``words`` say
    why it is signed without this agency, of each agency in a sentence of its own.
    """

    ACCESS = OnTeam()
    NAMES: ClassVar = {"asked_by": "asked_at", "agency": "written_at", "written_by": "written_at"}

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey(
        ClosureProposal, on_delete=models.PROTECT, related_name="silences", db_index=False
    )
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer_by = models.DateField(_("to be answered by"), null=True)
    words = models.TextField(_("why it is signed without this agency"), blank=True)
    written_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    history = history(excluded_fields=["names"])

    class Meta(Versioned.Meta):
        verbose_name = _("silence of an agency")
        verbose_name_plural = _("silences of agencies")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "agency"], name="silence_once"),
            models.CheckConstraint(
                name="silence_asked_whole",
                condition=Q(asked=None, asked_at=None, asked_by=None, answer_by=None)
                | Q(asked_at__isnull=False, answer_by__isnull=False)
                & Q(asked__isnull=False, asked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="silence_signed_over_in_words",
                condition=Q(words="", written_at=None, written_by=None)
                | ~Q(words="") & Q(written_at__isnull=False, written_by__isnull=False),
            ),
            within("answer_by"),
        ]


class Handover(Versioned):
    """General care that goes on, and whether it accepted (S76, S77)."""

    ACCESS = OnTeam()

    class State(models.TextChoices):
        OFFERED = "offered", _("offered")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        RUNNING = "running", _("under way")

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="handovers")
    proposal = models.ForeignKey(
        ClosureProposal, on_delete=models.PROTECT, null=True, related_name="handovers"
    )
    service = models.CharField(_("service"), max_length=200)
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, null=True, related_name="+"
    )
    content = models.TextField(_("what is handed over, no more than it needs"))
    state = models.CharField(
        max_length=20, choices=State.choices, default=State.OFFERED, editable=False
    )
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answered_on = models.DateField(_("answered on"), null=True)
    answered_by_words = models.CharField(_("answered by"), max_length=200, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    new_role = models.CharField(_("under which other name"), max_length=200, blank=True)
    access_ends_on = models.DateField(_("access to the file ends on"), null=True)
    access_ended_at = models.DateTimeField(null=True)
    history = history()

    class Meta(Versioned.Meta):
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        indexes = [
            models.Index(
                fields=["access_ends_on"],
                condition=Q(access_ends_on__isnull=False, access_ended_at__isnull=True),
                name="handover_access_ends",
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="handover_has_words", condition=~Q(service="") & ~Q(content="")
            ),
            models.CheckConstraint(
                name="handover_answered_iff_dated",
                condition=Q(state="offered") ^ Q(answered_on__isnull=False),
            ),
            models.CheckConstraint(
                name="handover_worker_has_a_day",
                condition=Q(worker__isnull=True)
                | Q(access_ends_on__isnull=False) & ~Q(new_role=""),
            ),
            within("answered_on"),
            within("access_ends_on"),
        ]


class InformedParty(KeepsNames, Versioned):
    """Somebody around the person who knows that the file may be reopened (S79)."""

    ACCESS = OnTeam()
    NAMES: ClassVar = {"told_by": "told_on"}

    class How(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        BY_PHONE = "by_phone", _("by telephone")
        IN_WRITING = "in_writing", _("in writing")

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="informed")
    proposal = models.ForeignKey(
        ClosureProposal, on_delete=models.PROTECT, null=True, related_name="informed"
    )
    who = models.CharField(_("who"), max_length=200)
    tie = models.CharField(_("tie to the person"), max_length=200)
    told = models.BooleanField(_("told that the file may be reopened"), default=True)
    told_on = models.DateField(_("told on"), null=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    how = models.CharField(_("how"), max_length=20, choices=How.choices, blank=True)
    not_told_because = models.TextField(_("why not told"), blank=True)
    told_again_on = models.DateField(_("told of the reopening on"), null=True)
    history = history(excluded_fields=["names"])

    class Meta(Versioned.Meta):
        verbose_name = _("informed party")
        verbose_name_plural = _("informed parties")
        constraints = [
            models.CheckConstraint(name="informed_has_name", condition=~Q(who="")),
            models.CheckConstraint(
                name="informed_told_or_why_not",
                condition=Q(told=True, told_on__isnull=False, told_by__isnull=False) & ~Q(how="")
                | Q(told=False) & ~Q(not_told_because=""),
            ),
            within("told_on"),
            within("told_again_on"),
        ]
