"""Somebody who knows the person of a case directly, and whether they may be approached (S30)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models.record import Record
from casework.narrowing import ByOwnSharing
from common.columns import within
from common.guarded import Versioned, history


class Relationship(Versioned):
    """Somebody around the person of a case, in words, with what is to be heeded (S30, 2.8).

    Named in words alone: no row of another file is pointed to. Its audience is a record's, and
    stands as it was written; ``shared_with`` are the ids of the agencies of an audience that
    names some. ``since`` is the day from which it holds, ``written_at`` that of the entry. It is
    corrected and ended, never deleted.
    """

    # Written by casework/relationships/shown.py.
    read_by: str

    ACCESS = ByOwnSharing()
    Audience = Record.Audience

    class Kind(models.TextChoices):
        PARENT = "parent", _("Father or mother")
        SIBLING = "sibling", _("Brother or sister")
        PARTNER = "partner", _("Husband, wife or partner")
        CHILD = "child", _("Son or daughter")
        FAMILY = "family", _("Other family")
        FRIEND = "friend", _("Friend")
        PEER = "peer", _("From school or work")
        NEIGHBOUR = "neighbour", _("Neighbour")
        PROFESSIONAL = "professional", _("Professional who meets the person")
        OTHER = "other", _("Somebody else")

    class Role(models.TextChoices):
        VICTIM = "victim", _("Child or victim")
        RELATIVE = "relative", _("Relative")
        CONTACT = "contact", _("Contact")
        SOURCE = "source", _("Source")

    class KnowsWell(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        NOT_KNOWN = "not_known", _("It is not known")

    class Approach(models.TextChoices):
        YES = "yes", _("Yes")
        ONLY_BY = "only_by", _("Only by somebody in particular")
        NO = "no", _("No")

    HEEDED = (Approach.NO, Approach.ONLY_BY)

    case = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, related_name="relationships", db_index=False
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("who"), max_length=200)
    kind = models.CharField(_("tie to the person"), max_length=20, choices=Kind.choices)
    role = models.CharField(_("place in the file"), max_length=10, choices=Role.choices)
    knows_well = models.CharField(
        _("knows the person well"), max_length=10, choices=KnowsWell.choices
    )
    approach = models.CharField(_("may be approached"), max_length=10, choices=Approach.choices)
    only_by = models.CharField(_("by whom alone"), max_length=200, blank=True)
    approach_because = models.TextField(_("why so, or why not"), blank=True)
    told = models.TextField(_("what they were told"), blank=True)
    told_by = models.CharField(_("told by"), max_length=200, blank=True)
    since = models.DateField(_("since"))
    audience = models.CharField(_("audience"), max_length=10, choices=Audience.choices)
    shared_with = ArrayField(models.BigIntegerField(), default=list, editable=False)
    written_at = models.DateTimeField()
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_because = models.TextField(_("why it ended"), blank=True)
    history = history()

    class Meta(Versioned.Meta):
        verbose_name = _("person around")
        verbose_name_plural = _("people around")
        indexes = [models.Index(fields=["case", "written_at"], name="relationship_of_case")]
        constraints = [
            models.CheckConstraint(name="relationship_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="relationship_no_has_a_reason",
                condition=~Q(approach="no") | ~Q(approach_because=""),
            ),
            models.CheckConstraint(
                name="relationship_only_by_somebody",
                condition=Q(approach="only_by") ^ Q(only_by=""),
            ),
            models.CheckConstraint(
                name="relationship_told_by_somebody", condition=Q(told="") ^ ~Q(told_by="")
            ),
            models.CheckConstraint(
                name="relationship_named_agencies",
                condition=Q(audience="named") ^ Q(shared_with=[]),
            ),
            models.CheckConstraint(
                name="relationship_ended_for_a_reason",
                condition=Q(ended_at__isnull=True) ^ ~Q(ended_because=""),
            ),
            within("since"),
        ]
