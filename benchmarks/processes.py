"""The web servers of a benchmark, and what they and their database have used of the processor.

CPU is read from /proc: of the threads of gunicorn's workers, and of the server processes of one
database. It is what was used, whatever else runs on the machine; a wall time is not.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.place import PLACE, ROOT, Servers

FLOORS = ROOT / "benchmarks" / "floors"
HOST = "relais.example"
HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}


class Web:
    """A running gunicorn: where it listens, and what its workers have used."""

    def __init__(self, name: str, child: subprocess.Popen, port: int, database: str) -> None:
        self.name, self.child, self.port, self.database = name, child, port, database

    def cpu(self) -> float:
        """Seconds of CPU of its workers."""
        return sum(cpu_of(pid) for pid in _children(self.child.pid))


def environment(servers: Servers, database: str, static: str = "static") -> dict[str, str]:
    """The environment of production, with the servers of the benchmark."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith("RELAIS_")
    } | servers.keys | {
        "RELAIS_ENV": "production",
        "DATABASE_URL": servers.app_url(database),
        "REDIS_URL": servers.redis,
        "ALLOWED_HOSTS": HOST,
        "SITE_URL": f"https://{HOST}",
        "DEFAULT_FROM_EMAIL": f"relais@{HOST}",
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "PROXY_COUNT": "1",
        "STATIC_ROOT": str(PLACE / static),
        "DJANGO_SETTINGS_MODULE": "constant_settings",
        "PYTHONPATH": str(FLOORS),
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip


@contextmanager
def web(
    name: str, env: dict[str, str], database: str = "", *, root: Path = ROOT,
    application: Sequence[str] = (), path: str = "/health/",
) -> Iterator[Web]:  # fmt: skip
    """The project's own gunicorn with its own configuration, until the end of the block."""
    port = _free_port()
    argv = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")]
    with open(PLACE / f"{name}.log", "wb") as log:
        child = subprocess.Popen(
            [*argv, *application], cwd=root, stdout=log, stderr=log, start_new_session=True,
            env=env | {"BIND": "127.0.0.1", "PORT": str(port)},
        )  # fmt: skip
    try:
        _wait(child, port, path, name)
        yield Web(name, child, port, database)
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def run(argv: Sequence[str], env: dict[str, str], root: Path = ROOT, typed: str = "") -> str:
    """What the command prints. Raises CalledProcessError after its output was shown."""
    done = subprocess.run(
        [sys.executable, *argv], cwd=root, env=env, input=typed, text=True, check=False,
        capture_output=True,
    )  # fmt: skip
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
    done.check_returncode()
    return done.stdout


class Database:
    """The processes that serve one database to the application."""

    def __init__(self, servers: Servers) -> None:
        import psycopg2

        self.connection = psycopg2.connect(**servers.admin)
        self.connection.autocommit = True

    def close(self) -> None:
        self.connection.close()

    def cpu(self, name: str) -> float:
        """Seconds of CPU of the processes that serve that database."""
        return sum(cpu_of(pid) for pid in self._pids(name))

    def all_cpu(self) -> float:
        """Seconds of CPU of the whole server, with what its ended processes have used."""
        pid = self.connection.info.backend_pid
        parent = int(_fields(pid)[1])
        ended = sum(int(field) for field in _fields(parent)[13:15]) / os.sysconf("SC_CLK_TCK")
        return ended + sum(cpu_of(child) for child in _children(parent))

    def analyze(self, name: str, tables: Iterable[str]) -> None:
        """What autovacuum would have done by the next sweep."""
        import psycopg2

        at = self.connection.get_dsn_parameters() | {"dbname": name}
        password = self.connection.info.password
        with closing(psycopg2.connect(**at, password=password)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(f"analyze {', '.join(tables)}")

    def _pids(self, name: str) -> Iterable[int]:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "select pid from pg_stat_activity where datname = %s"
                " and backend_type = 'client backend'",
                [name],
            )
            return [pid for (pid,) in cursor.fetchall()]


def cpu_of(pid: int) -> float:
    """Seconds of CPU of a process with its threads (0 where the kernel is shy)."""
    used = 0
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            used += int(Path(f"/proc/{pid}/task/{thread}/schedstat").read_text().split()[0])
    except OSError:
        pass
    return used / 1e9


def _fields(pid: int) -> list[str]:
    """What /proc says of a process, from its state on: its parent is the second field."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _wait(child: subprocess.Popen, port: int, path: str, name: str) -> None:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=HEADERS)
    for _attempt in range(240):
        if child.poll() is not None:
            break
        try:
            urllib.request.urlopen(request, timeout=15).close()  # noqa: S310  our own
            return
        except urllib.error.HTTPError:
            return  # it answers
        except OSError:
            time.sleep(0.25)
    raise RuntimeError(f"{name} did not start: {PLACE / name}.log")


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
