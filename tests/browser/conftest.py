"""A real Chromium on a real server. One server, one Chromium, one signed-in state a person.

Playwright keeps an event loop in its thread, where the ORM refuses to work: what a test does to
the database itself goes through ``in_database``, which runs it in another thread and commits.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import sync_playwright

from tests import stages
from tests.browser import server
from tests.browser.left_out import CHROMIUM
from tests.browser.people import WIDE, Browsers, put_away
from tests.world import keys, table

QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
    "--font-render-hinting=none",
)


# --- server, browser, people -----------------------------------------------------------------
@pytest.fixture(scope="package")
def in_database(django_db_setup, django_db_blocker):
    """Run a function on the folder's copy of the stage, committed, outside Playwright's thread."""
    from django.db import connections

    with django_db_blocker.unblock(), stages.lent() as made, ThreadPoolExecutor(1) as thread:

        def run(work, *args, **kwargs):
            return thread.submit(work, *args, **kwargs).result()

        run.stage = made
        try:
            yield run
        finally:
            thread.submit(connections.close_all).result()


@pytest.fixture(scope="package")
def stage(in_database):
    """What stands before any test, and the passphrases of everybody on it."""
    in_database(keys.hand_out, in_database.stage)
    return in_database.stage


@pytest.fixture(scope="module")
def in_french(in_database, stage):
    """Everybody reads French while the module runs."""
    in_database(_everybody_reads, "fr")
    yield
    in_database(_everybody_reads, "en")


def _everybody_reads(language: str) -> None:
    from agencies.models import User

    User.objects.update(language=language)


@pytest.fixture(scope="package")
def address(stage):
    """Where the application is served."""
    with server.running() as found:
        yield found


@pytest.fixture(scope="package")
def chromium(address):
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def browsers(chromium, address, stage):
    """Every person's own browser, kept for the whole folder."""
    kept = Browsers(chromium, address, stage.people)
    yield kept
    kept.close()


@pytest.fixture
def of(browsers):
    """``of("claire")``: a page in Claire's own browser, signed in by the form.

    The test fails on anything that went wrong behind any page that it used.
    """
    used = []

    def opened(name, **options):
        page = browsers.page(name, **options)
        used.append(page)
        return page

    yield opened
    for page in used:
        put_away(page)
    browsers.assert_quiet()


@pytest.fixture
def visitor(browsers):
    """A new browser of somebody who is not signed in; with options of a browser context."""
    made = []

    def opened(**options):
        page = browsers.new(**options)
        made.append(page)
        return page

    yield opened
    for page in made:
        context = page.context
        put_away(page)
        context.close()
    browsers.assert_quiet()


@pytest.fixture
def look(browsers, in_database, stage):
    """``look(shot)``: a picture of the table, wide and light, opened by whom the table says."""

    def opened(shot, locale="en-GB"):
        tab = browsers.tab(shot.persona, locale)
        if not shot.persona:
            tab.context.clear_cookies()
        tab.set_viewport_size(WIDE)
        tab.emulate_media(color_scheme="light")
        with tab.watch.answers(shot.status):
            answer = tab.goto(in_database(table.photographed, shot, stage))
        assert answer.status == shot.status
        return tab

    yield opened
    browsers.assert_quiet()
