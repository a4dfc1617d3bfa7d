"""A whole run goes on several workers, a chosen part in one process."""

from __future__ import annotations

import pytest

from operations import supervisor
from tests.scheduling import place_of, unit_of
from tests.servers import redis_of

pytestmark = pytest.mark.setup


@pytest.mark.parametrize("arguments", [[], ["--junitxml=var/junit.xml", "--durations=15"], ["-q"]])
@pytest.mark.parametrize(("cores", "workers"), [(2, "3"), (3, "4"), (16, "4")])
def test_a_whole_run_goes_side_by_side(monkeypatch, arguments, cores, workers):
    monkeypatch.setattr(supervisor.os, "cpu_count", lambda: cores)
    assert supervisor.side_by_side(arguments)[:2] == ["-n", workers]
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


def test_who_looks_at_the_same_pages_is_one_piece_of_work():
    """Red when the sweeps are dealt to two workers: each page would be asked for twice."""
    for workers in (2, 3, 4):
        matrix = unit_of("tests/access/test_matrix.py::test_one[GET-partner]", workers)
        assert matrix == unit_of("tests/access/test_canaries.py::test_other[partner]", workers)
        assert unit_of("tests/test_house.py::test_x", workers) == "tests/test_house.py"
    assert matrix != unit_of("tests/access/test_rights.py::test_another", 4)
    for workers in (2, 3):
        assert unit_of("tests/access/test_rights.py::test_another", workers) == "tests/access"


def test_the_longest_pieces_are_begun_first():
    """Red when a worker is left alone with one of them at the end of the run."""
    files = ["tests/access/test_x.py", "tests/agencies/test_x.py", "tests/browser/test_x.py"]
    files += ["tests/acts/test_x.py", "tests/test_house.py"]
    assert [files.index(name) for name in sorted(files, key=place_of)] == [2, 0, 3, 1, 4]
