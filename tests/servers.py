"""Compiles the French catalogue and starts the embedded servers, before Django's settings are read.

Loaded by pytest's -p. With several workers (pytest-xdist) the servers are started once, before the
workers; each worker has a database of its own on them, and a numbered database of Redis.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

os.environ.setdefault("RELAIS_ENV", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.settings")

from operations import embedded
from operations.hosting.catalogue import compile_catalogue
from operations.hosting.pooler import Pooler

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
# Whether the application's login goes through PgBouncer (make test-pooled).
POOLED = bool(os.environ.get("RELAIS_POOLED"))
# A pooled run names the address of its own pooler to its workers.
NAMED = bool(os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")) and not (
    POOLED and embedded.POINTER in os.environ
)
_running = _pooler = None
# The workers of a run have the name that its first process gave it.
_BEGAN = "RELAIS_TEST_RUN" not in os.environ
RUN = os.environ.setdefault("RELAIS_TEST_RUN", uuid4().hex[:10])
# What tests/stages.py keeps for the run.
STAGE = Path(__file__).resolve().parent.parent / "var" / f"stage-{RUN}.pickle"


def redis_of(worker: str, url: str) -> str:
    """The address of that worker's own database: gw0 has number 0, gw1 number 1."""
    return urlsplit(url)._replace(path=f"/{worker.removeprefix('gw')}").geturl()


if not WORKER:
    compile_catalogue()
    _running = None if NAMED else embedded.start(kind="test")
    if POOLED:
        _named = os.environ if NAMED else embedded.urls("test")
        _pooler = Pooler(_named["DATABASE_URL"])
        os.environ |= {
            "DATABASE_URL": _pooler.url,
            "DATABASE_OWNER_URL": _named["DATABASE_OWNER_URL"],
            "REDIS_URL": _named["REDIS_URL"],
        }
else:
    _named = os.environ if NAMED or POOLED else embedded.urls("test")
    # All three: with two of them named, settings would not ask the embedded servers for the third.
    os.environ |= {
        "DATABASE_URL": _named["DATABASE_URL"],
        "DATABASE_OWNER_URL": _named["DATABASE_OWNER_URL"],
        "REDIS_URL": redis_of(WORKER, _named["REDIS_URL"]),
    }


def pooler() -> Pooler:
    """The pooler of this run, for tests that stop it (one process, RELAIS_POOLED)."""
    assert _pooler is not None, "run it by make test-pooled"
    return _pooler


def pytest_ignore_collect(collection_path):
    """Tests of the pooler itself are part of a run through it, and of no other."""
    return True if not POOLED and collection_path.name.startswith("test_pooled_") else None


def pytest_unconfigure(config):
    if _BEGAN and STAGE.exists():
        from tests import stages

        stages.gone()
    for started in (_pooler, _running):
        if started is not None:
            started.stop()
