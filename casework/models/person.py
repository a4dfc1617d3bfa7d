"""The person a signal or a case is about."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.base import Versioned, history
from casework.scope import Access


class Person(Versioned):
    """A person, seen only through a case or a signal that the reader may see."""

    ACCESS = Access.PERSON
    ACCESS_COLUMNS = {"person": "id"}

    family_name = models.CharField(_("family name"), max_length=150, blank=True)
    given_name = models.CharField(_("given name"), max_length=150, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    age_text = models.CharField(_("age, as told"), max_length=60, blank=True)
    created_at = models.DateTimeField()
    history = history()

    class Meta(Versioned.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("persons")

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def initials(self) -> str:
        """«L. M.», or a question mark for each name that nobody knows."""
        letters = [(n.strip()[:1] or "?").upper() for n in (self.given_name, self.family_name)]
        return " ".join(f"{letter}." for letter in letters)

    def age_on(self, day) -> int | None:
        """Whole years on ``day``, None without a date of birth; born on 29 February: 1 March."""
        if self.birth_date is None:
            return None
        before = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - before

    def may_be_minor_on(self, day) -> bool:
        """Under 18 on ``day``; an unknown date of birth counts as a minor (S35, H6)."""
        age = self.age_on(day)
        return age is None or age < 18
