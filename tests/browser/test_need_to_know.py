"""Information in five browsers side by side: each person reads what is theirs, nothing else."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests import people as cast

# who writes, what kind, whose eyes, the words, who reads them. Claire (process) and Hugo
# (content, CMP) coordinate, Paul owns the risk, Bruno (Mission locale) and Léa (Jeunesse) act.
EVERYBODY = {"claire", "hugo", "paul", "bruno", "lea"}
WRITTEN = (
    ("bruno", "A fact", "The whole team", "Left the training on 3 November.", EVERYBODY),
    (
        "lea",
        "A judgement",
        "Named agencies",
        "Seems afraid of one of the boys.",
        {"lea", "bruno", "claire", "hugo"},
    ),
    (
        "bruno",
        "A fact",
        "Our own agency only",
        "Call back on Thursday, his phone is off.",
        {"bruno"},
    ),
    ("lea", "A fact", "Our own agency only", "Came to the centre with two friends.", {"lea"}),
    ("hugo", "A need", "The whole team", "One fixed slot each week, the same person.", EVERYBODY),
)


@pytest.fixture
def case(in_database, stage):
    return in_database(cast.open_case, stage.people)


def write(page, case, kind: str, audience: str, words: str) -> None:
    """Write one piece of information as a person does, from the case's page."""
    page.goto(f"/cases/{case.pk}/")
    page.get_by_role("link", name="Add information").first.click()
    page.get_by_role("radio", name=kind).check(force=True)
    page.locator("#id_body").fill(words)
    page.get_by_role("radio", name=audience).check(force=True)
    if audience == "Named agencies":
        page.get_by_role("checkbox", name="Mission locale").check(force=True)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. Those who may read it have been told.")).to_be_visible()


def test_each_audience_is_read_by_whom_it_names_and_by_nobody_else(of, case):
    """Rulings 2, S31, S32: the five browsers stand side by side, each at its next click.

    Removing one line of the audience's rule in common/scope.py turns this red, for the reader
    who gains or loses a text.
    """
    pages = {name: of(name) for name in sorted(EVERYBODY)}
    for author, kind, audience, words, _readers in WRITTEN:
        write(pages[author], case, kind, audience, words)
    seen = {name: _read(page, case) for name, page in pages.items()}
    wanted = {
        name: {words for *_rest, words, readers in WRITTEN if name in readers} for name in pages
    }
    assert {
        name: {w for *_r, w, _s in WRITTEN if w in text} for name, text in seen.items()
    } == wanted
    assert "The cause stays with" in seen["bruno"]
    for name in ("claire", "hugo", "paul", "bruno"):
        assert "friends" not in seen[name]


def _read(page, case) -> str:
    page.goto(f"/cases/{case.pk}/")
    return page.locator("main").inner_text()


def test_a_stranger_and_a_case_that_does_not_exist_look_the_same(of, case):
    """The same answer, so that nobody learns that a file exists."""
    page = of("karim")
    with page.watch.answers(404):
        page.goto(f"/cases/{case.pk}/")
        there = _but_the_number(page)
        page.goto("/cases/00000000-0000-4000-8000-000000000000/")
        assert _but_the_number(page) == there


def _but_the_number(page) -> str:
    """The text of the page without the reference of this one answer."""
    return re.sub("[0-9a-f]{32}", "", page.locator("main").inner_text())


def test_a_partner_who_leaves_gets_404_at_the_very_next_click(of, case):
    """S66: Léa's open page leads nowhere any more; the others go on.

    Removing ``access_backend.forget`` or the scoped manager's look at ``active`` turns this red.
    """
    partner, coordinator = of("lea"), of("claire")
    partner.goto(f"/cases/{case.pk}/")
    coordinator.goto(f"/cases/{case.pk}/team/")
    coordinator.locator("tr").filter(has_text="Léa Fontaine").get_by_role(
        "link", name="End"
    ).click()
    coordinator.locator("#id_reason").fill("Her agency has no part in the plan.")
    coordinator.get_by_role("button", name="End", exact=True).click()
    expect(coordinator.get_by_text("Ended. The person reads nothing of this case")).to_be_visible()
    with partner.watch.answers(404):
        with partner.expect_navigation() as click:
            partner.get_by_role("navigation").get_by_role("link", name="Team", exact=True).click()
        assert click.value.status == 404
        assert case.grounds not in partner.content()
        for rest in ("", "information/"):
            assert partner.goto(f"/cases/{case.pk}/{rest}").status == 404
    partner.goto("/cases/")
    assert partner.get_by_text(case.reference).count() == 0
    coordinator.goto(f"/cases/{case.pk}/team/")
    expect(coordinator.get_by_text("No longer on the team")).to_be_visible()


def test_who_saw_this_names_every_reader_and_is_not_for_partners(of, case):
    """P1: each page that somebody opened stands there with the person and the agency."""
    for name in ("bruno", "paul"):
        of(name).goto(f"/cases/{case.pk}/")
    page = of("claire")
    page.goto(f"/cases/{case.pk}/?name=1")
    page.get_by_role("link", name="Who saw this").click()
    table = page.get_by_role("table")
    expect(table).to_contain_text("Bruno Faure")
    expect(table).to_contain_text("Paul Rivoire")
    expect(table).to_contain_text("Mission locale")
    assert table.locator("tbody tr").count() >= 4
    partner = of("bruno")
    partner.goto(f"/cases/{case.pk}/")
    assert partner.get_by_role("link", name="Who saw this").count() == 0
    with partner.watch.answers(403):
        assert partner.goto(f"/cases/{case.pk}/readings/").status == 403
