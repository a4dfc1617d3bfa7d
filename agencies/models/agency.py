from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Group
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from common.columns import within
from common.narrowing import OPEN
from common.sorting import Sorted, SortKey


class Agency(Sorted):
    """A partner body. Its group is what single records are shared with (need-to-know)."""

    ACCESS = OPEN

    class Kind(models.TextChoices):
        TOWN = "town", _("Town")
        SCHOOL = "school", _("School")
        POLICE = "police", _("Police")
        MENTAL_HEALTH = "mental_health", _("Mental health")
        YOUTH = "youth", _("Youth work")
        CHILD_PROTECTION = "child_protection", _("Child protection")
        PROBATION = "probation", _("Probation and prison")
        WORK = "work", _("Employment")
        SOCIAL = "social", _("Social services")
        NGO = "ngo", _("Association")
        UNIVERSITY = "university", _("University")
        JUSTICE = "justice", _("Justice")
        OTHER = "other", _("Other")

    name = models.CharField(_("name"), max_length=150, unique=True)
    short_name = models.CharField(_("short name"), max_length=40)
    name_key, short_key = SortKey("name"), SortKey("short_name")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    group = models.OneToOneField(
        Group, verbose_name=_("group"), on_delete=models.PROTECT, editable=False
    )
    active = models.BooleanField(_("active"), default=True)
    last_briefed_on = models.DateField(
        _("last briefed on"),
        null=True,
        blank=True,
        help_text=_("The last time this agency was told where a concern goes and what follows."),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        ordering = ["name_key", "pk"]
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        indexes = [
            models.Index(fields=["name_key"], name="agency_name_key"),
            models.Index(fields=["short_key"], name="agency_short_key"),
        ]
        constraints = [within("last_briefed_on")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            if self.group_id is None:
                # A random name, not the agency’s: a renamed agency keeps its group.
                self.group = Group.objects.create(name=f"agency:{uuid4()}")
            super().save(*args, **kwargs)
