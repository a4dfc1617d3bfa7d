"""The in-depth analysis: gaps, factors, levels by domain, interpretations compared, views heard.

Everything here is read by the team. What an agency tells fewer people is a ``casework.Record``.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from casework.narrowing import OnTeam
from common.columns import within
from common.guarded import Versioned, history


class Basis(models.TextChoices):
    """What a line rests on: somebody observed it, or judges it so (2.8)."""

    FACT = "fact", _("A fact: seen, heard or read")
    ASSESSMENT = "assessment", _("A judgement: what we make of it")


class CaseLine(Versioned):
    """A line of a case that the team reads: who wrote it, for which agency, when."""

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta(Versioned.Meta):
        abstract = True


class Gap(CaseLine):
    """Something that is not known (S44): looked for until a day, or accepted as open.

    ``finder_agency``: the agency for which the finder was asked; the question stays with it when
    the finder moves.
    """

    ACCESS = OnTeam()

    class Importance(models.TextChoices):
        HIGH = "high", _("It would change the plan")
        NORMAL = "normal", _("Good to know")

    class Status(models.TextChoices):
        UNKNOWN = "unknown", _("not known, nobody asked yet")
        TO_FIND_OUT = "to_find_out", _("to find out")
        ANSWERED = "answered", _("answered")
        ACCEPTED = "accepted", _("accepted as not known")
        NOT_RELEVANT = "not_relevant", _("not relevant")
        REFUSED = "refused", _("asked, and refused")

    OPEN = (Status.UNKNOWN, Status.TO_FIND_OUT)

    case = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, related_name="gaps", db_index=False
    )
    domain = models.ForeignKey("casework.Code", on_delete=models.PROTECT, related_name="+")
    question = models.TextField(_("what is not known"))
    changes = models.TextField(_("what the answer would change"), blank=True)
    importance = models.CharField(_("importance"), max_length=10, choices=Importance.choices)
    status = models.CharField(
        max_length=20, choices=Status.choices, default=Status.UNKNOWN, editable=False
    )
    finder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    finder_agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    due_on = models.DateField(_("by when"), null=True)
    answer = models.ForeignKey(
        "casework.Record", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(_("reason"), blank=True)
    settled_at = models.DateTimeField(null=True)
    history = history()

    class Meta(CaseLine.Meta):
        verbose_name = _("gap")
        verbose_name_plural = _("gaps")
        indexes = [
            models.Index(fields=["case", "status", "due_on"], name="gap_of_case"),
            models.Index(
                fields=["finder", "due_on"], condition=Q(status="to_find_out"), name="gap_of_finder"
            ),
            models.Index(
                fields=["finder_agency", "due_on", "id"],
                condition=Q(status="to_find_out"),
                name="gap_of_agency",
            ),
        ]
        constraints = [
            models.CheckConstraint(name="gap_has_question", condition=~Q(question="")),
            models.CheckConstraint(
                name="gap_looked_for_by_somebody",
                condition=~Q(status="to_find_out") | Q(finder__isnull=False, due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="gap_left_open_for_a_reason",
                condition=~Q(status__in=["accepted", "not_relevant", "refused"]) | ~Q(reason=""),
            ),
            within("due_on"),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it is neither answered nor settled: asked of somebody or of nobody yet."""
        return self.status in self.OPEN


class Factor(CaseLine):
    """A factor that adds to the risk or protects, with level and evidence (S45, S09, 2.7, 2.8)."""

    ACCESS = OnTeam()

    class Kind(models.TextChoices):
        PUSH = "push", _("pushes away")
        PULL = "pull", _("attracts")
        TRIGGER = "trigger", _("trigger")
        ROOT_CAUSE = "root_cause", _("root cause")
        PROTECTIVE = "protective", _("protects")

    class Level(models.TextChoices):
        ABSENT = "absent", _("absent")
        WEAK = "weak", _("weak")
        MODERATE = "moderate", _("moderate")
        STRONG = "strong", _("strong")
        VERY_STRONG = "very_strong", _("very strong")
        NO_INFORMATION = "no_information", _("no information")
        NOT_RELEVANT = "not_relevant", _("not relevant")

    PRESENT = (Level.WEAK, Level.MODERATE, Level.STRONG, Level.VERY_STRONG)

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="factors")
    domain = models.ForeignKey("casework.Code", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("what it does"), max_length=20, choices=Kind.choices)
    words = models.TextField(_("factor"))
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    basis = models.CharField(_("basis"), max_length=20, choices=Basis.choices)
    evidence = models.TextField(_("evidence"))
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(_("why it was withdrawn"), blank=True)
    history = history()

    class Meta(CaseLine.Meta):
        verbose_name = _("factor")
        verbose_name_plural = _("factors")
        indexes = [
            models.Index(
                fields=["case", "domain"],
                condition=Q(withdrawn_at__isnull=True),
                name="factor_of_case",
            )
        ]
        constraints = [
            models.CheckConstraint(name="factor_has_words", condition=~Q(words="")),
            models.CheckConstraint(name="factor_has_evidence", condition=~Q(evidence="")),
            models.CheckConstraint(
                name="factor_withdrawn_for_a_reason",
                condition=Q(withdrawn_at__isnull=True) ^ ~Q(withdrawn_because=""),
            ),
        ]

    @property
    def protects(self) -> bool:
        """Whether it protects; else it adds to the risk."""
        return self.kind == self.Kind.PROTECTIVE


