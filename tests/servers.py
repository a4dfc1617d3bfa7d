"""Compiles the French catalogue and starts the embedded servers, before Django's settings are read.

Loaded by pytest's -p.
"""

from __future__ import annotations

import os

os.environ.setdefault("RELAIS_ENV", "test")

from casework import embedded
from casework.hosting.catalogue import compile_catalogue

compile_catalogue()
NAMED = bool(os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))
_running = None if NAMED else embedded.start(kind="test")


def pytest_unconfigure(config):
    if _running is not None:
        _running.stop()
