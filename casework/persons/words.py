"""How an age is said: with the day on which it was told."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from common import dates


def age_words(age: str, told_on: date | None) -> str:
    """«16 ans, dit le 3 mai 2026»: an age as told grows older from that day (X07)."""
    if not age or told_on is None:
        return age
    return _("%(age)s, told on %(day)s") % {"age": age, "day": dates.written_day(told_on)}
