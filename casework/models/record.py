"""A piece of information on a case, with its own audience."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.narrowing import ByAudience
from common import folding
from common.columns import within
from common.guarded import Versioned, history


class Record(Versioned):
    """A piece of information on a case (S31, S32, 2.8).

    The cause that an agency keeps back has no column: only the need and its holder do. Of what
    is held back only the effect for the others' work stands here, until its agency ends the mark. A
    withdrawn piece is read by its author alone.

    What was marked as not about the person of the case has no words any more: they are sealed in
    its history, and its author and the coordinators alone read that it was marked, and why (X26).

    ``words_key`` follows the words at each save: by it they are searched, however they are spelt
    (X13). It goes with them.
    """

    ACCESS = ByAudience()

    class Kind(models.TextChoices):
        FACT = "fact", _("A fact: seen, heard or read")
        ASSESSMENT = "assessment", _("A judgement: what we make of it")
        NEED = "need", _("A need, without its cause")
        HELD = "held", _("Something that I cannot share")

    class Audience(models.TextChoices):
        TEAM = "team", _("The whole team")
        NAMED = "named", _("Named agencies and both coordinators")
        OWN = "own", _("Our own agency only")

    case = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, related_name="records", db_index=False
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    domain = models.ForeignKey(
        "casework.Code", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    body = models.TextField(_("information"))
    audience = models.CharField(_("audience"), max_length=10, choices=Audience.choices)
    written_at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.TextField(blank=True)
    misplaced_at = models.DateTimeField(null=True, blank=True)
    misplaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    misplaced_reason = models.TextField(_("why it is not about this person"), blank=True)
    ask_again_on = models.DateField(_("asked again on"), null=True, blank=True)
    words_key = models.TextField(default="", editable=False)
    history = history(excluded_fields=["words_key"])

    class Meta(Versioned.Meta):
        verbose_name = _("information")
        verbose_name_plural = _("information")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["case", "-written_at", "-id"], name="record_feed")]
        constraints = [
            models.CheckConstraint(
                name="record_need_is_shared", condition=~Q(kind="need") | ~Q(audience="own")
            ),
            models.CheckConstraint(
                name="record_has_body",
                condition=~Q(body="") | Q(misplaced_at__isnull=False),
            ),
            models.CheckConstraint(
                name="record_is_found_by_its_words_alone",
                condition=Q(words_key="") | ~Q(body=""),
            ),
            models.CheckConstraint(
                name="record_misplaced_whole",
                condition=Q(misplaced_at__isnull=True, misplaced_by__isnull=True)
                & Q(misplaced_reason="")
                | Q(misplaced_at__isnull=False, misplaced_by__isnull=False, body="")
                & ~Q(misplaced_reason=""),
            ),
            models.CheckConstraint(
                name="record_held_is_shared", condition=~Q(kind="held") | ~Q(audience="own")
            ),
            models.CheckConstraint(
                name="record_only_held_ends_for_a_reason",
                condition=Q(ended_at__isnull=True, ended_reason="")
                | Q(ended_at__isnull=False, kind="held") & ~Q(ended_reason=""),
            ),
            models.CheckConstraint(
                name="record_only_held_is_asked_again",
                condition=Q(ask_again_on__isnull=True) | Q(kind="held"),
            ),
            within("ask_again_on"),
        ]

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save, with the words as they are searched."""
        self.words_key = folding.folded(self.body)
        if update_fields is not None:
            update_fields = {*update_fields, "words_key"}
        super().save(*args, update_fields=update_fields, **kwargs)
