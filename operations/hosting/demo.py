"""The demonstration: servers, data, web, worker and beat, all of one process family."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import django

from casework.env import text
from operations import embedded
from operations.demo import people
from operations.hosting import earlier, prepared, processes
from operations.hosting.errors import EmbeddedError
from operations.hosting.progress import Progress

FIRST, TOTAL = 3, 10  # bootstrap.py makes the first two
PREPARED = 5  # steps of operations/hosting/prepare.py
# What was installed is compiled beside the first preparation, which leaves a core idle.
COMPILE = """
import compileall, os, sys
os.nice(10)
for folder in sys.argv[1:]:
    compileall.compile_dir(folder, quiet=2)
"""
MOST_RESTARTS, WITHIN = 3, 60.0
POLITE = [(signal.SIGTERM, 12.0), (signal.SIGKILL, 5.0)]


@dataclass
class Part:
    """A child that must run as long as the demonstration does."""

    name: str
    argv: Sequence[str]
    log: Path
    env: dict[str, str]
    child: subprocess.Popen[bytes] | None = None
    restarts: list[float] = field(default_factory=list)

    def start(self) -> None:
        with open(self.log, "ab") as log:
            self.child = processes.spawn(self.argv, log=log, env=self.env, cwd=embedded.ROOT)

    def stop(self) -> None:
        if self.child is not None:
            processes.end(self.child, POLITE)

    def ended(self) -> bool:
        return self.child is None or self.child.poll() is not None

    def start_again(self) -> None:
        """Start it after it ended by itself. Raises EmbeddedError when that goes on."""
        assert self.child is not None  # noqa: S101  for the type checker: it was started before
        processes.sweep_group(self.child)
        now = time.monotonic()
        self.restarts = [moment for moment in self.restarts if now - moment < WITHIN] + [now]
        if len(self.restarts) > MOST_RESTARTS:
            raise EmbeddedError(f"{self.name} keeps ending. Its log: {self.log}")
        print(f"{self.name} ended (code {self.child.returncode}) and is started again.", flush=True)
        self.start()


def run(port: str) -> None:
    """Start everything, print the address, wait for Ctrl-C. Raises EmbeddedError.

    Nothing of the folder is touched before the servers are ours: another demonstration may run.
    The web server loads while the database is prepared, and is asked once it is; worker and beat
    take their turn when it answers, so that the first page does not wait for them.
    """
    progress = Progress(FIRST, TOTAL)
    with ExitStack() as stack:
        servers = _servers(progress, stack)
        logs = _fresh_logs()
        env = _environment(port)
        env |= _pointer()
        web, worker, beat = parts = _parts(logs, env)
        stack.callback(web.stop)
        folder = servers.place.folder
        if servers.owner_url and prepared.is_unchanged(folder, embedded.ROOT):
            web.start()
            progress.number += PREPARED - 1
            with progress.step("Database, catalogue, files, people", "unchanged"):
                pass
        else:
            prepared.forget(folder)
            _prepare(env | {"RELAIS_PREPARE_LOG": str(logs / "prepare.log")}, stack, web)
            prepared.remember(folder, embedded.ROOT)
            progress.number += PREPARED
        with progress.step("Web server"):
            _wait_for(web, f"http://127.0.0.1:{port}/health/", port)
        with progress.step("Celery worker and beat", "started"):
            for part in (worker, beat):
                stack.callback(part.stop)
                part.start()
        _tell_who_may_sign_in()
        print(f"\nRelais is ready: http://localhost:{port}/  (Ctrl-C stops it)", flush=True)
        _watch(parts, servers)


def _tell_who_may_sign_in() -> None:
    """Print the accounts; the address comes after, as the last line to click on."""
    print("\nAccounts: choose one on the first page; the demonstration asks no passphrase.")
    for line in people.lines():
        print(f"  {line}")


def reset() -> None:
    """Forget the demonstration's data. Raises EmbeddedError while it runs, or on your servers."""
    if _named("DATABASE_URL"):
        raise EmbeddedError(
            "DATABASE_URL names a database of yours: `make demo-reset` does not touch it."
        )
    _forget()
    print("The demonstration's data are gone; `make demo` starts afresh.")


def _forget() -> None:
    embedded.forget("demo")
    shutil.rmtree(embedded.ROOT / "var" / "demo-mail", ignore_errors=True)


