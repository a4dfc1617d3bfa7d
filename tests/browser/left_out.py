"""Browser tests that did not run: said so in one sentence, and with CI set a failure."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field

NAMES = ("chromium", "chromium-browser", "google-chrome")
HOW = "install it (Debian: apt-get install chromium) and run the tests again."


def chromium() -> str | None:
    """Where this machine has a Chromium, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@dataclass
class Tally:
    """What became of the tests of the folder. ``chosen``: only some were asked for."""

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
