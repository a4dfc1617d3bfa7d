"""Every page in English: axe finds nothing, nothing scrolls sideways, a picture."""

from __future__ import annotations

import pytest

from tests.browser.axe import COLOURS, WHOLE, inject, trouble_of
from tests.browser.people import NARROW, WIDE
from tests.browser.pictures import take, wide
from tests.world.table import PICTURES


@pytest.mark.parametrize("shot", PICTURES, ids=str)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(look, shot):
    """WCAG 2.2 AA in light and dark, wide and on a phone; no sideways scroll down to 320 px."""
    tab = look(shot)
    inject(tab)
    trouble = []
    for size, scheme, options in (
        (WIDE, "dark", COLOURS),
        (WIDE, "light", WHOLE),
        (NARROW, "light", None),
        (NARROW, "dark", WHOLE),
    ):
        tab.set_viewport_size(size)
        tab.emulate_media(color_scheme=scheme)
        if options:
            trouble += trouble_of(tab, options, f"{size['width']} {scheme}")
        if scheme == "light":
            take(tab, shot.name, "en", size["width"])
    for width in (390, 320):
        over = wide(tab, width)
        trouble += [f"{width}: {over} px too wide"] if over else []
    assert not trouble, "\n".join(trouble)