def _servers(progress: Progress, stack: ExitStack) -> embedded.Servers:
    """Start the servers; data of an earlier Relais are remade after a yes. Raises EmbeddedError."""
    named = {name: _named(name) for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")}
    if named["DATABASE_URL"] != named["DATABASE_OWNER_URL"]:
        raise EmbeddedError("Set DATABASE_URL and DATABASE_OWNER_URL both, or neither.")

    def started() -> embedded.Servers:
        with progress.step("PostgreSQL and Redis"):
            return stack.enter_context(
                embedded.start(
                    "demo", postgres=not named["DATABASE_URL"], redis=not named["REDIS_URL"]
                )
            )

    servers = started()
    owner_url = servers.owner_url or text("DATABASE_OWNER_URL")
    if not earlier.names_gone(owner_url, embedded.ROOT):
        return servers
    earlier.agree(own=bool(servers.owner_url))
    servers.stop()
    _forget()
    progress.number -= 1
    return started()


def _prepare(env: dict[str, str], stack: ExitStack, web: Part) -> None:
    """Prepare what the demonstration stands on; the web server starts as soon as it can load."""
    compiling = [sys.executable, "-c", COMPILE, str(Path(django.__file__).parent)]
    compiling.append(sysconfig.get_path("purelib"))
    compiler = processes.spawn(compiling, log=subprocess.DEVNULL)
    stack.callback(processes.end, compiler, POLITE)
    loadable = Path(env["RELAIS_PREPARE_LOG"]).with_suffix(".loadable")
    loadable.unlink(missing_ok=True)
    argv = [sys.executable, "-m", "operations.hosting.prepare", "demo", str(FIRST + 1), str(TOTAL)]
    argv.append(str(loadable))
    sys.stdout.flush()
    child = processes.spawn(argv, log=sys.stdout.fileno(), env=env, cwd=embedded.ROOT)
    stack.callback(processes.end, child, POLITE)
    if processes.wait_until(loadable.exists, lambda: child.poll() is None, 600):
        loadable.unlink()
        web.start()
    if child.wait():
        raise EmbeddedError("The demonstration could not be prepared (see above).")


def _parts(logs: Path, env: dict[str, str]) -> tuple[Part, Part, Part]:
    schedule = embedded.ROOT / "var" / "embedded-demo" / "beat-schedule"
    celery = [sys.executable, "-m", "celery", "-A", "casework"]
    web = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
    worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING"]
    worker += ["--without-gossip", "--without-mingle"]
    beat = [*celery, "beat", "--loglevel", "WARNING", "--pidfile=", "--schedule", str(schedule)]
    return (
        Part("The web server", web, logs / "web.log", env),
        Part("The Celery worker", worker, logs / "worker.log", env),
        Part("Celery beat", beat, logs / "beat.log", env),
    )


def _wait_for(web: Part, address: str, port: str) -> None:
    def answers() -> bool:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310  our own
                return answer.status == 200
        except urllib.error.HTTPError as error:
            raise EmbeddedError(
                f"The web server answers with an error ({error.code}). Its log: {web.log}"
            ) from None
        except OSError:
            return False

    if processes.wait_until(answers, lambda: not web.ended(), 60):
        return
    if "in use" in web.log.read_text(errors="replace"):
        raise EmbeddedError(f"Port {port} is taken by another program: make demo PORT=8001")
    raise EmbeddedError(f"The web server did not start. Its log: {web.log}")


def _watch(parts: Sequence[Part], servers: embedded.Servers) -> None:
    while True:
        time.sleep(0.5)
        if servers.dead():
            raise EmbeddedError(
                f"{servers.dead()} has ended: the demonstration stops. "
                f"Its log: {servers.place.folder}"
            )
        for part in parts:
            if part.ended():
                part.start_again()


def _environment(port: str) -> dict[str, str]:
    mail = embedded.ROOT / "var" / "demo-mail"
    mail.mkdir(parents=True, exist_ok=True)
    return dict(os.environ) | {
        "RELAIS_ENV": "demo",
        "DJANGO_SETTINGS_MODULE": "casework.settings",
        "PORT": port,
        "BIND": "127.0.0.1",
        "SITE_URL": f"http://localhost:{port}",
        "EMAIL_FILE_PATH": str(mail),
        "PYTHONUNBUFFERED": "1",
    }


def _pointer() -> dict[str, str]:
    return {embedded.POINTER: os.environ[embedded.POINTER]}


def _fresh_logs() -> Path:
    logs = embedded.ROOT / "var" / "log"
    logs.mkdir(parents=True, exist_ok=True)
    for name in ("prepare", "web", "worker", "beat"):
        (logs / f"{name}.log").unlink(missing_ok=True)
    return logs


def _named(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))
