"""Every page in English: axe finds nothing, nothing scrolls sideways, a picture; all routes."""

from __future__ import annotations

from functools import cache

import pytest
from django.urls import get_resolver

from tests.browser.axe import COLOURS, WHOLE, inject, trouble_of
from tests.browser.pages import NO_PAGE, PAGES
from tests.browser.people import NARROW, WIDE
from tests.browser.pictures import take, wide


@pytest.mark.parametrize("entry", PAGES, ids=str)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(look, entry):
    """WCAG 2.2 AA in light and dark, wide and on a phone; no sideways scroll down to 320 px."""
    tab = look(entry)
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
            take(tab, entry.name, "en", size["width"])
    for width in (390, 320):
        over = wide(tab, width)
        trouble += [f"{width}: {over} px too wide"] if over else []
    assert not trouble, "\n".join(trouble)


def test_every_route_with_a_page_is_in_the_table():
    """A page that nobody put into the table would never be looked at."""
    assert set(_routes()) - {page.route for page in PAGES} == set(NO_PAGE)


@cache
def _routes() -> tuple[str, ...]:
    return tuple(_named(get_resolver()))


def _named(resolver, space: str = ""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _named(pattern, inner)
        elif pattern.name:
            yield f"{space}{pattern.name}"
