"""A whole run goes on several workers, a chosen part in one process."""

from __future__ import annotations

import pytest

from casework import supervisor
from tests.servers import redis_of

pytestmark = pytest.mark.setup


@pytest.mark.parametrize("arguments", [[], ["--junitxml=var/junit.xml", "--durations=15"], ["-q"]])
def test_a_whole_run_goes_side_by_side(monkeypatch, arguments):
    monkeypatch.setattr(supervisor.os, "cpu_count", lambda: 16)
    assert supervisor.side_by_side(arguments)[:2] == ["-n", "4"]
    assert supervisor.side_by_side(arguments)[-len(arguments) or 99 :] == arguments


@pytest.mark.parametrize(
    "arguments", [["tests/intake", "-q"], ["-k", "words"], ["-x"], ["-n", "1"], ["--pdb"]]
)
def test_a_chosen_part_runs_in_one_process(monkeypatch, arguments):
    """Red when a debugger or a single test is sent to a worker, which has no terminal."""
    monkeypatch.setattr(supervisor.os, "cpu_count", lambda: 16)
    assert supervisor.side_by_side(arguments) == arguments


def test_one_core_has_no_second_worker(monkeypatch):
    monkeypatch.setattr(supervisor.os, "cpu_count", lambda: 1)
    assert supervisor.side_by_side([]) == []


def test_each_worker_has_its_own_numbered_redis():
    """Two workers that share one would empty each other's queues."""
    assert redis_of("gw0", "redis://:secret@127.0.0.1:7000/0").endswith(":7000/0")
    assert redis_of("gw3", "redis://:secret@127.0.0.1:7000/0").endswith(":7000/3")
