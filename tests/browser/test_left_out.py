"""A machine without Chromium is told what was left out; with CI set that is a failure."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.browser.left_out import NAMES, Tally
from tests.browser.server import ROOT

ALONE = """
import shutil, sys
which = shutil.which
shutil.which = lambda name, *rest, **more: None if name in {names!r} else which(name, *rest, **more)
import pytest
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "tests/browser/test_left_out.py"]))
"""


@pytest.mark.parametrize("ci", [False, True])
def test_without_a_browser_the_run_says_so_and_fails_in_ci(ci):
    """A run in a process of its own that finds no Chromium: removing the hook turns this red."""
    surroundings = {name: value for name, value in os.environ.items() if name != "CI"}
    run = subprocess.run(
        [sys.executable, "-c", ALONE.format(names=NAMES)],
        cwd=ROOT,
        env=surroundings | ({"CI": "true"} if ci else {}),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "browser tests (tests/browser), because this machine has no Chromium" in run.stdout
    assert "apt-get install chromium" in run.stdout
    assert ("FAILED: with CI set" in run.stdout) is ci
    nothing_ran = pytest.ExitCode.NO_TESTS_COLLECTED
    assert run.returncode == (pytest.ExitCode.TESTS_FAILED if ci else nothing_ran)


@pytest.mark.parametrize(
    "tally",
    [Tally(3, 3), Tally(3, 0, ["tests/browser/test_x.py::test_y"]), Tally(0)],
    ids=["left out", "skipped", "none collected"],
)
def test_in_ci_what_did_not_run_is_a_failure(monkeypatch, tally):
    monkeypatch.setenv("CI", "true")
    assert tally.failure()
    monkeypatch.delenv("CI")
    assert not tally.failure()


def test_in_ci_what_ran_is_no_failure(monkeypatch):
    monkeypatch.setenv("CI", "true")
    assert not Tally(3).failure()
    assert not Tally(0, chosen=True).failure()
