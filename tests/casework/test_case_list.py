"""The list of own cases: filters kept in the address, order, pages, a case once."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest

from casework.models import Case, Person
from casework.team import decisions as team
from common import clock, keyset
from common.scope import WORKER, bound
from common.windows import years_from
from tests import people as town
from tests import worlds
from tests.browsing import paris
from tests.casework.persons.told import nothing_told


@worlds.standing
def who():
    return town.town()


@worlds.standing
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
    team = town.team_of(who, process_coordinator=who["hugo"], content_coordinator=who["hugo"])
    signal = town.acknowledged(
        town.signal_from(who["ines"], channel=town.hotline()), by=who["ines"]
    )
    case = town.case_on(signal, who, team=team, double_role_reason="Claire est absente un mois.")
    page = ask(sign_in(who["hugo"]))
    assert page.count(f">{case.reference}<") == 1


def test_a_filter_reveals_no_foreign_case(who, cases, sign_in):
    for query in ("", "?phase=1", "?order=oldest", "?role=partner"):
        assert references(ask(sign_in(who["marc"]), query), cases) == []


def test_by_reference_or_initials_without_accents(who, cases, sign_in):
    """No name: it would stand in the address. Lines: ``folded``; ``_holds``."""
    browser = sign_in(who["hugo"])
    for words, found in (
        ("chloe", []),
        ("belcourt", []),
        ("c.b.", [2]),
        ("Ç.B.", [2]),
        ("ab", [0]),
        (cases[1].reference.lower(), [1]),
    ):
        query = "?" + urlencode({"q": words})
        assert references(ask(browser, query), cases) == [cases[n].reference for n in found], words


def test_a_search_never_tells_of_a_foreign_case(who, cases, sign_in):
    """Need-to-know: the same page for a foreign case's words as for words of nobody."""
    browser = sign_in(who["marc"])
    for words in ("Chloé", cases[0].reference):
        page, other = (ask(browser, "?" + urlencode({"q": text})) for text in (words, "Xyz"))
        assert page.count("<tr>") == other.count("<tr>") == 0
        assert "No case of yours" in page or "Aucun" in page


def test_minors_and_those_whose_age_nobody_knows(who, cases, sign_in):
    """S35: an unknown birth counts as a minor. Line: ``by_age``."""
    with clock.at(paris(2028, 2, 29, 10)):
        today = clock.today()
        for case, born in zip(cases, (date(2010, 2, 28), date(2010, 3, 1), None), strict=True):
            with bound(WORKER):
                person = Person.objects.get(pk=case.subject_id)
                person.birth_date = born
                person.save_changes()
        nothing_told(cases[2])
        shown = references(ask(sign_in(who["hugo"]), "?minors=on"), cases)
        assert shown == [cases[2].reference, cases[1].reference]
        with bound(WORKER):
            persons = [Person.objects.get(pk=case.subject_id) for case in cases]
        assert [p.may_be_minor_on(today) for p in persons] == [False, True, True]


@pytest.mark.parametrize(
    ("day", "cut"), [((2026, 2, 28), (2008, 2, 28)), ((2028, 2, 29), (2010, 2, 28))]
)
def test_the_day_of_eighteen(day, cut):
    """29 February: whoever was born that day is 18 on 1 March. Line: ``years_from``."""
    assert years_from(date(*day), -18) == date(*cut)


def test_where_my_declaration_is_missing(who, cases, sign_in):
    """S55. Line: ``by_declaration``."""
    with town.acting(who["hugo"]):
        team.declare(cases[0], by=who["hugo"], interest="none")
    shown = references(ask(sign_in(who["hugo"]), "?undeclared=on"), cases)
    assert shown == [cases[2].reference, cases[1].reference]


