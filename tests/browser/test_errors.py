"""The pages of what went wrong: axe finds nothing, in both languages, and each says what to do."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import expect

from tests.browser.axe import COLOURS, WHOLE, inject, trouble_of
from tests.browser.people import NARROW, WIDE
from tests.browser.pictures import take, wide

# What a broken server shows cannot be asked of a sound one: rendered here, shown by Chromium.
BROKEN = (400, 413, 429, 500, 503)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("status", BROKEN)
def test_the_page_of_a_broken_server(visitor, in_database, status, language):
    """It needs no user, no database and no URL of ours but the first page."""
    tab = visitor()

    def render():
        with translation.override(language):
            return render_to_string(f"{status}.html")

    page = in_database(render)
    tab.route(
        "**/broken/",
        lambda route: route.fulfill(status=status, body=page, content_type="text/html"),
    )
    with tab.watch.answers(status):
        assert tab.goto("/broken/").status == status
    inject(tab)
    _looked_at(tab, f"error-{status}", language)


def _looked_at(tab, name: str, language: str) -> None:
    trouble = []
    for size in (WIDE, NARROW):
        tab.set_viewport_size(size)
        tab.emulate_media(color_scheme="light")
        trouble += trouble_of(tab, WHOLE, "light")
        take(tab, name, language, size["width"])
        tab.emulate_media(color_scheme="dark")
        trouble += trouble_of(tab, COLOURS, "dark")
    assert not trouble, "\n".join(trouble)
    assert wide(tab, 320) == 0
    assert tab.locator("h1").count() == 1
    assert tab.locator("main a, main button").count() >= 1


def test_what_somebody_else_did_meanwhile_is_said_as_a_refusal(of, stage, in_database):
    """409: Luc presses a button of a page that was open while Inès acknowledged the signal."""
    from tests import people as cast

    ines = stage.people["ines"]
    signal = in_database(cast.signal_from, ines, "Two at once.", channel=in_database(cast.hotline))
    tab = of("luc")
    tab.goto(f"/signals/{signal.pk}/")
    in_database(cast.acknowledged, signal, by=ines)
    with tab.watch.answers(409):
        tab.get_by_role("button", name="Acknowledge: I have it").click()
        expect(tab.get_by_text("Inès Vasseur acknowledged this signal already")).to_be_visible()
    inject(tab)
    _looked_at(tab, "error-409", "en")
    tab.get_by_role("link", name="See how it stands now").click()
    tab.wait_for_url(f"**/signals/{signal.pk}/")


def test_a_form_without_its_token_is_refused_with_a_way_on(of):
    """403 of a forged or outdated form: said in words, nothing written."""
    tab = of("luc")
    tab.goto("/me/profile/")
    tab.locator("main form").first.locator("[name=csrfmiddlewaretoken]").evaluate(
        "one => one.remove()"
    )
    with tab.watch.answers(403), tab.expect_navigation() as sent:
        tab.locator("main form button[type=submit]").first.click()
    assert sent.value.status == 403
    inject(tab)
    _looked_at(tab, "error-403-form", "en")
