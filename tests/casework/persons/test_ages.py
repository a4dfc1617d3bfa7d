"""Ages as they are told, in French and English (X07)."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.models import Person
from casework.persons.ages import read
from common.columns import BIRTH_BOUNDS
from common.windows import years_from

TOLD_ON = date(2026, 5, 3)

DAYS = {
    "né le 3 mai 2009": (2009, 5, 3),
    "Née le 3 mai 2009, en CAP": (2009, 5, 3),
    "né(e) le 1er janvier 2008": (2008, 1, 1),
    "20.9.10": (2010, 9, 20),
    "3/5/2009": (2009, 5, 3),
    "03-05-2009": (2009, 5, 3),
    "2009-05-03": (2009, 5, 3),
    "03 05 2009": (2009, 5, 3),
    "03052009": (2009, 5, 3),
    "12/25/2009": (2009, 12, 25),
    "né le 3/5/98": (1998, 5, 3),
    "DOB 03/05/2009": (2009, 5, 3),
    "DDN : 20.9.2010": (2010, 9, 20),
    "date de naissance 3 sept. 2009": (2009, 9, 3),
    "born on 3 May 2009": (2009, 5, 3),
    "born in Paris on May 3rd, 2009": (2009, 5, 3),
    "3rd of May 2009": (2009, 5, 3),
    "né le 3\u00a0août\u00a02009": (2009, 8, 3),
    "né le ３/５/２００９": (2009, 5, 3),
    "３ mai 2009 (CNI)": (2009, 5, 3),
    "aura 18 ans le 3 mai 2027": (2009, 5, 3),
    "16 ans le 3 février 2026": (2010, 2, 3),
    "Onze mai 2009": (2009, 5, 11),
}
YEARS = {
    "né en 2009": (2009, 2009),
    "née à Saint-Aubrac en 2009": (2009, 2009),
    "born 2009": (2009, 2009),
    "born in ’98": (1998, 1998),
    "né en 09": (2009, 2009),
    "2009": (2009, 2009),
    "b. 2009": (2009, 2009),
    "mai 2009": (2009, 2009),
    "05/2009": (2009, 2009),
    "né en 2008 ou 2009": (2008, 2009),
    "born 2008-2009": (2008, 2009),
    "entre 2008 et 2010": (2008, 2010),
    "née vers 2008": (2006, 2010),
    "born around 2008": (2006, 2010),
    "16 ans en 2024": (2007, 2008),
}
AGES = {
    "16 ans": (16, 16),
    "16ans": (16, 16),
    "16\u00a0ans et demi": (16, 16),
    "16½ ans": (16, 16),
    "１６ ans": (16, 16),
    "۱۶ ans": (16, 16),
    "seize ans": (16, 16),
    "dix-sept ans": (17, 17),
    "vingt et un ans": (21, 21),
    "soixante-dix-huit ans": (78, 78),
    "sixteen years old": (16, 16),
    "twenty-three years old": (23, 23),
    "en 2e année de CAP, 16 ans": (16, 16),
    "16 ans, dit le 2 mai 2026": (16, 16),
    "vu le 3/5/2026, 16 ans": (16, 16),
    "depuis 3 ans au club, 19 ans": (19, 19),
    "tél. 06 39 98 12 16, 17 ans": (17, 17),
    "06 39 98 12 16 - 17 ans": (17, 17),
    "16": (16, 16),
    "16, en seconde": (16, 16),
    "elle a 16": (16, 16),
    "âgé de 16 ans": (16, 16),
    "Age: 16": (16, 16),
    "aged 16": (16, 16),
    "16yo": (16, 16),
    "16 y/o": (16, 16),
    "16-year-old": (16, 16),
    "23 years": (23, 23),
    "21 ans, père de 2 enfants": (21, 21),
    "17-18 ans": (17, 18),
    "17–18 ans": (17, 18),
    "14/15 ans": (14, 15),
    "15 ou 16 ans": (15, 16),
    "quinze seize ans": (15, 16),
    "entre 15 et 17 ans": (15, 17),
    "between 15 and 17": (15, 17),
    "16 ans selon l’école, 17 ans selon sa mère": (16, 17),
    "about 15": (13, 17),
    "environ 20 ans": (18, 22),
    "~16": (14, 18),
    "16 ans ?": (14, 18),
    "bientôt 18 ans": (17, 18),
    "va sur ses 18 ans": (17, 17),
    "n’a pas encore 18 ans": (0, 17),
    "under 18": (0, 17),
    "plus de 18 ans": (18, 120),
    "at least 18": (18, 120),
    "la trentaine": (30, 39),
    "une vingtaine d’années": (18, 29),
    "une quinzaine d’années": (13, 17),
    "mid-thirties": (34, 36),
    "early 20s": (20, 23),
    "in her teens": (13, 19),
    "quinquagénaire": (50, 59),
    "18 mois": (1, 1),
    "né il y a 16 ans": (16, 16),
}
NOTHING = (
    "", " ", "jeune", "2e année", "2ème année de CAP", "classe de 3e", "2nd year", "Year 10",
    "grade 9", "terminale", "CM2", "06 39 98 12 16", "06.39.98.12.16", "0639981216",
    "+33 6 39 98 12 16", "999", "121 ans", "0", "06", "depuis 2 ans", "il y a 5 ans",
    "two years ago", "bac + 2 ans", "condamné à 3 ans", "2 ans de prison", "3 ans d’études",
    "trois enfants", "16, rue des Lilas", "SA-2026-001", "le 3 mai", "vers 17h", "12h30",
    "né le 3 mai 2030", "né en 1700", "majeur", "ne sait pas", "\x00", "1m80", "45 kg",
)  # fmt: skip


@pytest.mark.parametrize("text", DAYS)
def test_a_date_of_birth(text):
    """X07: «né le 3 mai 2009» is that day. Line: ``dates`` in age_words."""
    told = read(text, TOLD_ON)
    assert (told.first, told.last) == (date(*DAYS[text]),) * 2
    assert told.is_exact
    assert told.year == DAYS[text][0]


@pytest.mark.parametrize("text", YEARS)
def test_a_year_of_birth(text):
    """X07: «né en 2009» is a year. Line: ``years`` in age_words."""
    told = read(text, TOLD_ON)
    assert (told.first.year, told.last.year) == YEARS[text]
    assert not told.is_exact


@pytest.mark.parametrize("text", AGES)
def test_an_age(text):
    """X07: «en 2e année de CAP, 16 ans» is sixteen. Line: ``_ages``."""
    told = read(text, TOLD_ON)
    assert (told.youngest_on(TOLD_ON), told.oldest_on(TOLD_ON)) == AGES[text]


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_told(text):
    """X07: a class, a duration, a telephone number are no age. Line: ``LASTS_BEFORE``."""
    assert read(text, TOLD_ON) is None


def test_nobody_is_born_after_the_day():
    """X07: «born this year» ends on the day on which it is told. Line: ``min`` in ``_hull``."""
    assert read("né en 2026", TOLD_ON).last == TOLD_ON


def test_an_age_without_its_day_says_nothing():
    assert read("16 ans", None) is None


@pytest.mark.parametrize(
    ("text", "year"),
    [("23 ans", 2003), ("17-18 ans", 2008), ("né en 2009", 2009), ("plus de 18 ans", None)],
)
def test_the_likeliest_year(text, year):
    """X07: what matching compares; nothing where too many years are possible. Line: ``VAGUE``."""
    assert read(text, TOLD_ON).year == year


PIECES = st.sampled_from(
    [*DAYS, *YEARS, *AGES, *NOTHING, "29/2/2012", "né", "born", "-", "17", "x"]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=4).map(" ".join))
WHEN = st.dates(date(1990, 1, 1), date(2199, 12, 31))


@settings(max_examples=400, deadline=None)
@given(TEXTS, WHEN)
def test_whatever_is_told_lies_within_a_life(text, told_on):
    """X07: nothing raises, nobody is born after that day or lived longer than 120 years."""
    told = read(text, told_on)
    if told is not None:
        assert told.first <= told.last <= told_on
        assert told.first >= max(years_from(told_on, -120), BIRTH_BOUNDS[0])
        assert told.year is None or told.first.year <= told.year <= told.last.year + 1


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 100), WHEN)
def test_who_was_born_between_has_that_age_and_no_other(age, told_on):
    """X07: the two days are the outermost births of that age, also around 29 February."""
    told = read(f"{age} ans", told_on)
    assert {Person(birth_date=day).age_on(told_on) for day in (told.first, told.last)} <= {age}
    if told.first > BIRTH_BOUNDS[0]:
        before = date.fromordinal(told.first.toordinal() - 1)
        assert Person(birth_date=before).age_on(told_on) != age
    if told.last < told_on:
        after = date.fromordinal(told.last.toordinal() + 1)
        assert Person(birth_date=after).age_on(told_on) != age
