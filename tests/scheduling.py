"""Gives pytest-xdist its pieces of work: a file, or files that share what is dear to build.

A plugin of pytest, loaded with -p: xdist asks the run's own process, which collects nothing.
"""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling

# The matrix and the canaries look at the same pages of the same stage: asked for once.
SWEEPS = frozenset({"tests/access/test_canaries.py", "tests/access/test_matrix.py"})
# Of few workers each takes one of these, but for the sweeps, whole: stage, server and browser are
# built once.
FOLDERS = ("tests/access/", "tests/browser/")
FEW = 3
# These are begun first: none of them is left over for one worker at the end.
LONGEST = ("tests/browser/", "tests/access/", "tests/acts/")


def unit_of(nodeid: str, workers: int) -> str:
    """The piece of work to which a test belongs; xdist gives each piece to one worker."""
    file = nodeid.split("::", 1)[0]
    if file in SWEEPS:
        return "the sweeps"
    if workers <= FEW and file.startswith(FOLDERS):
        return file.rpartition("/")[0]
    return file


def place_of(nodeid: str) -> int:
    """When the test's turn is: those of the longest pieces first, the others in their order."""
    found = (place for place, name in enumerate(LONGEST) if nodeid.startswith(name))
    return next(found, len(LONGEST))


def pytest_collection_modifyitems(config, items):
    """Each worker collects everything; all of them in this order."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: place_of(item.nodeid))


class BySharing(LoadFileScheduling):
    """A scheduler by files, but for those that ``unit_of`` keeps together."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid, self.numnodes)


def pytest_xdist_make_scheduler(config, log):
    return BySharing(config, log)
