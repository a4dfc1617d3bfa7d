"""Gives pytest-xdist its pieces of work: a file, or files that share what is dear to build.

A plugin of pytest, loaded with -p: xdist asks the run's own process, which collects nothing.
"""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling

# The matrix and the canaries look at the same pages of the same stage: asked for once.
SWEEPS = frozenset({"tests/access/test_canaries.py", "tests/access/test_matrix.py"})
# Two workers each take one of these whole, and build its stage, its server, its browser once.
FOLDERS = ("tests/access/", "tests/browser/")


def unit_of(nodeid: str, workers: int) -> str:
    """The piece of work to which a test belongs; xdist gives each piece to one worker."""
    file = nodeid.split("::", 1)[0]
    if workers <= 2 and file.startswith(FOLDERS):
        return file.rpartition("/")[0]
    return "the sweeps" if file in SWEEPS else file


class BySharing(LoadFileScheduling):
    """A scheduler by files, but for those that ``unit_of`` keeps together."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid, self.numnodes)


def pytest_xdist_make_scheduler(config, log):
    return BySharing(config, log)
