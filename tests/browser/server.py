"""The application as it is served: gunicorn in a process of its own, on the tests' database."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connections

ROOT = Path(__file__).resolve().parents[2]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
LOG = ROOT / "var" / f"browser-tests{WORKER}.log"
STARTS_WITHIN = 40


@contextmanager
def running() -> Iterator[str]:
    """Serve the test database on a free loopback port. Yields the address, without a slash."""
    port = _free_port()
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"],
            cwd=ROOT,
            env=os.environ | _environment(port),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, process)
            yield address
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _environment(port: int) -> dict[str, str]:
    return {
        "RELAIS_ENV": "test",
        "DATABASE_URL": _url("default"),
        "DATABASE_OWNER_URL": _url("owner"),
        "REDIS_URL": settings.REDIS_URL,
        "PORT": str(port),
        "WEB_WORKERS": "1",
    }


def _url(alias: str) -> str:
    login = connections[alias].settings_dict
    user, password, name = (quote(login[key], safe="") for key in ("USER", "PASSWORD", "NAME"))
    return f"postgresql://{user}:{password}@{login['HOST']}:{login['PORT']}/{name}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address: str, process: subprocess.Popen) -> None:
    ends = time.monotonic() + STARTS_WITHIN
    while process.poll() is None and time.monotonic() < ends:
        try:
            with urllib.request.urlopen(f"{address}/health/", timeout=2):
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    raise AssertionError(f"The server did not start:\n{LOG.read_text(errors='replace')[-4000:]}")
