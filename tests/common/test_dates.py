"""Days and months in words, each of them, in both languages."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from common import dates

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
