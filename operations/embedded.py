"""Embedded PostgreSQL and Redis for demonstration, tests and development.

`start()` runs them and owns them; `urls()` tells settings where they are and starts nothing.
Production names its servers instead and never comes here.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from operations.hosting.errors import AlreadyRunning, EmbeddedError
from operations.hosting.place import Place
from operations.hosting.postgres import Postgres
from operations.hosting.redis_server import Redis

__all__ = ["AlreadyRunning", "EmbeddedError", "Servers", "forget", "start", "urls"]

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("demo", "dev", "test")
POINTER = "RELAIS_EMBEDDED"  # the address file of the servers that this process family uses
MOST_TEST_RUNS = 8


@dataclass
class Servers:
    """Running servers, owned by this process; a context manager that stops them."""

    owner_url: str
    database_url: str
    redis_url: str
    place: Place
    _running: list[Postgres | Redis] = field(default_factory=list, repr=False)

    def stop(self) -> None:
        """Stop everything and forget the addresses; called twice it does nothing more."""
        for server in reversed(self._running):
            server.stop()
        self._running = []
        self.place.leave()
        if os.environ.get(POINTER) == str(self.place.address):
            del os.environ[POINTER]

    def dead(self) -> str:
        """The name of a server that has ended by itself; empty when all run."""
        return next((type(one).__name__ for one in self._running if not one.alive()), "")

    def __enter__(self) -> Servers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start(
    kind: str,
    root: Path = ROOT,
    *,
    postgres: bool = True,
    redis: bool = True,
    settings: tuple[str, ...] = (),
) -> Servers:
    """Run PostgreSQL and Redis under `root`/var and write where they are.

    `kind` is demo, dev (data kept, one run at a time) or test (fast, not durable; a second run
    at the same time gets servers of its own). The environment variable RELAIS_EMBEDDED then
    points our own settings, and those of our children, to these servers. `settings` are of
    PostgreSQL for this run, each as name=value.
    Raises AlreadyRunning (demo, dev) and EmbeddedError, each with a sentence.
    """
    if kind not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}, not {kind!r}")
    place = _take(kind, Path(root).resolve())
    servers = Servers("", "", "", place)
    try:
        wanted: list[Postgres | Redis] = []
        if redis:
            wanted.append(Redis(place))
        if postgres:
            wanted.append(Postgres(place, durable=kind != "test", settings=settings))
        addresses: dict[str, str] = {}
        for server in wanted:
            servers._running.append(server)
            addresses |= server.start()
        place.publish(addresses)
    except BaseException:
        servers.stop()
        raise
    servers.owner_url = addresses.get("DATABASE_OWNER_URL", "")
    servers.database_url = addresses.get("DATABASE_URL", "")
    servers.redis_url = addresses.get("REDIS_URL", "")
    os.environ[POINTER] = str(place.address)
    return servers


def urls(env: str, root: Path = ROOT) -> dict[str, str]:
    """DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL of the servers that run for `env`.

    Raises ImproperlyConfigured when none run; never starts any.
    """
    from django.core.exceptions import ImproperlyConfigured

    path = Path(os.environ.get(POINTER) or root / "var" / f"embedded-{env}.json")
    try:
        found = json.loads(path.read_text())
        os.kill(found["pid"], 0)  # an address whose owner was killed is no address
    except (OSError, ValueError, KeyError, TypeError):
        raise ImproperlyConfigured(
            f"No database is named and no embedded servers run for RELAIS_ENV={env}. "
            "Run `make dev-servers` in another terminal (or `make demo`, `make test`), "
            "or set DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL."
        ) from None
    return {name: value for name, value in found.items() if name.endswith("_URL")}


def forget(kind: str, root: Path = ROOT) -> None:
    """Remove the data of a kind. Raises AlreadyRunning while its servers run."""
    place = _take(kind, Path(root).resolve(), several=False)
    try:
        place.forget()
    finally:
        place.leave()


def _take(kind: str, root: Path, *, several: bool | None = None) -> Place:
    several = kind == "test" if several is None else several
    for number in range(1, MOST_TEST_RUNS + 1 if several else 2):
        place = Place(root, kind if number == 1 else f"{kind}-{number}")
        if place.take():
            return place
    owner = Place(root, kind).published().get("pid", "unknown")
    raise AlreadyRunning(
        f"The {kind} servers of this folder run already (process {owner}): stop them first."
    )
