"""Outcomes of a signal: several over time, each with grounds and author."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.narrowing import OnDesk
from common.columns import within
from common.guarded import Versioned, history
from common.names_then import KeepsNames


def _who(**options):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options
    )


class Outcome(KeepsNames, Versioned):
    """A decision on a signal (2.3, 2.12): proposed to a second reader, or in force at once.

    Read by the signal's desk; written by who decides it and by its second reader.
    """

    ACCESS = OnDesk()
    NAMES: ClassVar = {
        "proposed_by": "proposed_at",
        "second_reader": "second_read_at",
        "reopened_by": "reopened_at",
    }

    class Kind(models.TextChoices):
        ADVICE_GIVEN = "advice_given", _("advice given")
        NEED_MORE = "need_more", _("more information needed")
        NO_ACTION = "no_action", _("no further action")
        ORIENTED = "oriented", _("passed to ordinary help")
        MALICIOUS = "malicious", _("malicious report")
        HANDED_TO_SECURITY = "handed_to_security", _("handed to the competent service")
        TO_CONFERENCE = "to_conference", _("to be examined at the conference")
        MERGED = "merged", _("brought together with another signal")
        JOINED_TO_CASE = "joined_to_case", _("joined to the file")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("waits for its second reader")
        IN_FORCE = "in_force", _("in force")
        REFUSED = "refused", _("refused by the second reader")
        WITHDRAWN = "withdrawn", _("taken back")
        ENDED = "ended", _("answered")
        REPLACED = "replaced", _("replaced by a later outcome")
        REOPENED = "reopened", _("the signal was reopened")

    class Trigger(models.TextChoices):
        NEW_INFORMATION = "new_information", _("There is something new")
        WRONG_DECISION = "wrong_decision", _("The decision was wrong")

    # Two people answer for these: the second reads before anything is in force (S41).
    TWO_PEOPLE = frozenset({Kind.NO_ACTION, Kind.MALICIOUS})
    # After these the signal is closed, and counts when the person is reported again (2.1).
    PRIORS = frozenset(
        {Kind.NO_ACTION, Kind.ORIENTED, Kind.HANDED_TO_SECURITY, Kind.JOINED_TO_CASE}
    )

    signal = models.ForeignKey(
        "intake.Signal", on_delete=models.PROTECT, related_name="outcomes", db_index=False
    )
    # Which of the named persons it is about, and whether others of them are left out of it (X10).
    about = ArrayField(models.UUIDField(), default=list, editable=False)
    apart = models.BooleanField(default=False, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    status = models.CharField(max_length=10, choices=Status.choices, editable=False)
    grounds = models.TextField()
    dissent = models.TextField(blank=True)
    proposed_by = _who()
    proposed_at = models.DateTimeField()
    second_reader = _who(null=True)
    second_read_at = models.DateTimeField(null=True)
    second_words = models.TextField(blank=True)
    in_force_at = models.DateTimeField(null=True)
    question = models.TextField(blank=True)
    addressee = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    service = models.CharField(max_length=200, blank=True)
    accepted_by = models.CharField(max_length=200, blank=True)
    accepted_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    keep_until = models.DateField(null=True)
    reopened_at = models.DateTimeField(null=True)
    reopened_by = _who(null=True)
    reopened_why = models.CharField(max_length=20, choices=Trigger.choices, blank=True)
    reopened_because = models.TextField(blank=True)
    into = models.ForeignKey(
        "intake.Signal", on_delete=models.PROTECT, null=True, related_name="joined"
    )
    into_case = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, null=True, related_name="joined_outcomes"
    )
    history = history(excluded_fields=["names"])

    class Meta(Versioned.Meta):
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["-proposed_at", "-id"]
        indexes = [
            models.Index(fields=["signal", "-proposed_at"], name="outcome_of_signal"),
            models.Index(
                fields=["second_reader"], condition=Q(status="proposed"), name="outcome_to_read"
            ),
            models.Index(
                fields=["due_on"],
                condition=Q(status="in_force", kind="need_more"),
                name="outcome_answer_awaited",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["signal"], condition=Q(status="proposed"), name="outcome_one_proposal"
            ),
            models.UniqueConstraint(
                fields=["signal"],
                condition=Q(status="in_force", apart=False),
                name="outcome_one_in_force",
            ),
            models.CheckConstraint(name="outcome_has_grounds", condition=~Q(grounds="")),
            models.CheckConstraint(
                name="outcome_second_is_another",
                condition=Q(second_reader__isnull=True) | ~Q(second_reader=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="outcome_read_twice",
                condition=~Q(kind__in=["no_action", "malicious"]) | Q(second_reader__isnull=False),
            ),
            models.CheckConstraint(
                name="outcome_in_force_after_second_reading",
                condition=~Q(status="in_force")
                | Q(in_force_at__isnull=False)
                & (~Q(kind__in=["no_action", "malicious"]) | Q(second_read_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="outcome_question_has_addressee_and_date",
                condition=~Q(kind="need_more")
                | ~Q(question="") & ~Q(addressee="") & Q(due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="outcome_handover_is_accepted",
                condition=~Q(kind="oriented")
                | ~Q(service="") & ~Q(accepted_by="") & Q(accepted_on__isnull=False),
            ),
            models.CheckConstraint(
                name="outcome_merged_into_a_signal",
                condition=Q(kind="merged", into__isnull=False) & ~Q(into=F("signal"))
                | ~Q(kind="merged") & Q(into__isnull=True),
            ),
            models.CheckConstraint(
                name="outcome_joined_to_a_case",
                condition=Q(kind="joined_to_case", into_case__isnull=False)
                | ~Q(kind="joined_to_case") & Q(into_case__isnull=True),
            ),
            models.CheckConstraint(
                name="outcome_security_has_service_and_note",
                condition=~Q(kind="handed_to_security") | ~Q(service="") & ~Q(note=""),
            ),
            models.CheckConstraint(
                name="outcome_reopened_for_a_reason",
                condition=~Q(status="reopened")
                | Q(reopened_at__isnull=False, reopened_by__isnull=False)
                & ~Q(reopened_why="")
                & ~Q(reopened_because=""),
            ),
            within("due_on"),
            within("accepted_on"),
            within("keep_until"),
        ]

    @property
    def is_proposed(self) -> bool:
        return self.status == self.Status.PROPOSED

    @property
    def decided_by(self):
        """Whoever put it in force: the second reader where there is one."""
        return self.second_reader or self.proposed_by
