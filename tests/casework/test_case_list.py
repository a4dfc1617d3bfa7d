"""The list of own cases: filters kept in the address, order, pages, a case once."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from casework import clock, team
from casework.models import Case, Person
from casework.scope import WORKER, bound
from tests import people as town

pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    return town.town()


@pytest.fixture
def cases(who):
    return [town.open_case(who, given=name) for name in ("Ana", "Boris", "Chloé")]


def references(page: str, cases) -> list[str]:
    """The references on the page, in the order in which they stand."""
    found = [(page.find(f">{case.reference}<"), case.reference) for case in cases]
    return [reference for place, reference in sorted(found) if place >= 0]


def ask(browser, query=""):
    return browser.get(f"/cases/{query}").content.decode()


def test_newest_first_and_oldest_first(who, cases, sign_in):
    browser = sign_in(who["hugo"])
    newest = [case.reference for case in reversed(cases)]
    assert references(ask(browser), cases) == newest
    assert references(ask(browser, "?order=oldest"), cases) == newest[::-1]


def test_by_phase_and_by_own_role(who, cases, sign_in):
    with bound(WORKER):
        moved = Case.objects.get(pk=cases[1].pk)
        moved.state = Case.State.ANALYSIS
        moved.save_changes()
    browser = sign_in(who["hugo"])
    assert references(ask(browser, "?phase=2"), cases) == [cases[1].reference]
    assert references(ask(browser, "?phase=4"), cases) == []
    assert len(references(ask(browser, "?role=content_coordinator"), cases)) == 3
    assert references(ask(browser, "?role=partner"), cases) == []


def test_the_empty_list_with_filters_offers_the_way_back(who, cases, sign_in):
    page = ask(sign_in(who["hugo"]), "?phase=4")
    assert 'href="/cases/"' in page


def test_nonsense_in_the_address_is_no_fault(who, cases, sign_in):
    browser = sign_in(who["hugo"])
    for query in ("?phase=9", "?role=king", "?order=%00", "?before=x", "?after=1&before=2"):
        assert browser.get(f"/cases/{query}").status_code == 200


def test_a_case_stands_once_however_many_roles(who, sign_in):
    team = town.team_of(who, process_coordinator=who["claire"], content_coordinator=who["claire"])
    signal = town.acknowledged(
        town.signal_from(who["ines"], channel=town.hotline()), by=who["ines"]
    )
    case = town.case_on(signal, who, team=team, double_role_reason="Hugo est absent un mois.")
    page = ask(sign_in(who["claire"]))
    assert page.count(f">{case.reference}<") == 1


def test_a_filter_reveals_no_foreign_case(who, cases, sign_in):
    for query in ("", "?phase=1", "?order=oldest", "?role=partner"):
        assert references(ask(sign_in(who["marc"]), query), cases) == []


def test_by_a_part_of_the_reference_or_by_initials(who, sign_in):
    """No name is asked for: it would stand in the address. Accents and dots aside."""
    elodie = town.open_case(who, given="Élodie", family="Çelik")
    yanis = town.open_case(who, given="Yanis", family="Belcourt")
    both, browser = [elodie, yanis], sign_in(who["hugo"])
    assert references(ask(browser, f"?q={yanis.reference[-3:]}"), both) == [yanis.reference]
    for typed in ("EC", "e.c.", "É. Ç.", "é ç"):
        assert references(ask(browser, f"?q={typed}"), both) == [elodie.reference], typed
    for typed in ("Yanis", "belcourt", "%", "_", "EX"):
        assert references(ask(browser, f"?q={typed}"), both) == [], typed


def test_minors_are_those_who_may_be_one_today(who, sign_in):
    """S35, H6: without a date of birth somebody counts as a minor; 29 February is a day."""
    found = {name: town.open_case(who, given=name) for name in ("Ana", "Boris", "Chloe", "Dan")}
    births = {"Ana": date(2008, 3, 1), "Boris": date(2008, 2, 29), "Chloe": date(2008, 2, 28)}
    with bound(WORKER):
        for name, born in births.items():
            person = Person.objects.get(pk=found[name].subject_id)
            person.birth_date = born
            person.save_changes()
    browser, every = sign_in(who["hugo"]), list(found.values())
    with clock.at(timezone.make_aware(datetime(2026, 2, 28, 12))):
        minors = set(references(ask(browser, "?minor=on"), every))
    assert minors == {found[name].reference for name in ("Ana", "Boris", "Dan")}


def test_those_on_which_i_have_not_declared(who, cases, sign_in):
    hugo = who["hugo"]
    with town.acting(hugo):
        team.declare(cases[0], by=hugo, interest="none")
    waiting = references(ask(sign_in(hugo), "?undeclared=on"), cases)
    assert waiting == [cases[2].reference, cases[1].reference]


def test_the_longest_in_its_step_stands_first(who, cases, sign_in):
    """S57: and the pages go by that moment."""
    moments = {0: 3, 1: 9, 2: 6}
    with bound(WORKER):
        for place, days in moments.items():
            case = Case.objects.get(pk=cases[place].pk)
            case.state_since -= timedelta(days=days)
            case.save_changes()
    expected = [cases[place].reference for place in (1, 2, 0)]
    assert references(ask(sign_in(who["hugo"]), "?order=longest"), cases) == expected
