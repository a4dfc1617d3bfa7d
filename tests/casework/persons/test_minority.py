"""Who is a minor, or may be one: one answer for rules, pages and lists (X08)."""

from datetime import date
from itertools import product

import pytest

from casework.models import Case, Person, TeamMember, TerritoryProfile
from casework.persons import decisions as persons
from casework.persons.minority import Standing, adults
from casework.persons.rules import FIELDS
from common import clock
from common.scope import WORKER, bound
from notices.models import Notice
from tests import people as town
from tests import worlds
from tests.browsing import paris
from tests.casework.persons.told import telling

TOLD_ON = date(2026, 5, 3)
MINOR, DOUBT, ADULT = Standing


@worlds.standing
def who():
    return town.town()


@worlds.standing
def case(who):
    return town.open_case(who)


def told(text: str, **known) -> Person:
    return Person(age_text=text, age_told_on=TOLD_ON if text else None, **known)


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("text", "known", "day", "standing"),
    [
        ("", {}, TOLD_ON, DOUBT),
        ("jeune", {}, TOLD_ON, DOUBT),
        ("23 ans", {}, TOLD_ON, ADULT),
        ("47", {}, TOLD_ON, ADULT),
        ("20 ans", {}, TOLD_ON, ADULT),
        ("19 ans", {}, TOLD_ON, DOUBT),
        ("19 ans", {}, date(2027, 5, 3), ADULT),
        ("18 ans", {}, TOLD_ON, DOUBT),
        ("17 ans", {}, TOLD_ON, MINOR),
        ("17 ans", {}, date(2026, 5, 4), DOUBT),
        ("17 ans", {}, date(2029, 5, 3), ADULT),
        ("17-18 ans", {}, TOLD_ON, DOUBT),
        ("about 15", {}, TOLD_ON, MINOR),
        ("about 20", {}, TOLD_ON, DOUBT),
        ("plus de 18 ans", {}, TOLD_ON, DOUBT),
        ("né le 3 mai 2008", {}, TOLD_ON, ADULT),
        ("né le 4 mai 2008", {}, TOLD_ON, MINOR),
        ("né en 2005", {}, TOLD_ON, ADULT),
        ("né en 2006", {}, TOLD_ON, DOUBT),
        ("né en 2009", {}, TOLD_ON, MINOR),
        ("23 ans", {"birth_date": date(2010, 1, 1)}, TOLD_ON, MINOR),
        ("15 ans", {"birth_date": date(2000, 1, 1)}, TOLD_ON, ADULT),
        ("", {"adult_said_on": TOLD_ON}, TOLD_ON, ADULT),
        ("", {"adult_said_on": date(2026, 5, 4)}, TOLD_ON, DOUBT),
        ("19 ans", {"adult_said_on": TOLD_ON}, TOLD_ON, ADULT),
        ("15 ans", {"adult_said_on": TOLD_ON}, TOLD_ON, MINOR),
        ("", {"adult_said_on": TOLD_ON, "birth_date": date(2010, 1, 1)}, TOLD_ON, MINOR),
    ],
)
def test_only_real_doubt_counts_as_a_minor(text, known, day, standing):
    """X08: birth, else year, else age with its day, else the check. Line: ``standing``."""
    person = told(text, **known)
    assert person.standing_on(day) is standing
    assert person.may_be_minor_on(day) == (standing is not ADULT)


@pytest.mark.usefixtures("db")
def test_the_territory_sets_from_when_one_is_surely_adult(everything):
    """X08: the setting is read by the rule. Line: ``surely_adult()``."""
    person = told("20 ans")
    TerritoryProfile(pk=1, surely_adult_years=22).save()
    assert person.standing_on(TOLD_ON) is DOUBT
    assert told("22 ans").standing_on(TOLD_ON) is ADULT
    assert told("né le 3 mai 2008").standing_on(TOLD_ON) is ADULT, "a date is a date"


def test_list_and_rule_say_the_same(case, everything):
    """X08: ``adults`` and ``standing_on`` agree, whatever is known, day by day."""
    births = (None, date(2008, 2, 29), date(2008, 5, 4), date(1899, 1, 1), date(2030, 1, 1))
    texts = ("", "jeune", "17 ans", "19 ans", "23 ans", "né le 4 mai 2008", "né en 2006", "18+")
    said = (None, date(2026, 5, 3), date(2027, 1, 1))
    days = (TOLD_ON, date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 29), date(2029, 5, 4))
    rows = TeamMember.objects.filter(case=case)
    person = Person.objects.get(pk=case.subject_id)
    surely = TerritoryProfile.load().surely_adult_years
    for birth, text, answered in product(births, texts, said):
        person.birth_date, person.age_text, person.adult_said_on = birth, text, answered
        person.age_told_on = TOLD_ON
        person.save_changes()
        for day in days:
            listed = not rows.filter(adults(day, "case__subject__", surely)).exists()
            assert listed == person.may_be_minor_on(day), (birth, text, answered, day)
            kept = not rows.exclude(adults(day, "case__subject__", surely)).exists()
            assert kept != listed, "whoever is no adult is listed, an unknown birth too"


