"""Walks all pages as a persona and keeps everything that was answered."""

from __future__ import annotations

import re
from contextlib import contextmanager
from html import unescape

from django.db import connection, transaction

from casework import middleware
from common import scope
from common.scope import WORKER
from tests.access import asking
from tests.access.answers.line import Line
from tests.access.matrix import MATRIX
from tests.world.people import PERSONAS
from tests.world.stage import Stage

PAGES = list({(line.route, line.on, line.query): line for line in reversed(MATRIX)}.values())
REVEALS = [
    Line("intake:reveal_source", on, data="reason") for on in ("desk", "taken", "other", "case_a")
]
REVEALS.append(Line("search_words", "searched", data="reason"))
# Pages that could show something of a file.
FILES = frozenset(
    line.route for line in PAGES if not line.route.startswith(("admin:", "account_", "agencies:"))
)
# Lists of which more pages than the first are looked at.
LONG = frozenset({"intake:searches"})
NEXT = re.compile(r'href="(\?[^"#]+)" rel="next"')
# The administration refuses everybody else with one and the same page.
ADMINISTRATION = frozenset(line.route for line in PAGES if line.route.startswith("admin:"))


def walk(stage: Stage, persona: str, routes=None, *, remember=False) -> dict[str, str]:
    """Address -> body, headers and redirect, for every page, the sealed sources too."""
    browsers = asking.Browsers(stage, [persona], remember=remember)
    seen: dict[str, str] = {}
    if routes is None and persona not in ("administrator", "superuser"):
        routes = {line.route for line in PAGES} - ADMINISTRATION
    for line in PAGES:
        if routes is None or line.route in routes:
            seen |= _answer(browsers, line, "GET", persona, stage)
            if line.route in LONG:
                seen |= _older(browsers, line, persona, seen, stage)
    for line in REVEALS:
        if routes is None or line.route in routes:
            seen |= _answer(browsers, line, "POST", persona, stage)
    return seen


def _older(browsers, line, persona, seen: dict[str, str], stage) -> dict[str, str]:
    """What stands on the following pages of a list."""
    url, more = asking.address(line, stage), {}
    text = seen[f"GET {url}"]
    while following := NEXT.search(text):
        found = _answer(browsers, line, "GET", persona, stage, url + unescape(following.group(1)))
        more |= found
        (text,) = found.values()
    return more


def _answer(browsers, line, method, persona, stage, url: str = "") -> dict[str, str]:
    url = url or asking.address(line, stage)
    response, _written = asking.ask(browsers, line, method, persona, url)
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    place = response.headers.get("Location", "")
    text = f"{headers}\n{place}\n{response.content.decode(errors='replace')}"
    return {f"{method} {url}": text}


def walk_all(stage: Stage, personas=PERSONAS, routes=None) -> dict[str, dict[str, str]]:
    """``walk`` for each persona."""
    return {persona: walk(stage, persona, routes) for persona in personas}


@contextmanager
def managers_alone(monkeypatch):
    """Requests run under the worker's role, so that no policy narrows them."""
    ordinary = middleware.bound

    @contextmanager
    def unguarded(actor, **more):
        with ordinary(actor, **more), connection.cursor() as cursor:
            cursor.execute(f"set local role {scope.WORKER_ROLE}")
            yield actor

    with monkeypatch.context() as patch:
        patch.setattr(middleware, "bound", unguarded)
        # The role was taken on after the database had been asked whether it narrows: it does not.
        patch.setattr(scope, "policies_narrow", lambda *asked: False)
        yield


@contextmanager
def policies_alone(monkeypatch):
    """The managers' filters are off: row-level security alone is left."""
    ordinary = scope.ScopedQuerySet.scoped
    with monkeypatch.context() as patch:
        patch.setattr(scope.ScopedQuerySet, "scoped", lambda self, actor: ordinary(self, WORKER))
        yield


@contextmanager
def rolled_back():
    """A transaction of the application that leaves nothing."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
