"""A file that ran on paper while it is brought in, and afterwards where its paper lies (X14)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models import Case, Deconfliction, Person
from common.columns import BIRTH_BOUNDS, within
from common.guarded import Versioned
from plans.paper.narrowing import OfPaper


def _somebody() -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class PaperFile(Versioned):
    """One file from paper: opened by a decider, typed by who will coordinate its process.

    ``typed`` are the fields of the form as they were last saved (``plans.paper.content`` reads
    them). Nothing of it is a case before the content coordinator has confirmed it (``file``), so
    there is no history: called off, the row goes. Confirmed, it keeps who, when and where the paper
    lies; its words are then the file's own and are emptied here.
    """

    ACCESS = OfPaper()

    # --- the opening, by the decider
    opened_at = models.DateTimeField()
    opened_by = _somebody()
    types = _somebody()
    confirms = _somebody()
    risk_owner = _somebody()
    paper_place = models.CharField(_("where the paper lies"), max_length=200)
    opened_on = models.DateField(_("opened on"))
    grounds = models.TextField(_("grounds for opening"), blank=True)
    prevention_level = models.CharField(
        _("level of prevention"),
        max_length=20,
        choices=Case.Level.choices,
        default=Case.Level.INDIVIDUAL,
    )
    given_name = models.CharField(_("given name"), max_length=150, blank=True)
    family_name = models.CharField(_("family name"), max_length=150, blank=True)
    alias = models.CharField(_("also known as"), max_length=200, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    age_text = models.CharField(_("age, as told"), max_length=60, blank=True)
    concern = models.CharField(
        _("security matter"), max_length=10, choices=Deconfliction.Concern.choices, blank=True
    )
    concern_grounds = models.TextField(_("what it rests on"), blank=True)
    asked_of = models.CharField(_("whom was asked"), max_length=200, blank=True)
    answer = models.CharField(
        _("answer"), max_length=20, choices=Deconfliction.Answer.choices, blank=True
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    wording = models.TextField(_("what may be said, and the limits"), blank=True)
    # Files on people of a like name, of which the decider said that they are about somebody else.
    others = models.JSONField(default=list)
    # --- what is typed
    typed = models.JSONField(default=dict)
    handed_at = models.DateTimeField(null=True)
    given_back_because = models.TextField(blank=True)
    # --- what it became
    file = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, related_name="paper")
    confirmed_at = models.DateTimeField(null=True)
    sign_due_on = models.DateField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta(Versioned.Meta):
        verbose_name = _("file from paper")
        verbose_name_plural = _("files from paper")
        indexes = [
            models.Index(
                fields=["sign_due_on"],
                condition=Q(file__isnull=False, signed_at__isnull=True),
                name="paper_unsigned",
            ),
        ]
        constraints = [
            within("opened_on"),
            within("answered_on"),
            within("birth_date", BIRTH_BOUNDS),
            within("sign_due_on"),
            models.CheckConstraint(
                name="paper_confirmed_iff_dated",
                condition=Q(file__isnull=True, confirmed_at__isnull=True, sign_due_on__isnull=True)
                | Q(file__isnull=False, confirmed_at__isnull=False, sign_due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_empty_once_confirmed",
                condition=Q(file__isnull=True) | Q(typed={}, given_name="", family_name=""),
            ),
            models.CheckConstraint(
                name="paper_signed_by_somebody",
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_typed_by_one_confirmed_by_another",
                condition=~Q(types=models.F("confirms")),
            ),
        ]

    @property
    def reference(self) -> str:
        """What it is called before it has the reference of a case; it says nothing of anybody."""
        return self.file.reference if self.file else f"P-{self.pk.hex[:6].upper()}"

    @property
    def person(self) -> Person:
        """The person as typed, not saved."""
        told = self.opened_on if self.age_text else None  # the paper is of that day
        return Person(
            given_name=self.given_name,
            family_name=self.family_name,
            alias=self.alias,
            birth_date=self.birth_date,
            age_text=self.age_text,
            age_told_on=told,
        )
