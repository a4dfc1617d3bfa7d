"""Numbered steps with their time, in the form that bootstrap.py began."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Progress:
    """Prints `[ 3/10] What … done (0.4 s)`; goes on counting from `first`."""

    def __init__(self, first: int, total: int) -> None:
        self.number = first
        self.total = total

    @contextmanager
    def step(self, what: str, word: str = "done") -> Iterator[None]:
        """One step; a failure inside ends the line before it goes on upward."""
        begin = time.monotonic()
        sys.stdout.write(f"[{self.number:2}/{self.total}] {what:<44}")
        sys.stdout.flush()
        try:
            yield
        except BaseException:
            sys.stdout.write(" stopped\n")
            sys.stdout.flush()
            raise
        sys.stdout.write(f" {word} ({time.monotonic() - begin:.1f} s)\n")
        sys.stdout.flush()
        self.number += 1
