"""Every page: axe finds nothing, nothing scrolls sideways; every route with a page is here."""

from __future__ import annotations

from functools import cache

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import get_resolver

from tests.browser.pages import NO_PAGE, PAGES, VISITOR

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# Without preload: axe would fetch stylesheets by itself, where the page's policy forbids it.
OPTIONS = {"resultTypes": ["violations"], "preload": False, "iframes": False}
WHOLE = OPTIONS | {"runOnly": {"type": "tag", "values": TAGS}}
COLOURS = OPTIONS | {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
SETTLED = "Promise.all(document.getAnimations().map(one => one.finished.catch(() => null)))"
AXE = Axe().axe_script
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def look(of, visitor, in_database, stage):
    """``look(page, lang)``: a browser page on it, its status checked."""

    def opened(entry):
        tab = visitor() if entry.persona == VISITOR else of(entry.persona)
        with tab.watch.answers(entry.status):
            answer = tab.goto(in_database(entry.where, stage))
        assert answer.status == entry.status
        return tab

    return opened


def found_by_axe(tab, options) -> list[str]:
    """One line for each element that axe complains about, once every transition has ended."""
    tab.evaluate(SETTLED)
    answer = tab.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['id']}: {node['html'][:200]}"
        for rule in answer["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("entry", PAGES, ids=str)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(look, entry):
    tab = look(entry)
    tab.evaluate(AXE)
    trouble = []
    for width, height in ((1440, 900), (390, 844)):
        tab.set_viewport_size({"width": width, "height": height})
        for scheme, options in (("light", WHOLE), ("dark", COLOURS)):
            tab.emulate_media(color_scheme=scheme)
            trouble += [f"{width} {scheme} {line}" for line in found_by_axe(tab, options)]
    trouble += [
        f"{width}: {over} px too wide" for width in (390, 320) if (over := wide(tab, width))
    ]
    assert not trouble, "\n".join(trouble)


def wide(tab, width: int) -> int:
    """By how many pixels the page scrolls sideways at this width."""
    tab.set_viewport_size({"width": width, "height": 700})
    return max(0, tab.evaluate(SIDEWAYS))


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
