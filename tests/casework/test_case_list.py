"""The list of own cases: filters kept in the address, order, pages, a case once."""

import pytest

from casework.models import Case
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
