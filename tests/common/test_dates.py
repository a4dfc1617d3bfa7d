"""Days and months in words, each of them, in both languages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from common import clock, dates

MONDAY = date(2026, 11, 23)
ENGLISH = (
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "January February March April May June July August September October November December",
    "Mon Tue Wed Thu Fri Sat Sun",
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
)
FRENCH = (
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "lun. mar. mer. jeu. ven. sam. dim.",
    "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
)


@pytest.mark.parametrize(("language", "said"), [("en", ENGLISH), ("fr", FRENCH)])
def test_every_day_and_month(language, said):
    days, months, short_days, short_months = (words.split() for words in said)
    week = [MONDAY + timedelta(days=n) for n in range(7)]
    year = [date(2025, n, 2) for n in range(1, 13)]
    with translation.override(language):
        assert [dates.long_day(day).split()[0] for day in week] == days
        assert [dates.month(day) for day in year] == [f"{month} 2025" for month in months]
        assert [dates.day(day).split()[0] for day in week] == short_days
        assert [dates.day(day).split()[2] for day in year] == short_months


def test_the_words_of_a_day_are_each_readers_own():
    """Red when a day keeps the language, the zone or the year of whoever read it first."""
    at = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    seen = []
    for language, zone, year in (
        ("en", "UTC", 2026), ("fr", "UTC", 2026), ("en", "Europe/Paris", 2026), ("en", "UTC", 2027),
        ("en", "UTC", 2026),
    ):  # fmt: skip
        with (
            translation.override(language), timezone.override(zone),
            clock.at(datetime(year, 6, 1, tzinfo=UTC)),
        ):  # fmt: skip
            seen.append((dates.day(at).replace(dates.NO_BREAK, " "), dates.month(at)))
    assert seen == [
        ("Mon 30 Nov", "November 2026"), ("lun. 30 nov.", "novembre 2026"),
        ("Tue 1 Dec", "December 2026"), ("Mon 30 Nov 2026", "November 2026"),
        ("Mon 30 Nov", "November 2026"),
    ]  # fmt: skip
