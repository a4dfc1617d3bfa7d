"""A real streaming copy of a test's own PostgreSQL, made by pg_basebackup."""

from __future__ import annotations

import os
import signal
import subprocess

from operations.hosting import processes
from operations.hosting.place import Place
from operations.hosting.postgres import SUPERUSER, Postgres


class Followed(Postgres):
    """A server as those of the tests are, but that a copy can follow it."""

    def _make(self, password: str) -> None:
        super()._make(password)
        with open(self.data / "postgresql.conf", "a") as file:
            file.write("wal_level = replica\nmax_wal_senders = 4\nsynchronous_commit = on\n")


class Standby:
    """Follows `primary` from its start on; `start` and `stop` may be called again."""

    def __init__(self, place: Place, primary: Postgres):
        self.primary, self.place = primary, place
        place.take()
        self.data = place.data / "copy"
        self.log = place.folder / "standby.log"
        self.word = primary.place.passwords()["superuser"]
        self.environment = {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C",
            "PGPASSWORD": self.word,
            "PGCONNECT_TIMEOUT": "5",
        }
        self.child: subprocess.Popen[bytes] | None = None
        self.port = processes.free_port()
        self.place.data.chmod(0o777)
        self._run("pg_basebackup", "-h", "127.0.0.1", "-p", str(primary.port), "-U", SUPERUSER,
                  "-D", str(self.data), "--write-recovery-conf", "--checkpoint=fast", "--no-sync",
                  "--wal-method=stream")  # fmt: skip

    def _run(self, program: str, *words: str) -> None:
        with open(self.log, "ab") as log:
            argv = [self.primary.bin / program, *words]
            code = processes.run(argv, log=log, user=self.primary.user, env=self.environment)
        assert code == 0, self.log.read_text(errors="replace")

    def start(self) -> None:
        argv = [self.primary.bin / "postgres", "-D", self.data, "-p", str(self.port)]
        with open(self.log, "ab") as log:
            self.child = processes.spawn(
                argv,
                log=log,
                user=self.primary.user,
                env=self.environment,
                dies_by=signal.SIGINT,
            )
        ready = processes.wait_until(self._answers, lambda: self.child.poll() is None, 30)
        assert ready, self.log.read_text(errors="replace")

    def stop(self) -> None:
        if self.child is not None:
            processes.end(self.child, [(signal.SIGINT, 20), (signal.SIGKILL, 5)])
            self.child = None

    def ask(self, statement: str):
        """One statement of the server's administrator."""
        import psycopg2

        link = psycopg2.connect(
            host="127.0.0.1",
            port=self.port,
            user=SUPERUSER,
            password=self.word,
            dbname="relais",
            connect_timeout=5,
        )
        try:
            link.autocommit = True
            with link.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchone()[0]
        finally:
            link.close()

    def _answers(self) -> bool:
        import psycopg2

        try:
            return self.ask("select pg_is_in_recovery()")
        except psycopg2.OperationalError:
            return False
