"""The duty roster where nobody is on call, and the number beside a danger (S24)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from agencies.models import Turn
from common import clock
from common.scope import WORKER, bound
from tests.browser.axe import WHOLE, inject, trouble_of
from tests.browser.people import NARROW, WIDE
from tests.browser.pictures import take, wide


def _put(removed_at) -> None:
    """Take every turn off, or put all of them back."""
    with bound(WORKER):
        for turn in Turn.objects.all():
            turn.removed_at = removed_at
            turn.save_changes()


def _read(stage, language: str) -> None:
    stage.people["claire"].language = language
    stage.people["claire"].save(update_fields=["language"])


@pytest.fixture
def nobody_on_call(in_database, stage):
    in_database(_put, clock.now())
    yield
    in_database(_put, None)
    in_database(_read, stage, "en")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_without_a_roster_the_page_says_what_happens(
    of, in_database, stage, nobody_on_call, language
):
    """The empty state: axe finds nothing, nothing scrolls sideways."""
    in_database(_read, stage, language)
    tab = of("claire")
    tab.goto("/signals/roster/")
    expect(tab.locator("#tonight .alert-risk")).to_be_visible()
    inject(tab)
    for size in (WIDE, NARROW):
        tab.set_viewport_size(size)
        take(tab, "roster-empty", language, size["width"])
        assert not trouble_of(tab, WHOLE, f"{size['width']} {language}")
    assert not wide(tab, 320)


def test_on_paper_the_roster_keeps_names_and_numbers(of):
    """Printed for the door of the office: who and by which number, no button."""
    tab = of("claire")
    tab.goto("/signals/roster/")
    tab.emulate_media(media="print")
    take(tab, "roster", "en", "paper")
    assert tab.locator("#tonight a[href^='tel:']").first.is_visible()
    assert not tab.locator("#turns .one-button").first.is_visible()


def test_a_danger_at_the_capture(of):
    """The emergency numbers, and at night the number on call for whoever may read the roster."""
    tab = of("ines")
    tab.goto("/signals/new/")
    tab.get_by_label("Yes", exact=True).check()
    expect(tab.locator(".if-danger")).to_be_visible()
    inject(tab)
    for size in (WIDE, NARROW):
        tab.set_viewport_size(size)
        take(tab, "signal-new-danger", "en", size["width"])
        assert not trouble_of(tab, WHOLE, f"{size['width']}")
