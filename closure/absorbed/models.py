"""Two files on one person: asked, agreed, the younger absorbed by the older; undone (X04, S78)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.rights import Role
from closure.absorbed.narrowing import OfOverseers, OfTwoFiles
from common.columns import within
from common.guarded import Versioned, history
from common.names_then import KeepsNames

if TYPE_CHECKING:
    from casework.acts import Button
    from casework.models import Case
    from common.refusals import Obstacle


def _somebody(**options) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options
    )


class Absorption(KeepsNames, Versioned):
    """What one of two files knows of the question whether they are about one person.

    Each of the two has a row of its own, with the same ``pair``: nobody reads the other's. Where
    there is no file of that reference here, the asking side stands alone, and looks the same.

    ``answer_role`` stands on the side that answers: who of its team does. ``was`` and ``left``
    stand on the younger side once it is absorbed: the state that it was in, and the rows that ended
    with it (model, key, version before). ``join_by``, on the older side, is the day by which those
    of the younger's team are asked whether they join.
    """

    # Filled in for a page.
    link: Case | None
    buttons: list[Button]
    before: list[Obstacle]
    place: str
    place_before: str

    ACCESS = OfTwoFiles()
    NAMES: ClassVar = {
        "proposed_by": "proposed_at",
        "settled_by": "settled_at",
        "undo_by": "undo_at",
        "undone_by": "undone_at",
    }

    class Side(models.TextChoices):
        ASKS = "asks", _("asked here")
        ASKED = "asked", _("asked of this file")

    class State(models.TextChoices):
        OPEN = "open", _("answer awaited")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken_back", _("taken back")
        AGREED = "agreed", _("agreed")
        UNDO_ASKED = "undo_asked", _("agreed; undoing is asked")
        UNDONE = "undone", _("undone")

    class Met(models.TextChoices):
        MATCH = "match", _("as a possible match on a signal")
        REFUSAL = "refusal", _("by a refusal, when something was joined or opened")

    # The younger file is absorbed by the older one.
    HOLDS = (State.AGREED, State.UNDO_ASKED)

    case = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, related_name="absorptions", db_index=False
    )
    pair = models.UUIDField(editable=False)
    side = models.CharField(max_length=10, choices=Side.choices, editable=False)
    other_reference = models.CharField(_("reference of the other file"), max_length=30)
    met = models.CharField(_("how the other file was met"), max_length=10, choices=Met.choices)
    grounds = models.TextField(_("why it is one person"))
    state = models.CharField(
        max_length=20, choices=State.choices, default=State.OPEN, editable=False
    )
    proposed_at = models.DateTimeField()
    proposed_by = _somebody()
    answer_by = models.DateField()
    answer_role = models.CharField(max_length=30, choices=Role.choices, blank=True, editable=False)
    settled_at = models.DateTimeField(null=True)
    settled_by = _somebody(null=True)
    settled_because = models.TextField(blank=True)
    was = models.CharField(max_length=20, blank=True, editable=False)
    left = models.JSONField(default=list, editable=False)
    join_by = models.DateField(null=True)
    undo_here = models.BooleanField(default=False, editable=False)
    undo_at = models.DateTimeField(null=True)
    undo_by = _somebody(null=True)
    undo_because = models.TextField(_("why it was an error"), blank=True)
    undo_answer_by = models.DateField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = _somebody(null=True)
    undone_because = models.TextField(blank=True)
    history = history(excluded_fields=["names"])

    class Meta(Versioned.Meta):
        verbose_name = _("question about two files")
        verbose_name_plural = _("questions about two files")
        indexes = [
            models.Index(fields=["case", "-proposed_at"], name="absorption_of_case"),
            models.Index(fields=["pair"], name="absorption_pair"),
            models.Index(
                fields=["answer_by"], condition=Q(state="open"), name="absorption_awaited"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state="open", side="asks"),
                name="absorption_one_asked",
            ),
            models.UniqueConstraint(fields=["pair", "side"], name="absorption_two_sides"),
            models.CheckConstraint(
                name="absorption_in_words", condition=~Q(other_reference="") & ~Q(grounds="")
            ),
            models.CheckConstraint(
                name="absorption_settled_whole",
                condition=Q(state="open", settled_at=None, settled_by=None)
                | ~Q(state="open") & Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="absorption_agreed_by_another",
                condition=~Q(state__in=["agreed", "undo_asked", "undone"])
                | ~Q(settled_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="absorption_undo_in_words",
                condition=~Q(state__in=["undo_asked", "undone"])
                | Q(undo_at__isnull=False, undo_by__isnull=False, undo_answer_by__isnull=False)
                & ~Q(undo_because=""),
            ),
            models.CheckConstraint(
                name="absorption_undone_by_another",
                condition=~Q(state="undone")
                | Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_by=F("undo_by")),
            ),
            within("answer_by"),
            within("join_by"),
            within("undo_answer_by"),
        ]

    @property
    def is_younger(self) -> bool:
        """Whether the file of this side was absorbed, once it is agreed."""
        return self.was != ""


class FormerPart(Versioned):
    """Somebody of the absorbed file's team, who is asked whether they join the older one.

    Answered by a part on the older file, or by why they do not join.
    """

    # Filled in for a page.
    buttons: list[Button]
    has_joined: bool

    ACCESS = OfOverseers()

    case = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    absorption = models.ForeignKey(
        Absorption, on_delete=models.PROTECT, related_name="parts", db_index=False
    )
    user = _somebody(db_index=False)
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    stays_out_because = models.TextField(_("why they do not join"), blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = _somebody(null=True)
    history = history()

    class Meta(Versioned.Meta):
        verbose_name = _("part on an absorbed file")
        verbose_name_plural = _("parts on absorbed files")
        indexes = [models.Index(fields=["case"], name="former_part_of_case")]
        constraints = [
            models.UniqueConstraint(fields=["absorption", "user"], name="former_part_once"),
            models.CheckConstraint(
                name="former_part_out_in_words",
                condition=Q(settled_at=None, settled_by=None, stays_out_because="")
                | Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(stays_out_because=""),
            ),
        ]
