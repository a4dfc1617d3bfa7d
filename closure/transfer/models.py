"""A case goes over to another authority: asked, accepted on paper, signed (X25, rulings 7)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.narrowing import OnTeam
from common.columns import within
from common.guarded import Versioned, history
from common.names_then import KeepsNames


class Transfer(KeepsNames, Versioned):
    """The way of a case to another authority; one is open at a time, the others are kept.

    ``goes_along`` lists what is handed over on paper: nothing leaves by itself. ``answer_by`` is
    the day by which the other authority's answer is awaited, ``sign_by`` that of the signature.
    """

    ACCESS = OnTeam()
    NAMES: ClassVar = {
        "asked_by": "asked_at",
        "noted_by": "noted_at",
        "signed_by": "signed_at",
        "called_off_by": "called_off_at",
    }

    class State(models.TextChoices):
        ASKED = "asked", _("acceptance awaited")
        ACCEPTED = "accepted", _("accepted, not signed yet")
        SIGNED = "signed", _("signed")
        CALLED_OFF = "called_off", _("called off")

    OPEN = (State.ASKED, State.ACCEPTED)

    case = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, related_name="transfers", db_index=False
    )
    state = models.CharField(
        max_length=20, choices=State.choices, default=State.ASKED, editable=False
    )
    authority = models.CharField(_("to which authority"), max_length=200)
    contact = models.CharField(_("whom there"), max_length=200)
    grounds = models.TextField(_("why"))
    basis = models.TextField(_("on what basis"))
    goes_along = models.TextField(_("what goes along, on paper"))
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answer_by = models.DateField()
    accepted_on = models.DateField(_("accepted on"), null=True)
    accepted_by_words = models.CharField(_("who accepted"), max_length=200, blank=True)
    paper_at = models.CharField(_("where the paper is"), max_length=200, blank=True)
    noted_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sign_by = models.DateField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_words = models.TextField(_("words of the risk owner"), blank=True)
    called_off_at = models.DateTimeField(null=True)
    called_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    called_off_because = models.TextField(blank=True)
    history = history(excluded_fields=["names"])

    class Meta(Versioned.Meta):
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        indexes = [
            models.Index(fields=["case", "-asked_at"], name="transfer_of_case"),
            models.Index(fields=["answer_by"], condition=Q(state="asked"), name="transfer_awaited"),
            models.Index(
                fields=["sign_by"], condition=Q(state="accepted"), name="transfer_to_sign"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["asked", "accepted"]),
                name="transfer_one_open",
            ),
            models.CheckConstraint(
                name="transfer_in_words",
                condition=~Q(authority="") & ~Q(grounds="") & ~Q(basis="") & ~Q(goes_along=""),
            ),
            models.CheckConstraint(
                name="transfer_accepted_whole",
                condition=~Q(state__in=["accepted", "signed"])
                | Q(accepted_on__isnull=False, noted_at__isnull=False, sign_by__isnull=False)
                & ~Q(accepted_by_words="")
                & ~Q(paper_at=""),
            ),
            models.CheckConstraint(
                name="transfer_signed_whole",
                condition=Q(state="signed", signed_at__isnull=False, signed_by__isnull=False)
                | ~Q(state="signed") & Q(signed_at=None, signed_by=None),
            ),
            models.CheckConstraint(
                name="transfer_signed_by_another",
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="transfer_called_off_for_a_reason",
                condition=Q(state="called_off", called_off_at__isnull=False)
                & ~Q(called_off_because="")
                | ~Q(state="called_off") & Q(called_off_at=None),
            ),
            within("answer_by"),
            within("accepted_on"),
            within("sign_by"),
        ]
