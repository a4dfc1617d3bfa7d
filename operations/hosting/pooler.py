"""PgBouncer before an embedded PostgreSQL, with the configuration that is deployed.

For tests and timed runs: `make test-pooled` puts it there for what signs in as `app`; what signs in
as the owner goes straight to the server.
"""

from __future__ import annotations

import configparser
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from operations.hosting import processes
from operations.hosting.errors import EmbeddedError

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = ROOT / "deploy" / "pooler" / "pgbouncer.ini"
MISSING = (
    "make test-pooled needs PgBouncer, and this machine has none on its path: install it "
    "(Debian: apt-get install pgbouncer) and run it again."
)


def program() -> str | None:
    """Where this machine has PgBouncer, or None. Debian puts it where only root looks."""
    return shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


class Pooler:
    """One process of PgBouncer on a free port before the server that a URL names.

    `changes` are settings that differ from the deployed ones. Raises EmbeddedError.
    """

    def __init__(self, url: str, **changes: str):
        found = program()
        if found is None:
            raise EmbeddedError(MISSING)
        self.program, self.behind, self.changes = found, urlsplit(url), changes
        self.user = processes.unprivileged()
        self.folder = Path(tempfile.mkdtemp(prefix="relais-pooler-"))
        self.log = self.folder / "pooler.log"
        self.port = 0
        self.child: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        """The address to sign in at, as the same person with the same password."""
        login, _at, _server = self.behind.netloc.rpartition("@")
        return self.behind._replace(netloc=f"{login}@127.0.0.1:{self.port}").geturl()

    def start(self) -> None:
        """Run it, on the port that it had before. Raises EmbeddedError."""
        for _attempt in range(5):
            self.port = self.port or processes.free_port()
            self._write()
            with open(self.log, "ab") as log:
                self.child = processes.spawn(
                    [self.program, self.folder / "pgbouncer.ini"], log=log, user=self.user
                )
            if processes.wait_until(self._listens, self.alive, 10):
                return
            self.kill()
            self.port = 0
        raise EmbeddedError(f"PgBouncer did not start: {self.log.read_text(errors='replace')}")

    def kill(self) -> None:
        self._end((signal.SIGKILL, 5))

    def stop(self) -> None:
        self._end((signal.SIGTERM, 5), (signal.SIGKILL, 5))
        shutil.rmtree(self.folder, ignore_errors=True)

    def alive(self) -> bool:
        return self.child is not None and self.child.poll() is None

    def _end(self, *steps: tuple[int, float]) -> None:
        if self.child is not None:
            processes.end(self.child, steps)
            self.child = None

    def _write(self) -> None:
        """The deployed configuration, but for where it listens and what is behind it."""
        ini = configparser.ConfigParser(interpolation=None)
        ini.read(CONFIGURATION)
        users = self.folder / "users.txt"
        ini["databases"] = {"*": f"host={self.behind.hostname} port={self.behind.port}"}
        ini["pgbouncer"].update(
            listen_addr="127.0.0.1",
            listen_port=str(self.port),
            auth_file=str(users),
            **self.changes,
        )
        words = [unquote(word or "") for word in (self.behind.username, self.behind.password)]
        users.touch(mode=0o600)
        users.write_text("{} {}\n".format(*(f'"{word}"' for word in words)))
        with open(self.folder / "pgbouncer.ini", "w") as file:
            ini.write(file)
        if self.user:
            for path in (self.folder, *self.folder.iterdir()):
                os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0
