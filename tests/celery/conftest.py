"""Real workers and beats, a real Redis, real commits; tests look at the tables."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
import redis
from django.conf import settings
from django.db import connections
from kombu import Connection

from common.scope import WORKER, bound
from operations.backup import files, restore
from operations.backup.take import take
from operations.hosting import processes, redis_server
from operations.hosting.place import Place
from operations.hosting.postgres import Postgres
from operations.management.commands.database_roles import prepare_roles
from tests.celery.sink import Sink
from tests.people import town

ROOT = Path(__file__).resolve().parents[2]
ALIASES = ("default", "owner")
AT_ONCE = [(signal.SIGKILL, 5)]


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.celery)


def wait_for(condition, what: str, seconds: float = 30):
    """Ask until the answer is true, and return it; fails after a while."""
    until = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < until, f"not in {seconds} s: {what}"
        time.sleep(0.1)
    return value


def look(ask):
    """Ask the database as the worker, in a transaction of its own."""
    with bound(WORKER):
        return ask()


@pytest.fixture
def people(committed):
    """The cast, committed, by the real clock, which other processes use."""
    broker().flushdb()
    return town()


def broker() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL)


@pytest.fixture
def sink():
    server = Sink()
    yield server
    server.stop()


def database_url(alias: str) -> str:
    login = connections[alias].settings_dict
    name = f"{login['USER']}:{quote(login['PASSWORD'])}"
    return f"postgresql://{name}@{login['HOST']}:{login['PORT']}/{login['NAME']}"


def environment(**more) -> dict[str, str]:
    """What a worker of this test's database is started with."""
    return dict(os.environ) | {
        "RELAIS_ENV": "test",
        "DJANGO_SETTINGS_MODULE": "casework.settings",
        "DATABASE_URL": database_url("default"),
        "DATABASE_OWNER_URL": database_url("owner"),
        "REDIS_URL": settings.REDIS_URL,
        "SITE_URL": "https://relais.example",
        "SWEEP_SECONDS": "1",
        "MAIL_LEASE_SECONDS": "3",
        **more,
    }


@pytest.fixture
def start(tmp_path, sink):
    """Start a part of Celery: ``start("worker")``, ``start("beat")``. Ended after the test."""
    running = []

    def part(kind: str, *options: str, **env):
        log = tmp_path / f"{kind}-{len(running)}.log"
        argv = [sys.executable, "-m", "celery", "-A", "casework", kind, *options]
        if kind == "worker":
            argv += ["--concurrency", "1", "--loglevel", "WARNING", "--without-gossip"]
            argv += ["--without-mingle", "--without-heartbeat"]
        if "beat" in (kind, *options) or "-B" in options:
            argv += ["--schedule", str(tmp_path / f"schedule-{len(running)}")]
        if kind == "beat":
            argv += ["--pidfile=", "--loglevel", "INFO"]
        with open(log, "wb") as file:
            child = processes.spawn(
                argv, log=file, env=environment(EMAIL_URL=sink.url, **env), cwd=ROOT
            )
        child.log = log
        running.append(child)
        return child

    yield part
    for child in running:
        processes.end(child, AT_ONCE)


def kill(child) -> int:
    """SIGKILL to the whole process group, as a machine that loses power; how it ended."""
    os.killpg(child.pid, signal.SIGKILL)
    return child.wait(10)


class OwnRedis:
    """A Redis that a test may kill: without a password, on a port of its own."""

    def __init__(self):
        self.port = processes.free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.client = redis.Redis.from_url(self.url)
        self.child = None
        self.start()

    def start(self) -> None:
        argv = [redis_server._program(), "--port", str(self.port), "--bind", "127.0.0.1"]
        argv += ["--save", "", "--appendonly", "no"]
        self.child = processes.spawn(argv, log=subprocess.DEVNULL)
        wait_for(self._answers, "Redis answers")

    def _answers(self) -> bool:
        try:
            return self.client.ping()
        except redis.ConnectionError:
            return False

    def restart(self) -> None:
        """Kill it and start it empty."""
        kill(self.child)
        self.start()

    def send(self, task) -> None:
        """Put a task into this Redis."""
        with Connection(self.url) as connection:
            task.apply_async(connection=connection, retry=False)

    def stop(self) -> None:
        self.client.close()
        processes.end(self.child, AT_ONCE)


@pytest.fixture
def redis_of_our_own():
    server = OwnRedis()
    yield server
    server.stop()


class OwnPostgres:
    """A PostgreSQL that a test may stop: a copy of the tests' database, for both connections."""

    kind = Postgres
    ADDRESS = ("HOST", "PORT", "NAME", "USER", "PASSWORD")

    def __init__(self, folder: Path):
        self.place = Place(folder, "own")
        self.place.take()
        self.server = self.kind(self.place, durable=False)
        self.before = {alias: dict(connections[alias].settings_dict) for alias in ALIASES}
        self.urls = self.server.start()

    def copy(self, folder: Path) -> None:
        """Take a backup of the tests' database, restore it here, and point the connections here."""
        key = folder / "backup.key"
        backup = take(folder, files.new_key(key))
        self._point(
            owner=self._login(self.urls["DATABASE_OWNER_URL"]),
            default=self._login(self.urls["DATABASE_URL"]),
        )
        owner = connections["owner"]
        prepare_roles(owner, connections["default"].settings_dict["PASSWORD"])
        owner.close()
        restore.fill(backup, key, owner.settings_dict)

    @staticmethod
    def _login(url: str) -> dict[str, str]:
        parts = urlsplit(url)
        found = (parts.hostname, str(parts.port), parts.path[1:], parts.username, parts.password)
        return dict(zip(OwnPostgres.ADDRESS, map(unquote, found), strict=True))

    def _point(self, **logins) -> None:
        for alias, login in logins.items():
            connections[alias].close()
            connections[alias].settings_dict |= login

    def start(self) -> None:
        self.server.start(self.server.port)

    def stop(self) -> None:
        """A fast shutdown: every session ends, what was open is rolled back."""
        for alias in ALIASES:
            connections[alias].close()
        self.server.stop()

    def restart(self) -> None:
        self.stop()
        self.start()

    def end(self) -> None:
        self._point(**{a: {k: one[k] for k in self.ADDRESS} for a, one in self.before.items()})
        self.server.stop()
        self.place.leave()


@pytest.fixture
def own_database(people, tmp_path):
    """A server of the test's own with the people on it; everything then goes there."""
    folder = Path(tempfile.mkdtemp(prefix="relais-"))
    folder.chmod(0o755)  # PostgreSQL does not run as root
    own = OwnPostgres(folder)
    try:
        own.copy(tmp_path)
        yield own
    finally:
        own.end()
        shutil.rmtree(folder)
