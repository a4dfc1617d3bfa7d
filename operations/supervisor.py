"""The process behind `make demo`, `demo-reset`, `dev-servers`, `test`, `test-pooled` and `lint`.

bootstrap.py makes the virtual environment and becomes this. Ctrl-C, a closed terminal and
SIGTERM stop everything; on Linux even SIGKILL of this process leaves nothing behind.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import time
from types import FrameType

from operations import embedded
from operations.hosting import catalogue, demo, earlier, lint, pooler, processes
from operations.hosting.errors import EmbeddedError
from operations.hosting.progress import Progress

MOST_WORKERS = 4
# What `make test-pooled` asks through PgBouncer: who reads what, whole stories, killed processes.
POOLED = (
    "tests/access/test_pooled_leaks.py",
    "tests/access/test_left_to_policies.py",
    "tests/access/test_row_level_security.py",
    "tests/access/test_matrix.py",
    "tests/access/test_canaries.py",
    "tests/access/test_mutants.py",
    "tests/stories",
    "tests/celery/test_pooled_processes.py",
)


class Stopped(BaseException):
    """Ctrl-C, a closed terminal or SIGTERM."""


def main(arguments: list[str]) -> int:
    """Run one command; its exit code. Every foreseen failure is one sentence on stderr."""
    commands = {
        "demo": lambda: demo.run(os.environ.get("PORT", "8000")),
        "demo-reset": demo.reset,
        "dev-servers": dev_servers,
        "test": lambda: test(arguments[1:]),
        "test-pooled": lambda: test_pooled(arguments[1:]),
        "lint": lint.run,
    }
    command = commands.get(arguments[0]) if arguments else None
    if command is None:
        sys.stderr.write(f"One of: {', '.join(commands)}\n")
        return 2
    os.chdir(embedded.ROOT)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        return command() or 0
    except Stopped:
        print("\nStopped; no process stays.", flush=True)
        return 0
    except EmbeddedError as error:
        sys.stderr.write(f"\n{error}\n")
    except OSError as error:
        sys.stderr.write(f"\n{_sentence(error)}\n")
    return 1


def dev_servers() -> None:
    """PostgreSQL and Redis with the roles, for manage.py, until Ctrl-C."""
    progress = Progress(3, 4)
    with progress.step("PostgreSQL and Redis"):
        servers = embedded.start("dev")
    with servers:
        if earlier.names_gone(servers.owner_url, embedded.ROOT):
            raise EmbeddedError(f"These data are of an earlier Relais: {servers.place.afresh}.")
        log = embedded.ROOT / "var" / "log" / "prepare.log"
        log.parent.mkdir(exist_ok=True)
        env = dict(os.environ) | {"RELAIS_ENV": "dev", "RELAIS_PREPARE_LOG": str(log)}
        argv = [sys.executable, "-m", "operations.hosting.prepare", "roles", "4", "4"]
        if processes.run(argv, log=sys.stdout.fileno(), env=env):
            raise EmbeddedError("The database roles could not be made (see above).")
        print(
            "\nThe servers run until Ctrl-C. In another terminal:\n"
            "  .venv/bin/python manage.py migrate --database owner\n"
            "  .venv/bin/python manage.py runserver",
            flush=True,
        )
        while not servers.dead():
            time.sleep(0.5)
        raise EmbeddedError(f"{servers.dead()} has ended. Its log: {servers.place.folder}")


def test(arguments: list[str]) -> None:
    """The catalogue, then pytest in this process; tests/servers.py starts the servers."""
    catalogue.compile_catalogue()
    arguments = side_by_side(arguments)
    # One order of sets in every process and run: what failed once fails again when looked at.
    os.environ.setdefault("PYTHONHASHSEED", "0")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *arguments])  # noqa: S606  no shell


def test_pooled(arguments: list[str]) -> None:
    """The same with the application's login behind PgBouncer (operations/hosting/pooler.py)."""
    if pooler.program() is None:
        raise EmbeddedError(pooler.MISSING)
    os.environ["RELAIS_POOLED"] = "1"
    # As in use: what notices the pooler is asked on every page.
    os.environ.setdefault("PREPARED_AFTER", "0")
    chosen = any(not argument.startswith("-") for argument in arguments)
    test([*arguments, *(() if chosen else POOLED)])


def side_by_side(arguments: list[str]) -> list[str]:
    """The arguments of pytest: a whole run takes one worker more than cores, four at most.

    A worker waits for its database, for a browser, for processes that it started: the one more has
    work then. What a worker takes at a time says tests/scheduling.py. Chosen tests run in one
    process: they have not the minutes that a second database costs.
    """
    alone = ("-k", "-m", "-n", "-x", "--lf", "--ff", "--pdb", "--co")
    chosen = any(not a.startswith("-") or a.startswith(alone) for a in arguments)
    cores = os.cpu_count() or 1
    if chosen or cores < 2:
        return arguments
    workers = min(cores + 1, MOST_WORKERS)
    return ["-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder", *arguments]


def _stop(_number: int, _frame: FrameType | None) -> None:
    for later in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(later, signal.SIG_IGN)  # stopping takes seconds and is not to be stopped
    raise Stopped


def _sentence(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"No space is left on the disk of {embedded.ROOT}. Free some and try again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"This cannot be written: {error.filename or embedded.ROOT}"
    return f"The system refused: {error}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