def test_longest_without_news_first_by_what_the_reader_may_read(who, cases, sign_in):
    """A piece that the reader may not read does not move the case. Line: with_news."""
    for minute, (case, audience) in enumerate(
        ((cases[0], "team"), (cases[2], "team"), (cases[1], "own")), start=10
    ):
        with clock.at(clock.now() + timedelta(minutes=minute)):
            town.information(case, who["bruno"], "x", audience)
    order = [cases[n].reference for n in (1, 0, 2)]
    assert references(ask(sign_in(who["hugo"]), "?order=silent"), cases) == order
    own = [cases[n].reference for n in (0, 2, 1)]
    assert references(ask(sign_in(who["bruno"]), "?order=silent"), cases) == own


def test_filters_and_order_travel_with_the_pages(who, sign_in, monkeypatch):
    """Keyset pages under each order, filters kept in the address. Line: ``_link`` in keyset."""
    cases = [town.open_case(who, given=f"Ana{n}") for n in range(5)]
    monkeypatch.setattr(keyset, "SIZE", 2)
    browser = sign_in(who["hugo"])
    for order in ("", "oldest", "silent"):
        seen, query = [], "?" + urlencode({"q": "ab", "order": order})
        for _turn in range(5):
            answer = browser.get(f"/cases/{query}")
            assert answer.context["filter"].form["q"].value() == "ab"
            seen += [row.case.reference for row in answer.context["found"].rows]
            query = answer.context["found"].older
            if not query:
                break
        assert sorted(seen) == sorted(case.reference for case in cases), order


@pytest.mark.parametrize("words", ["a\x00b", "x" * 100_001, "🕊️", "\u202eabc", "<b>fort</b>", "  "])
def test_odd_words_in_the_search(who, cases, sign_in, words):
    """Never a 500, nothing written into the page as markup."""
    answer = sign_in(who["hugo"]).get("/cases/", {"q": words})
    assert answer.status_code == 200
    assert "<b>fort</b>" not in answer.content.decode()


def test_no_case_yet_and_nothing_under_these_filters_are_two_pages(who, cases, sign_in):
    nothing = sign_in(who["karim"]).get("/cases/")
    none_left = sign_in(who["hugo"]).get("/cases/?phase=4")
    assert (nothing.context["filtered"], none_left.context["filtered"]) == (False, True)
    assert sign_in(who["karim"]).get("/cases/?order=silent").context["filtered"] is False


SPELLED = [
    str, str.lower, lambda r: f"  {r} ", lambda r: r[3:], lambda r: r.replace("-", " "),
    lambda r: r.replace("-", "\u2011"), lambda r: r.replace("A", "Ａ"),
    lambda r: r[3:].replace("-", "–"),
]  # fmt: skip


@pytest.mark.parametrize("change", SPELLED)
def test_jump_by_a_reference_in_each_spelling(who, cases, sign_in, change):
    """Ctrl+K, X05: trimmed, other dashes and letters, without its prefix; a foreign one is unknown.

    Line: ``folding.same_reference`` in worklist.jump.
    """
    asked = {"q": change(cases[0].reference)}
    assert sign_in(who["hugo"]).get("/jump/", asked).headers["Location"] == f"/cases/{cases[0].pk}/"
    assert sign_in(who["karim"]).get("/jump/", asked).status_code == 200


def test_what_a_row_says(who, cases, sign_in):
    """Screen 3: doubt counts as a minor, and what is missing is said. Lines: ``_age``, ``_row``."""
    with bound(WORKER):
        for case, years in zip(cases[:2], (-12, -40), strict=True):
            person = Person.objects.get(pk=case.subject_id)
            person.birth_date = years_from(clock.today(), years)
            person.save_changes()
    nothing_told(cases[2])
    page = " ".join(ask(sign_in(who["bruno"])).split())
    assert page.count("<span>Mineur</span>") == 1
    assert page.count("Âge incertain") == 1
    assert page.count("votre déclaration manque") == len(cases)
    assert f'<a href="/cases/{cases[0].pk}/">{cases[0].reference}</a>' in page
