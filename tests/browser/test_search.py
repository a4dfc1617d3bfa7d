"""The search with a keyboard: typed, answered, back and forth, in both languages (X13)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import WHOLE, inject, trouble_of
from tests.browser.people import NARROW, WIDE
from tests.browser.pictures import take, wide

TYPED = {
    "name": "marie rochefoucault", "initials": "M. D.", "words": "chaque semaine",
    "nothing": "Rahmani", "wrong": "x",
}  # fmt: skip


def search(page, text: str) -> None:
    """Into the box of the frame, by the keyboard alone."""
    page.keyboard.press("Control+k")
    expect(page.locator("#jump")).to_be_focused()
    page.keyboard.type(text)
    with page.watch.answers(422), page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.fixture(scope="module", params=["en", "fr"])
def language(request):
    """English first, all of it; then French, by the module’s fixture, which leaves it as it was."""
    if request.param == "fr":
        request.getfixturevalue("in_french")
    return request.param


@pytest.mark.parametrize("name", TYPED)
def test_an_answer_is_looked_at(of, language, name):
    """Pictures at both widths; axe finds nothing; nothing scrolls sideways."""
    page = of("claire")
    page.set_viewport_size(WIDE)
    page.goto("/search/")
    search(page, TYPED[name])
    inject(page)
    trouble = []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        trouble += trouble_of(page, WHOLE, str(size["width"]))
        take(page, f"search-{name}", language, size["width"])
        over = wide(page, size["width"])
        trouble += [f"{size['width']}: {over} px too wide"] if over else []
    page.set_viewport_size(WIDE)
    assert not trouble, "\n".join(trouble)


def test_kinds_and_what_was_opened_lately_are_looked_at(of, stage, language):
    """X13. Chips with their counts, one kind alone; beside an empty box what was opened lately."""
    page = of("claire")
    page.set_viewport_size(WIDE)
    page.goto(f"/cases/{stage.cases['tilleul'].pk}/")
    page.goto("/search/")
    inject(page)
    trouble = _looked_at(page, "search-lately", language)
    page.goto("/")
    search(page, stage.cases["tilleul"].reference[:7])
    page.locator(".chips a").nth(1).click()
    expect(page.locator(".chips [aria-current]")).to_have_count(1)
    assert "only=" in page.url
    inject(page)
    trouble += _looked_at(page, "search-kind", language)
    page.go_back()
    expect(page.locator(".chips a").first).to_have_attribute("aria-current", "true")
    assert not trouble, "\n".join(trouble)


def test_the_officer_opens_the_words_of_one_search(of, stage, language):
    """X13. By a reason; looked at before and after."""
    page = of("nadia")
    page.goto("/search/log/")
    inject(page)
    trouble = _looked_at(page, "search-log", language)
    page.locator("table a").last.click()
    inject(page)
    trouble += _looked_at(page, "search-words", language)
    page.get_by_role("textbox").last.fill("Une plainte du 3 mars.")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator(".verb")).to_be_visible()
    inject(page)
    trouble += _looked_at(page, "search-words-opened", language)
    assert not trouble, "\n".join(trouble)


def _looked_at(page, name: str, language: str) -> list[str]:
    """Pictures at both widths; what axe finds, and what is too wide."""
    trouble = []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        trouble += trouble_of(page, WHOLE, str(size["width"]))
        take(page, name, language, size["width"])
        over = wide(page, size["width"])
        trouble += [f"{size['width']}: {over} px too wide"] if over else []
    page.set_viewport_size(WIDE)
    return trouble


def test_back_and_reload_show_the_answer_again_and_the_address_says_nothing(of, stage):
    """X13. A name in no address, no history; the way back needs no second sending."""
    page = of("bruno")
    page.goto("/")
    reference = stage.cases["tilleul"].reference
    search(page, reference[-3:])
    page.get_by_role("link", name=reference).first.click()
    expect(page.locator(".idbar")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("link", name=reference).first).to_be_visible()
    page.reload()
    expect(page.get_by_role("link", name=reference).first).to_be_visible()
    assert reference[-3:] not in page.url.partition("of=")[0]
