"""The person a signal or a case is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework import matching
from casework.narrowing import OfKnown
from common.columns import BIRTH_BOUNDS, within
from common.guarded import Versioned, history
from common.windows import A_LIFE


class Person(Versioned):
    """A person, seen only through a case or a signal that the reader may see.

    ``match_tokens`` and ``match_keys`` follow the names at each save (casework.matching); only
    access.match_persons reads them. Rows that coordinators said to be one person are a set (2.1):
    ``head`` is the row with the smallest id among them, itself where it stands alone. It follows
    from their answers (intake.matching.sets); a case knows it too (X01).
    """

    ACCESS = OfKnown()

    family_name = models.CharField(_("family name"), max_length=150, blank=True)
    given_name = models.CharField(_("given name"), max_length=150, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    age_text = models.CharField(_("age, as told"), max_length=60, blank=True)
    alias = models.CharField(_("also known as"), max_length=200, blank=True)
    head = models.ForeignKey("self", on_delete=models.PROTECT, editable=False, related_name="+")
    match_tokens = ArrayField(models.TextField(), default=list, editable=False)
    match_keys = ArrayField(models.TextField(), default=list, editable=False)
    created_at = models.DateTimeField()
    history = history(excluded_fields=["match_tokens", "match_keys", "head"])

    class Meta(Versioned.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        indexes = [GinIndex(fields=["match_keys"], name="person_match_keys")]
        constraints = [within("birth_date", BIRTH_BOUNDS)]

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save, the keys of matching made from the names as they are now."""
        if self.head_id is None:
            self.head_id = self.pk
        made = matching.keys_of(self.given_name, self.family_name, self.alias)
        self.match_tokens, self.match_keys = list(made.tokens), list(made.keys)
        if update_fields is not None:
            update_fields = {*update_fields, "match_tokens", "match_keys"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def initials(self) -> str:
        """«L. M.», or a question mark for each name that nobody knows."""
        letters = [(n.strip()[:1] or "?").upper() for n in (self.given_name, self.family_name)]
        return " ".join(f"{letter}." for letter in letters)

    def age_on(self, day: date) -> int | None:
        """Whole years on ``day``; born on 29 February: 1 March.

        None without a date of birth, and where it cannot be one: ahead, or beyond a human life.
        """
        if self.birth_date is None:
            return None
        before = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        age = day.year - self.birth_date.year - before
        return age if 0 <= age <= A_LIFE else None

    def may_be_minor_on(self, day: date) -> bool:
        """Under 18 on ``day``; an unknown date of birth counts as a minor (S35, H6)."""
        age = self.age_on(day)
        return age is None or age < 18
