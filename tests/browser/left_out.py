"""Says in one sentence which browser tests did not run; with CI set the run then fails.

A plugin of pytest, loaded with -p: with several workers the run's own process collects nothing, and
hears from them what they left out.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

HERE = Path(__file__).parent
# The first is the same engine without the windows of a desktop: a quarter less to compute.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
HOW = "install it (Debian: apt-get install chromium) and run the tests again."


def chromium() -> str | None:
    """Where this machine has a Chromium, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@dataclass
class Tally:
    """Counts of the tests of the folder. ``chosen``: only some were asked for."""

    collected: int = 0
    left_out: int = 0
    skipped: list[str] = field(default_factory=list)
    chosen: bool = False

    def sentence(self) -> str:
        """What was left out and how to get it; nothing when nothing was."""
        if not self.left_out:
            return ""
        return (
            f"Left out: {self.left_out} browser tests (tests/browser), because this machine"
            f" has no Chromium: {HOW}"
        )

    def failure(self) -> str:
        """Why the run fails, with CI set; nothing when every browser test ran."""
        if not os.environ.get("CI"):
            return ""
        if self.left_out or self.skipped:
            count = self.left_out + len(self.skipped)
            return f"FAILED: with CI set, {count} browser tests did not run; all of them must."
        if not self.collected and not self.chosen:
            return "FAILED: with CI set, no browser test was collected."
        return ""


CHROMIUM = chromium()
TALLY = Tally()


def pytest_collection_modifyitems(config, items):
    """Mark the tests of this folder; leave them out where there is no Chromium."""
    here = [item for item in items if HERE in Path(item.path).parents]
    for item in here:
        item.add_marker(pytest.mark.browser)
    TALLY.collected = len(here)
    TALLY.chosen = bool(config.option.keyword or config.option.markexpr)
    if here and not CHROMIUM:
        items[:] = [item for item in items if item not in here]
        TALLY.left_out = len(here)
        config.hook.pytest_deselected(items=here)


def pytest_runtest_logreport(report):
    if report.skipped and "tests/browser/" in report.nodeid:
        TALLY.skipped.append(report.nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    """Take over what a worker counted; every worker collects all tests."""
    for name, value in getattr(node, "workeroutput", {}).get("browser", {}).items():
        setattr(TALLY, name, value)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    config = session.config
    if hasattr(config, "workeroutput"):
        names = ("collected", "left_out", "chosen")
        config.workeroutput["browser"] = {name: getattr(TALLY, name) for name in names}
    elif TALLY.failure() and here_too(config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def here_too(config) -> bool:
    """Whether the run was to include tests of this folder."""
    if config.option.collectonly:
        return False
    asked = [Path(str(arg).partition("::")[0]).absolute() for arg in config.args]
    return any(path in (HERE, *HERE.parents) or HERE in path.parents for path in asked)


def pytest_terminal_summary(terminalreporter, config):
    if TALLY.sentence():
        terminalreporter.write_line(TALLY.sentence(), yellow=True)
    if TALLY.failure() and here_too(config):
        terminalreporter.write_line(TALLY.failure(), red=True)
