"""Every page: axe finds nothing, nothing scrolls sideways; every route with a page is here."""

from __future__ import annotations

from functools import cache

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import get_resolver

from tests.browser.pages import NO_PAGE, PAGES, VISITOR

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
WHOLE = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
COLOURS = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}
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
    """One line for each element that axe complains about."""
    results = Axe().run(tab, options=options)
    return [
        f"{rule['id']}: {' '.join(node['target'][0] if isinstance(node['target'][0], str) else node['target'][0])}"
        f" | {node['html'][:160]}"
        for rule in results.response["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("entry", PAGES, ids=str)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(look, entry):
    tab = look(entry)
    trouble = []
    for width, height in ((1440, 900), (390, 844)):
        tab.set_viewport_size({"width": width, "height": height})
        tab.emulate_media(color_scheme="light")
        trouble += [f"{width} light {line}" for line in found_by_axe(tab, WHOLE)]
        tab.emulate_media(color_scheme="dark")
        trouble += [f"{width} dark {line}" for line in found_by_axe(tab, COLOURS)]
    for width in (390, 320):
        tab.set_viewport_size({"width": width, "height": 700})
        over = tab.evaluate(SIDEWAYS)
        if over > 0:
            trouble.append(f"{width}: {over} px too wide")
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
