"""Which tests one worker does: a file, or files that look at the same answers.

A plugin of pytest, loaded with -p: xdist asks the run's own process, which collects nothing.
"""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling

# The matrix and the canaries look at the same pages of the same stage: asked for once.
TOGETHER = {
    f"tests/access/test_{name}.py": "tests/access: the sweeps" for name in ("canaries", "matrix")
}


def unit_of(nodeid: str) -> str:
    """The piece of work to which a test belongs; xdist gives each piece to one worker."""
    file = nodeid.split("::", 1)[0]
    return TOGETHER.get(file, file)


class ByAnswers(LoadFileScheduling):
    """A file at a time, but for those of TOGETHER."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)


def pytest_xdist_make_scheduler(config, log):
    return ByAnswers(config, log)
