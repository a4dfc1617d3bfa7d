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
from casework.models.territory import TerritoryProfile
from casework.narrowing import OfKnown
from casework.persons import ages
from casework.persons.minority import Standing, standing
from casework.persons.words import age_words
from common import clock
from common.columns import BIRTH_BOUNDS, within
from common.guarded import Versioned, history
from common.windows import A_LIFE

# What follows the other columns at each save.
FOLLOWING = ("match_tokens", "match_keys", "age_told_on", "born_from", "born_to")


class Person(Versioned):
    """A person, seen only through a case or a signal that the reader may see.

    ``match_tokens`` and ``match_keys`` follow the names at each save (casework.matching):
    access.match_persons reads those of everybody, the search (worklist.searching) those of whom
    its reader may see. Rows that coordinators said to be one person are a set (2.1): ``head`` is
    the row with the smallest id among them, itself where it stands alone. It follows from their
    answers (intake.matching.sets); a case knows it too (X01).

    An age has the day on which it was told (``age_told_on``, X07); ``born_from`` and ``born_to``
    follow it at each save, for queries alone. ``adult_said_on``: on this day a first analysis
    answered, with its grounds, that the person is no minor (X08).
    """

    ACCESS = OfKnown()

    family_name = models.CharField(_("family name"), max_length=150, blank=True)
    given_name = models.CharField(_("given name"), max_length=150, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    age_text = models.CharField(_("age, as told"), max_length=60, blank=True)
    age_told_on = models.DateField(_("age told on"), null=True, editable=False)
    born_from = models.DateField(null=True, editable=False)
    born_to = models.DateField(null=True, editable=False)
    adult_said_on = models.DateField(null=True, editable=False)
    alias = models.CharField(_("also known as"), max_length=200, blank=True)
    head = models.ForeignKey("self", on_delete=models.PROTECT, editable=False, related_name="+")
    match_tokens = ArrayField(models.TextField(), default=list, editable=False)
    match_keys = ArrayField(models.TextField(), default=list, editable=False)
    created_at = models.DateTimeField()
    history = history(
        excluded_fields=["match_tokens", "match_keys", "born_from", "born_to", "head"]
    )

    class Meta(Versioned.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        indexes = [GinIndex(fields=["match_keys"], name="person_match_keys")]
        constraints = [
            within("birth_date", BIRTH_BOUNDS),
            within("age_told_on"),
            within("born_from", BIRTH_BOUNDS),
            within("born_to", BIRTH_BOUNDS),
            within("adult_said_on"),
            models.CheckConstraint(
                name="person_age_has_its_day",
                condition=models.Q(age_text="", age_told_on__isnull=True)
                | ~models.Q(age_text="") & models.Q(age_told_on__isnull=False),
            ),
        ]

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save; the keys of matching, and the births that the age leaves open, as they are now."""
        if self.head_id is None:
            self.head_id = self.pk
        made = matching.keys_of(self.given_name, self.family_name, self.alias, self.birth_date)
        self.match_tokens, self.match_keys = list(made.tokens), list(made.keys)
        self.age_told_on = (self.age_told_on or clock.today()) if self.age_text else None
        told = self.told
        self.born_from, self.born_to = (told.first, told.last) if told else (None, None)
        if update_fields is not None:
            update_fields = {*update_fields, *FOLLOWING}
        super().save(*args, update_fields=update_fields, **kwargs)

    def take(self, changes: dict[str, Any], *, told_on: date | None = None) -> None:
        """Take over what was typed of who this is; not saved yet.

        Another age than before was told on ``told_on``, or today. The age keeps its day when
        something else of the person is corrected (X07).
        """
        if changes["age_text"] != self.age_text:
            self.age_told_on = told_on
        for name, value in changes.items():
            setattr(self, name, value)

    @property
    def told(self) -> ages.Told | None:
        """What the age says of the birth, counted from the day on which it was told."""
        return ages.read(self.age_text, self.age_told_on)

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def shown_name(self) -> str:
        """The name, or what the person is called where no name is known."""
        return self.full_name or self.alias

    @property
    def initials(self) -> str:
        """«L. M.», or a question mark for each name that nobody knows."""
        letters = [(n.strip()[:1] or "?").upper() for n in (self.given_name, self.family_name)]
        return " ".join(f"{letter}." for letter in letters)

    @property
    def age_words(self) -> str:
        """The age as it was told, with its day."""
        return age_words(self.age_text, self.age_told_on)

    def age_on(self, day: date) -> int | None:
        """Whole years on ``day``; born on 29 February: 1 March.

        None without a date of birth, and where it cannot be one: ahead, or beyond a human life.
        """
        if self.birth_date is None:
            return None
        age = ages.years_between(self.birth_date, day)
        return age if 0 <= age <= A_LIFE else None

    def standing_on(self, day: date) -> Standing:
        """Minor, adult or doubt on ``day`` (X08)."""
        return standing(
            day,
            age=self.age_on(day),
            told=self.told,
            said_adult_on=self.adult_said_on,
            surely_adult=lambda: TerritoryProfile.load().surely_adult_years,
        )

    def may_be_minor_on(self, day: date) -> bool:
        """Whether the person is a minor on ``day``, or may be: doubt counts as one (S35, H6)."""
        return self.standing_on(day) is not Standing.ADULT
