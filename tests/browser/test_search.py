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


@pytest.fixture(params=["en", "fr"])
def language(request):
    """French by the module’s fixture, which it then leaves as it was."""
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
