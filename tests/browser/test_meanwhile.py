"""X35, X30 in the browser: a page that was overtaken, and what stood before, at both widths."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from agencies.models import User
from casework.models import Case
from closure.models import ClosureProposal, Opinion
from common.scope import WORKER, bound
from tests import people as cast
from tests.acts.moments_of_closing import nothing_is_missing
from tests.browser.axe import WHOLE, inject, trouble_of
from tests.browser.people import NARROW, WIDE
from tests.browser.pictures import take, wide
from tests.closure import scenes


def _pictures(tab, name: str, language: str) -> None:
    """At both widths, with axe: nothing is wrong, nothing scrolls sideways."""
    inject(tab)
    assert not trouble_of(tab, WHOLE, name)
    for width in (NARROW["width"], WIDE["width"]):
        assert not wide(tab, width)
        take(tab, name, language, width)


def _reads(language: str) -> None:
    User.objects.update(language=language)


def _says(stage, stance: str, words: str) -> None:
    """What Léa's agency says of the closing, from now on."""
    with bound(WORKER):
        proposal = ClosureProposal.objects.get(case=stage.cases["closing"], state="open")
    scenes.opinion(proposal, stage.people, "lea", stance, words)


def _may_be_signed(stage) -> None:
    """Nothing is missing of the closing but the signature."""
    with bound(WORKER):
        nothing_is_missing(ClosureProposal.objects.get(case=stage.cases["closing"], state="open"))


def _stood(stage) -> tuple[str, str]:
    with bound(WORKER):
        case = Case.objects.get(pk=stage.cases["closing"].pk)
        row = Opinion.objects.get(proposal__case=case, author=stage.people["lea"])
        return row.stance, row.words


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_signature_over_an_opinion_that_came_since(of, stage, in_database, language):
    """The new opinion stands there by name, and the tick is to be set anew."""
    stood = in_database(_stood, stage)
    in_database(_may_be_signed, stage)
    in_database(_reads, language)
    try:
        page = of("paul")
        page.goto(f"/cases/{stage.cases['closing'].pk}/closure/sign/")
        page.locator("[name=agrees]").check()
        in_database(_says, stage, "against", "Il est seul le soir.")
        with page.watch.answers(409):
            page.locator(".actions button[type=submit]").click()
            told = page.get_by_role("alert").first
            expect(told).to_contain_text("Il est seul le soir.")
        expect(told).to_contain_text("Léa Fontaine")
        expect(page.locator("[name=agrees]")).not_to_be_checked()
        _pictures(page, "meanwhile-sign", language)
        page.goto(f"/cases/{stage.cases['closing'].pk}/closure/")
        page.locator("#opinions a", has_text="corrig" if language == "fr" else "corrected").click()
        expect(page.locator("#before")).to_contain_text("Il est seul le soir.")
        _pictures(page, "before-opinion", language)
    finally:
        in_database(_reads, "en")
        in_database(_says, stage, *stood)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_button_that_was_overtaken(of, stage, in_database, language):
    """Thomas has acknowledged it meanwhile: Inès is told, and nothing is written twice."""
    channel = in_database(cast.hotline)
    signal = in_database(
        cast.signal_from, stage.people["sophie"], "Il dort dehors.", channel=channel
    )
    in_database(_reads, language)
    try:
        page = of("ines")
        page.goto(f"/signals/{signal.pk}/")
        in_database(cast.acknowledged, signal, stage.people["thomas"])
        with page.watch.answers(409):
            page.locator("form.one-button button").first.click()
            expect(page.get_by_role("alert").first).to_contain_text("Thomas Leclercq")
        _pictures(page, "meanwhile-button", language)
    finally:
        in_database(_reads, "en")
