"""From the conference's record to a case of three agencies: refused first, then opened (S22)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import people as cast

GROUNDS = "He is isolated and in debt, and has been threatened. No single service is enough."


@pytest.fixture
def signal(in_database, stage):
    return in_database(_at_the_conference, stage.people)


def _at_the_conference(people):
    found = cast.signal_from(
        people["ines"], "He left the training and watches killings.", channel=cast.hotline()
    )
    return cast.at_the_conference(cast.acknowledged(found, by=people["ines"]), people)


def sentences(page, where: str) -> list[str]:
    """The sentences in the way, as the page says them, without what to do about them."""
    page.locator(where).wait_for()
    return page.locator(f"{where} li > div").evaluate_all(
        "all => all.map(one => one.firstChild.textContent.trim())"
    )


def test_refused_with_the_same_sentences_then_opened(of, signal):
    """What the decision needs stands before the button and is said again when it is sent.

    Removing a guard of ``case.opened`` from either place turns this red.
    """
    page = of("claire")
    page.goto(f"/signals/{signal.pk}/")
    page.get_by_role("link", name="Open a case").click()
    before = sentences(page, "#needed")
    assert len(before) >= 4
    with page.watch.answers(409):
        page.get_by_role("button", name="Open the case").click()
        after = sentences(page, "#obstacles")
    assert after == before

    page.locator("#id_grounds").fill(GROUNDS)
    with page.watch.answers(409):
        page.get_by_role("button", name="Open the case").click()
        left = sentences(page, "#obstacles")
    assert left
    assert set(left) < set(before)
    expect(page.locator("#id_grounds")).to_have_value(GROUNDS)

    choose(page, "process_coordinator", "Claire Morvan")
    choose(page, "content_coordinator", "Hugo Séverin")
    choose(page, "risk_owner", "Paul Rivoire")
    page.get_by_label("Bruno Faure").check(force=True)
    page.get_by_role("button", name="Open the case").click()
    told = page.get_by_text("The case is open. Everybody named on the team has been told.")
    expect(told).to_be_visible()
    expect(page.get_by_text(GROUNDS).first).to_be_visible()
    bar = page.locator(".idbar")
    expect(bar).to_contain_text("Y. B.")
    expect(bar).not_to_contain_text("Belcourt")
    expect(bar).to_contain_text("Paul Rivoire")
    expect(bar).to_contain_text("Hugo Séverin")
    page.get_by_role("link", name="Show name").click()
    expect(page.locator(".idbar")).to_contain_text("Yanis Belcourt")

    partner = of("bruno")
    partner.goto("/notices/")
    partner.get_by_role("button", name="Open").first.click()
    expect(partner.get_by_text(GROUNDS).first).to_be_visible()
    assert partner.get_by_text("killings").count() == 0


def choose(page, field: str, person: str) -> None:
    """Choose a person in a list by the beginning of the line."""
    options = page.locator(f"#id_{field} option")
    label = next(text for text in options.all_inner_texts() if text.startswith(person))
    page.locator(f"#id_{field}").select_option(label=label)


def test_a_signal_that_nobody_acknowledged_opens_no_case(of, stage):
    """S24: the sentence stands beside a button that cannot be pressed."""
    page = of("claire")
    page.goto(f"/signals/{stage.signals['waits'].pk}/open-case/")
    expect(page.get_by_text("Nobody has acknowledged this signal yet.")).to_be_visible()
