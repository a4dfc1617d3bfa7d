"""Pictures of every page in French and in both widths, of the dark, of paper, of the focus.

The English ones are taken by test_pages.py on its way. All are in var/pictures, to be looked at.
"""

from __future__ import annotations

import pytest

from agencies.models import User
from tests.browser.people import NARROW, WIDE
from tests.browser.pictures import take, wide
from tests.world.table import PICTURES, photographed


@pytest.mark.parametrize("name", ["my-work", "case", "signal-new"])
def test_a_picture_in_the_dark(of, in_database, stage, name):
    shot = next(shot for shot in PICTURES if shot.name == name)
    tab = of(shot.persona)
    tab.emulate_media(color_scheme="dark")
    tab.goto(in_database(photographed, shot, stage))
    take(tab, name, "en", "1440-dark")


def test_a_picture_of_the_case_on_paper(of, in_database, stage):
    """The print style sheet: no navigation and no buttons on paper, the whole file on white."""
    tab = of("claire")
    tab.goto(f"/cases/{stage.cases['tilleul'].pk}/")
    tab.emulate_media(media="print")
    take(tab, "case", "en", "paper")
    for gone in (".mainnav", ".top-end", ".acts", ".skip"):
        assert not tab.locator(gone).first.is_visible(), gone
    assert tab.locator(".idbar").is_visible()
    assert "rgb(255, 255, 255)" in tab.evaluate("getComputedStyle(document.body).backgroundColor")


def test_a_picture_of_the_keyboard_s_place(of):
    """The focus is seen: skip link first, then every stop has an outline (2.4.7, 2.4.13)."""
    tab = of("claire")
    tab.goto("/")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    assert tab.locator(".skip").is_visible()
    take(tab, "focus-skip", "en", 1440)
    stops = 0
    for _press in range(40):
        tab.keyboard.press("Tab")
        seen = tab.evaluate(
            """() => {
                const one = document.activeElement;
                if (one === document.body) { return null; }
                // The frame of the search box is drawn around the box, not around its field.
                const look = getComputedStyle(one.closest(".jump") || one);
                return look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2
                    ? "" : one.outerHTML.slice(0, 120);
            }"""
        )
        if seen is None:
            break
        assert seen == "", f"no outline on {seen}"
        stops += 1
        if stops == 6:
            take(tab, "focus-stop", "en", 1440)
    assert stops > 15


# --- French, last: the fixture stands until the end of the file ---
@pytest.fixture(scope="module")
def in_french(in_database, stage):
    """Everybody reads French for a while."""

    def everybody(language):
        User.objects.update(language=language)

    in_database(everybody, "fr")
    yield
    in_database(everybody, "en")


@pytest.mark.usefixtures("in_french")
@pytest.mark.parametrize("shot", PICTURES, ids=str)
def test_every_page_in_french(look, shot):
    """French takes a third more room: no page of it scrolls sideways; a picture of each."""
    tab = look(shot, "fr-FR")
    assert tab.locator("html").get_attribute("lang").startswith("fr")
    for size in (WIDE, NARROW):
        tab.set_viewport_size(size)
        take(tab, shot.name, "fr", size["width"])
    for width in (390, 320):
        assert wide(tab, width) == 0, f"scrolls sideways at {width}"
