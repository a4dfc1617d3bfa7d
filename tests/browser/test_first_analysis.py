"""The first analysis in a browser: section by section, a draft on the way (screen 2b)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from common import clock
from tests import people as cast

WORDS = "He left the training and watches killings."


@pytest.fixture
def signal(in_database, stage):
    return in_database(_acknowledged, stage.people)


def _acknowledged(people):
    found = cast.signal_from(people["ines"], WORDS, channel=cast.hotline())
    return cast.acknowledged(found, by=people["ines"])


def pick(page, name: str, value: str) -> None:
    page.locator(f'[name="{name}"][value="{value}"]').check(force=True)


def answer(page, section: str, chosen: dict, written: dict) -> None:
    """Open a check of the page, choose and write, keep it."""
    page.locator(f"#section-{section} .q-h a").click()
    for name, value in chosen.items():
        pick(page, name, value)
    for name, text in written.items():
        page.locator(f"#id_{name}").fill(text)
    page.get_by_role("button", name="Save this answer").click()
    expect(page.locator(f"#section-{section}")).to_have_class("q done")


def name_the_person(page, given: str, family: str) -> None:
    """Say who the signal is about, on the page to which the analysis leads (X03)."""
    analysis = page.url
    page.goto(analysis.replace("first-analysis", "who"))
    page.locator("#id_given_name").fill(given)
    page.locator("#id_family_name").fill(family)
    page.get_by_role("button", name="Save and search").click()
    page.goto(analysis)


def to_the_conference(page, name=("Sami", "Zwentibold")) -> None:
    """From the signal's page to the recorded conference, as Claire would."""
    page.get_by_role("link", name="Begin the first analysis").click()
    chosen = {"reliability": "fairly", "credibility": "likely"}
    answer(page, "source", chosen, {"basis": "Known for two years."})
    answer(page, "security", {"concern": "none"}, {"reason": "No threat, no weapon."})
    answer(page, "minor", {"minor": "no"}, {"minor_basis": "23 years old."})
    answer(
        page,
        "questions",
        {"radicalised": "unclear", "useful": "yes", "alternatives": "family_conflict"},
        {"radicalised_grounds": "Withdrawn, no more.", "useful_grounds": "Three services."},
    )
    name_the_person(page, *name)
    page.get_by_role("link", name="Take it to the conference").click()
    page.locator("#id_reason").fill("To look at together.")
    page.get_by_role("button", name="Take it to the conference").click()
    page.get_by_role("link", name="Record the conference").click()
    page.locator("#id_held_on").fill(clock.today().isoformat())
    for name in ("Ville de Saint-Aubrac", "Service jeunesse", "Mission locale"):
        page.get_by_role("group", name="Agencies at the conference").get_by_label(name).check(
            force=True
        )
    written = page.get_by_role("group", name="Consulted in writing")
    written.get_by_label("Centre médico-psychologique").check(force=True)
    pick(page, "radicalised", "unclear")
    pick(page, "useful", "yes")
    page.locator("#id_radicalised_grounds").fill("Nothing clear.")
    page.locator("#id_useful_grounds").fill("Debt, threats, mood.")
    page.get_by_role("button", name="Record the conference").click()
    expect(page.get_by_text("The conference is recorded.")).to_be_visible()


def test_check_by_check_to_the_conference(of, signal):
    """S22, S34, S36, S38: the report stays in sight, each answered check folds to its answer.

    Removing the link of a section, or the address of its form, turns this red.
    """
    page = of("claire")
    page.goto(f"/signals/{signal.pk}/")
    to_the_conference(page)
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.get_by_text("Debt, threats, mood.")).to_be_visible()
    expect(page.get_by_role("link", name="Open a case")).to_be_visible()


def test_an_answer_half_typed_is_there_again(of, signal):
    """Drafts: what is typed in a check is kept on the server. Line: ``data-draft-url``."""
    page = of("claire")
    page.clock.install()
    page.goto(f"/signals/{signal.pk}/first-analysis/source/")
    page.locator("#id_basis").fill("Half a sentence")
    with page.expect_response("**/drafts/save/"):
        page.clock.run_for(15_500)
    page.goto(f"/signals/{signal.pk}/first-analysis/source/")
    expect(page.locator("#id_basis")).to_have_value("Half a sentence")
