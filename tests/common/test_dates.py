"""Days and months in words, each of them, in both languages."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

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
            seen.append(dates.moment(at).replace(dates.NO_BREAK, " "))
    assert seen == [
        "Mon 30 Nov, 23:30", "lun. 30 nov., 23 h 30", "Tue 1 Dec, 00:30", "Mon 30 Nov 2026, 23:30",
        "Mon 30 Nov, 23:30",
    ]  # fmt: skip


PARIS = ZoneInfo("Europe/Paris")
EVENING = datetime(2026, 11, 30, 23, 10, tzinfo=PARIS)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("zone", ["Europe/Paris", "Indian/Reunion", "America/Martinique", "UTC"])
def test_days_are_the_territorys_wherever_the_reader_is(zone):
    """X16: a town has one day. Line: ``_day_of`` by ``clock.day_of``; ``meant``."""
    with translation.override("en"), timezone.override(zone), clock.at(EVENING):
        for at in (EVENING, clock.end_of(date(2026, 11, 30)), date(2026, 11, 30)):
            assert dates.day(at).replace(dates.NO_BREAK, " ") == "Mon 30 Nov"
            assert dates.long_day(at).startswith("Monday 30")
            assert dates.month(at) == "November 2026"
        assert dates.relative(clock.end_of(date(2026, 12, 1))) == "tomorrow"
        assert dates.relative(clock.end_of(date(2026, 11, 29))) == "1 day late"
        assert dates.relative(EVENING + 26 * HOUR) == "in 2 days"
        assert dates.relative(EVENING - 24 * HOUR) == "1 day late"
        assert dates.ago(EVENING - 24 * HOUR) == "yesterday"
        assert dates.state(EVENING + 1 * HOUR, soon_days=0) == "", "tomorrow, here"


@pytest.mark.parametrize("zone", ["Europe/Paris", "Indian/Reunion", "America/Martinique"])
def test_what_is_near_is_told_in_hours(zone):
    """X16: nothing is «a day late» within the hour, nor «tomorrow» in half an hour."""
    with translation.override("en"), timezone.override(zone), clock.at(EVENING):
        said = {
            EVENING + HOUR / 2: "30 min left",
            EVENING + HOUR / 100: "now",
            EVENING - HOUR / 100: "now",
            EVENING + HOUR: "1 h left",
            EVENING - HOUR / 2: "30 min late",
            EVENING + 11 * HOUR: "11 h left",
            EVENING + 13 * HOUR: "tomorrow",
        }
        for at, words in said.items():
            assert dates.relative(at).replace(dates.NO_BREAK, " ") == words
        assert dates.ago(EVENING - 11 * HOUR).replace(dates.NO_BREAK, " ") == "11 h ago"
    with translation.override("en"), clock.at(EVENING + 2 * HOUR):
        assert dates.ago(EVENING).replace(dates.NO_BREAK, " ") == "2 h ago", "over midnight too"
        assert dates.relative(EVENING).replace(dates.NO_BREAK, " ") == "2 h late"
