"""A real Chromium on a real server. One server, one Chromium, one signed-in state a person.

Playwright keeps an event loop in its thread, where the ORM refuses to work: what a test does to
the database itself goes through ``in_database``, which runs it in another thread and commits.
"""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import server, world
from tests.browser.people import Browsers

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
HOW = "install it (Debian: apt-get install chromium) and run the tests again."
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


# --- left out, and said so -------------------------------------------------------------------
def pytest_collection_modifyitems(config, items):
    """Mark the tests of this folder; leave them out where there is no Chromium."""
    here = [item for item in items if HERE in Path(item.path).parents]
    for item in here:
        item.add_marker(pytest.mark.browser)
    config.relais_browser = {"collected": len(here), "left_out": 0}
    if CHROMIUM or not here:
        return
    items[:] = [item for item in items if item not in here]
    config.relais_browser["left_out"] = len(here)
    config.hook.pytest_deselected(items=here)


def pytest_runtest_logreport(report):
    if report.skipped and "tests/browser/" in report.nodeid:
        SKIPPED.append(report.nodeid)


SKIPPED: list[str] = []


def pytest_sessionfinish(session, exitstatus):
    """With CI set, a browser test that did not run is a failure."""
    config = session.config
    state = getattr(config, "relais_browser", {"collected": 0, "left_out": 0})
    whole = not (config.option.keyword or config.option.markexpr)
    faulty = state["left_out"] or SKIPPED or (whole and not state["collected"])
    if os.environ.get("CI") and faulty and not config.option.collectonly:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        config.relais_browser_failed = True


def pytest_terminal_summary(terminalreporter, config):
    state = getattr(config, "relais_browser", {"collected": 0, "left_out": 0})
    if state["left_out"]:
        terminalreporter.write_line(
            f"Left out: {state['left_out']} browser tests (tests/browser), because this machine"
            f" has no Chromium: {HOW}",
            yellow=True,
        )
    if getattr(config, "relais_browser_failed", False):
        terminalreporter.write_line(
            "FAILED: with CI set, every browser test must be collected and run.", red=True
        )


# --- server, browser, people -----------------------------------------------------------------
@pytest.fixture(scope="package")
def in_database(django_db_setup, django_db_blocker):
    """Run a function on the database, committed, outside Playwright's thread."""
    from django.db import connections

    with django_db_blocker.unblock(), ThreadPoolExecutor(1) as thread:

        def run(work, *args, **kwargs):
            return thread.submit(work, *args, **kwargs).result()

        try:
            yield run
        finally:
            thread.submit(world.empty).result()
            thread.submit(connections.close_all).result()


@pytest.fixture(scope="package")
def stage(in_database):
    """What stands before any test: the cast with passphrases, signals, a case, information."""
    return in_database(world.build)


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
        page.close()
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
        page.context.close()
    browsers.assert_quiet()
