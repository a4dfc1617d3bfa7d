"""The persons whom a signal names, each in their role (2.8, X10)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.narrowing import OnDesk
from common.guarded import Versioned, history


def _who(**options):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, **options
    )


class NamedPerson(Versioned):
    """One person named on a signal, in a role, with the row of that person which is the signal's.

    Outcomes are about the subjects (2.8): ``outcome`` is the one in force about this person, so
    that persons of one signal may have different ones; ``file`` the one opened on this person
    from the signal, ``left_because`` why none was. The check of minority is each one's own where a
    signal has several subjects. Who was taken back stays to be read, and counts nowhere.
    """

    ACCESS = OnDesk()

    class Role(models.TextChoices):
        SUBJECT = "subject", _("Person concerned")
        VICTIM = "victim", _("Child or victim")
        RELATIVE = "relative", _("Relative")
        SOURCE = "source", _("Source")
        CONTACT = "contact", _("Contact")

    class Minor(models.TextChoices):
        YES = "yes", _("Yes, or very likely")
        NO = "no", _("No, or hardly likely")
        UNKNOWN = "unknown", _("Not known")

    signal = models.ForeignKey(
        "intake.Signal", on_delete=models.PROTECT, related_name="named", db_index=False
    )
    person = models.ForeignKey("casework.Person", on_delete=models.PROTECT, related_name="named")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.SUBJECT)
    named_by = _who()
    named_at = models.DateTimeField()
    outcome = models.ForeignKey(
        "intake.Outcome", on_delete=models.PROTECT, null=True, related_name="decided_about"
    )
    file = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, null=True, related_name="named"
    )
    left_because = models.TextField(blank=True)
    left_by = _who()
    left_at = models.DateTimeField(null=True)
    minor = models.CharField(max_length=10, choices=Minor.choices, blank=True)
    minor_basis = models.TextField(blank=True)
    minor_by = _who()
    minor_at = models.DateTimeField(null=True)
    taken_back_because = models.TextField(blank=True)
    taken_back_by = _who()
    taken_back_at = models.DateTimeField(null=True)
    waits = models.BooleanField(default=False, editable=False)
    history = history(excluded_fields=["waits"])

    class Meta(Versioned.Meta):
        verbose_name = _("named person")
        verbose_name_plural = _("named persons")
        indexes = [
            models.Index(fields=["signal"], condition=Q(waits=True), name="named_waits_for_a_file")
        ]
        constraints = [
            models.UniqueConstraint(fields=["signal", "person"], name="named_once"),
            *(
                models.CheckConstraint(
                    name=f"named_{name}_has_reason_and_author",
                    condition=Q(
                        **{f"{name}_at__isnull": True, f"{name}_by__isnull": True, reason: ""}
                    )
                    | Q(**{f"{name}_at__isnull": False, f"{name}_by__isnull": False})
                    & ~Q(**{reason: ""}),
                )
                for name, reason in (
                    ("left", "left_because"),
                    ("minor", "minor_basis"),
                    ("taken_back", "taken_back_because"),
                )
            ),
            models.CheckConstraint(
                name="named_taken_back_has_no_file",
                condition=Q(taken_back_at__isnull=True) | Q(file__isnull=True),
            ),
            models.CheckConstraint(
                name="named_left_has_no_file",
                condition=Q(left_at__isnull=True) | Q(file__isnull=True),
            ),
        ]

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save, with whether a file is still to be opened: what My work looks for (X23)."""
        self.waits = self.waits_for_a_file
        if update_fields is not None:
            update_fields = {*update_fields, "waits"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def stands(self) -> bool:
        """Whether the name was not taken back."""
        return self.taken_back_at is None

    @property
    def is_subject(self) -> bool:
        """Whether the outcome of the signal is about this person."""
        return self.stands and self.role == self.Role.SUBJECT

    @property
    def desk_name(self) -> str:
        """The name as the desk reads it; initials once the person has their file (2.5)."""
        return self.person.initials if self.file_id or self.is_joined else self.person.shown_name

    @property
    def is_joined(self) -> bool:
        """Whether the signal is joined to the file of this person (S86)."""
        return self.outcome is not None and self.outcome.into_case_id is not None

    @property
    def is_asked_of(self) -> bool:
        """Whether it is asked if they are a minor: not of who tells of others (S35)."""
        return self.role not in (self.Role.SOURCE, self.Role.CONTACT)

    @property
    def waits_for_a_file(self) -> bool:
        """Whether the conference examines this person, and neither a file nor none is decided."""
        at_conference = self.outcome is not None and self.outcome.kind == "to_conference"
        return self.is_subject and at_conference and not self.file_id and self.left_at is None


def rows_of(signal):
    """A question for all who were ever named on the signal, in the order of their naming."""
    rows = NamedPerson.objects.filter(signal_id=signal.pk)
    people = ("person", "outcome", "named_by", "minor_by", "left_by", "taken_back_by")
    return rows.select_related(*people).order_by("named_at", "pk")


def first_of(signal) -> NamedPerson:
    """Whoever was named first of those who stand. Raises NamedPerson.DoesNotExist."""
    row = rows_of(signal).filter(taken_back_at__isnull=True)[:1].get()
    row.signal = signal
    return row


def on_each(signals: Iterable, user) -> dict[UUID, list[NamedPerson]]:
    """Who is named on each of these signals, as far as the user may read it: one query."""
    rows = NamedPerson.objects.visible_to(user).filter(signal__in=[one.pk for one in signals])
    rows = rows.filter(taken_back_at__isnull=True).select_related("person")
    found: dict[UUID, list[NamedPerson]] = {}
    for row in rows.order_by("named_at", "pk"):
        found.setdefault(row.signal_id, []).append(row)
    return found