def test_the_answered_check_settles_the_case(case):
    """X08: «not a minor», with grounds, counts on the case. Line: ``_said_adult_on``."""
    with bound(WORKER):
        person = Person.objects.get(pk=case.subject_id)
        assert person.adult_said_on == clock.today()
        assert told("", adult_said_on=person.adult_said_on).standing_on(clock.today()) is ADULT
        assert Person.history.filter(id=person.pk, adult_said_on=clock.today()).exists()


def test_the_page_tells_the_age_with_its_day_and_no_minor(case, who, sign_in):
    """X07, X08: «23 ans, dit le …»; nobody of 23 is treated as a minor. Line: ``age_words``."""
    browser = sign_in(who["hugo"])
    page = browser.get(f"/cases/{case.pk}/")
    text = page.content.decode()
    assert case.subject.age_words in text or "23 ans, told on" in text
    assert "treated as a minor" not in text
    assert "traité comme mineur" not in text
    assert (page.context["minor"], page.context["age_in_doubt"]) == (False, False)
    telling(case, age_text="19 ans", adult_said_on=None)
    page = browser.get(f"/cases/{case.pk}/")
    assert (page.context["minor"], page.context["age_in_doubt"]) == (True, True)
    telling(case, age_text="15 ans")
    page = browser.get(f"/cases/{case.pk}/")
    assert (page.context["minor"], page.context["age_in_doubt"]) == (True, False)


def correct(case: Case, by, **changes) -> Person:
    with town.acting(by):
        person = Case.objects.get(pk=case.pk).subject
        typed = {name: getattr(person, name) for name in FIELDS} | changes
        return persons.correct_person(
            case, by=by, expected=person.version, changes=typed, reason="Su depuis."
        )


def test_the_age_keeps_the_day_on_which_it_was_told(case, who):
    """X07: another name leaves it; another age is told today; no age has no day. Line: ``take``."""
    first = clock.today()
    with clock.at(paris(2027, 6, 1, 10)):
        person = correct(case, who["hugo"], given_name="Autrement")
        assert person.age_told_on == first
        person = correct(case, who["hugo"], age_text="24 ans")
        assert person.age_told_on == date(2027, 6, 1)
        assert (person.born_from, person.born_to) == (date(2002, 6, 2), date(2003, 6, 1))
        person = correct(case, who["hugo"], age_text="")
        assert (person.age_told_on, person.born_from) == (None, None)
    with bound(WORKER):
        days = Person.history.filter(id=case.subject_id).order_by("history_id")
        assert list(days.values_list("age_told_on", flat=True))[-2:] == [date(2027, 6, 1), None]


def told_of_age(case: Case) -> set[str]:
    with bound(WORKER):
        rows = Notice.objects.filter(kind="age_corrected", case=case)
        return set(rows.values_list("recipient__full_name", flat=True))


def test_an_age_that_makes_a_minor_is_told_to_the_team(case, who):
    """X08, X24, S35: other things are asked then. Lines: ``was_minor`` in correct_person."""
    correct(case, who["hugo"], alias="Yan")
    correct(case, who["hugo"], age_text="24 ans")
    assert told_of_age(case) == set()
    person = correct(case, who["hugo"], age_text="16 ans")
    assert person.standing_on(clock.today()) is MINOR
    with bound(WORKER):
        team = set(case.members.filter(active=True).values_list("user__full_name", flat=True))
    assert told_of_age(case) == team - {"Hugo Séverin"}


def test_an_age_that_may_be_a_childs_undoes_the_earlier_answer(case, who):
    """X08: only what is known today counts. Line: ``_may_be_a_child`` in correct_person."""
    with bound(WORKER):
        assert Person.objects.get(pk=case.subject_id).adult_said_on == clock.today()
    adult = correct(case, who["hugo"], age_text="19 ans")
    assert (adult.adult_said_on, adult.standing_on(clock.today())) == (clock.today(), ADULT)
    doubt = correct(case, who["hugo"], age_text="environ 17 ans")
    assert doubt.adult_said_on is None
    assert doubt.standing_on(clock.today()) is DOUBT