class LevelRating(CaseLine):
    """The level of a domain on a day, by the team or by one agency (2.7).

    No sum over domains exists anywhere.
    """

    ACCESS = OnTeam()

    class Direction(models.TextChoices):
        RISK = "risk", _("risk")
        PROTECTION = "protection", _("protection")

    class Level(models.TextChoices):
        LOW = "low", _("low")
        MODERATE = "moderate", _("moderate")
        HIGH = "high", _("high")
        NO_INFORMATION = "no_information", _("no information")
        NOT_RELEVANT = "not_relevant", _("not relevant")

    case = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, related_name="ratings", db_index=False
    )
    domain = models.ForeignKey("casework.Code", on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(_("direction"), max_length=20, choices=Direction.choices)
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    basis = models.CharField(_("basis"), max_length=20, choices=Basis.choices)
    evidence = models.TextField(_("evidence"))
    rated_on = models.DateField(_("as of"))
    joint = models.BooleanField(_("the team’s joint reading"), default=False)
    history = history()

    class Meta(CaseLine.Meta):
        verbose_name = _("level of a domain")
        verbose_name_plural = _("levels by domain")
        indexes = [models.Index(fields=["case", "rated_on"], name="level_of_case")]
        constraints = [
            models.CheckConstraint(name="level_has_evidence", condition=~Q(evidence="")),
            within("rated_on"),
        ]


class Interpretation(CaseLine):
    """A way to read the facts beside others, with what speaks for it and against it (S41, S42)."""

    ACCESS = OnTeam()

    class Standing(models.TextChoices):
        KEPT = "kept", _("kept")
        OPEN = "open", _("kept open")
        SET_ASIDE = "set_aside", _("set aside")

    case = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, related_name="interpretations", db_index=False
    )
    words = models.TextField(_("reading"))
    speaks_for = models.TextField(_("what speaks for it"), blank=True)
    speaks_against = models.TextField(_("what speaks against it"))
    standing = models.CharField(_("standing"), max_length=20, choices=Standing.choices)
    history = history()

    class Meta(CaseLine.Meta):
        verbose_name = _("interpretation of the facts")
        verbose_name_plural = _("interpretations compared")
        indexes = [models.Index(fields=["case", "written_at"], name="interpretation_of_case")]
        constraints = [
            models.CheckConstraint(name="interpretation_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="interpretation_has_a_fact_against", condition=~Q(speaks_against="")
            ),
        ]


class Viewpoint(CaseLine):
    """A point of view that was heard: a discipline, the person, the family (S29, S42, 2.21)."""

    ACCESS = OnTeam()

    PERSON, FAMILY = "person", "family"
    VOICES = (
        *Agency.Kind.choices,
        (PERSON, _("The person")),
        (FAMILY, _("The family")),
    )

    case = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, related_name="viewpoints", db_index=False
    )
    voice = models.CharField(_("whose view"), max_length=20, choices=VOICES)
    heard_on = models.DateField(_("heard on"))
    says = models.TextField(_("says"))
    history = history()

    class Meta(CaseLine.Meta):
        verbose_name = _("point of view")
        verbose_name_plural = _("points of view heard")
        indexes = [models.Index(fields=["case", "heard_on"], name="viewpoint_of_case")]
        constraints = [
            models.CheckConstraint(name="viewpoint_has_words", condition=~Q(says="")),
            within("heard_on"),
        ]
