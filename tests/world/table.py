"""The one table of pages: a row for each route of the URLconf, by theme.

The rows of acts come from their declarations (tests/world/pages/acts.py), the others by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.urls import get_resolver

from tests.world.pages import acts, cases, closures, own, plans, signals
from tests.world.pages.row import Kind, Picture, Row

THEMES: dict[str, tuple[Row, ...]] = {
    "signals": signals.SIGNALS,
    "first analysis": signals.FIRST_ANALYSIS,
    "matching": signals.MATCHING,
    "cases": cases.CASES,
    "team": cases.TEAM,
    "analysis": plans.DEPTH,
    "plan": plans.PLAN,
    "carrying": plans.CARRYING,
    "checkpoints": plans.CHECKPOINTS,
    "papers": plans.PAPERS,
    "closing": closures.CLOSING,
    "monitoring": closures.AFTER,
    "work": own.WORK,
    "account": own.ACCOUNT,
    "words": own.WORDS,
    "signing in": own.SIGNING_IN,
    "administration": own.ADMINISTRATION,
}


def addresses() -> dict[str, tuple[bool, dict[str, str]]]:
    """Every named route -> whether it is public, and the parts of its address: name, converter."""
    return dict(_walk(get_resolver().url_patterns, (), {}))


def _walk(patterns, spaces, parts) -> Iterator[tuple[str, tuple[bool, dict[str, str]]]]:
    for pattern in patterns:
        own = parts | {
            name: type(converter).__name__.removesuffix("Converter").lower()
            for name, converter in getattr(pattern.pattern, "converters", {}).items()
        }
        if hasattr(pattern, "url_patterns"):
            space = (pattern.namespace,) if pattern.namespace else ()
            yield from _walk(pattern.url_patterns, spaces + space, own)
        else:
            name = ":".join((*spaces, pattern.name or f"? {pattern.pattern}"))
            yield name, (getattr(pattern.callback, "login_required", True) is False, own)


def routes() -> dict[str, bool]:
    """Every named route of the resolver -> whether it is public. An unnamed one is named «?»."""
    return {name: public for name, (public, _parts) in addresses().items()}


_PARTS = {name: parts for name, (_public, parts) in addresses().items()}
ROWS: tuple[Row, ...] = (
    *acts.rows(_PARTS),
    *(replace(row, theme=theme) for theme, rows in THEMES.items() for row in rows),
)
TABLE: dict[str, Row] = {row.route: row for row in ROWS}
PICTURES: tuple[Picture, ...] = tuple(shot for row in ROWS for shot in row.pictures)


def address(route: str, stage, on: str = "", query: str = "") -> str:
    """The address of a route with these rows of the stage."""
    url = TABLE[route].address(stage, on)
    return f"{url}?{query}" if query else url


def photographed(shot: Picture, stage) -> str:
    """The address of what a picture shows."""
    return address(shot.route, stage, shot.on, shot.query)


def check(rows: tuple[Row, ...] = ROWS) -> int:
    """Fail on a route without a row, a row without a route or twice, a page nobody photographs."""
    found, known = routes().keys(), [row.route for row in rows]
    missing = sorted(found - set(known))
    assert not missing, (
        f"Not in the table of pages: {', '.join(missing)}. Add a row to its theme in"
        " tests/world/pages/, and its answers to tests/access/answers/."
    )
    stale = sorted(set(known) - found)
    assert not stale, f"No such address any more: {', '.join(stale)}. Take the row out."
    assert len(known) == len(set(known)), "a route stands in two rows"
    for row in rows:
        assert bool(row.pictures) == (row.kind == Kind.PAGE), f"{row.route}: a page has pictures"
        assert bool(row.why) == (row.kind == Kind.OTHER), f"{row.route}: say what it answers with"
    names = [shot.name for row in rows for shot in row.pictures]
    assert len(names) == len(set(names)), "two pictures of one name"
    return len(known)
