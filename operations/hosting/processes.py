"""Child processes that cannot outlive their owner."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

SERVERS_RUN_AS = ("relais", "nobody")  # when we are root: the first that this machine has
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def spawn(
    argv: Sequence[str | Path],
    *,
    log: IO[bytes] | int,
    feed: bytes | None = None,
    user: pwd.struct_passwd | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    dies_by: int = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a child in a process group of its own; `log` takes what it prints.

    `feed` is given on its standard input (a configuration with a password never stands on the
    command line or on disk). `user` is whom it runs as, when we are root. On Linux the kernel
    sends it `dies_by` when the calling thread's process dies, even by SIGKILL.
    """
    child = subprocess.Popen(
        [str(part) for part in argv],
        stdin=subprocess.DEVNULL if feed is None else subprocess.PIPE,
        stdout=log,
        stderr=subprocess.STDOUT,
        env=dict(env) if env is not None else None,
        cwd=cwd,
        start_new_session=True,
        preexec_fn=_tie_to_owner(dies_by),
        **_identity(user),
    )
    if feed is not None:
        assert child.stdin is not None  # noqa: S101  for the type checker: a pipe was asked for
        child.stdin.write(feed)
        child.stdin.close()
    return child


def run(
    argv: Sequence[str | Path],
    *,
    log: IO[bytes] | int,
    user: pwd.struct_passwd | None = None,
    env: Mapping[str, str] | None = None,
) -> int:
    """Run a short command to its end; its exit code. Interrupted, it ends before we go on."""
    child = spawn(argv, log=log, user=user, env=env)
    try:
        return child.wait()
    finally:
        end(child, [(signal.SIGTERM, 5), (signal.SIGKILL, 5)])


def end(child: subprocess.Popen[bytes], steps: Sequence[tuple[int, float]]) -> None:
    """Send each signal to the child and wait that long; then whatever is left of its group goes."""
    for number, seconds in steps:
        if child.poll() is not None:
            break
        child.send_signal(number)
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    sweep_group(child)


def sweep_group(child: subprocess.Popen[bytes]) -> None:
    """Kill what remains in the child's process group (its own children, should it have crashed)."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def unprivileged() -> pwd.struct_passwd | None:
    """Whom servers run as when we are root (`relais` where it exists, else `nobody`), else None."""
    if os.geteuid() != 0:
        return None
    for name in SERVERS_RUN_AS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


def can_enter(path: Path, user: pwd.struct_passwd | None) -> bool:
    """Whether that user may pass through every folder down to `path`: asked of the kernel."""
    if user is None:
        return os.access(path, os.X_OK)
    # Not first the one on the path: it may lie in the very folder that is closed.
    for test in ("/usr/bin/test", "/bin/test", shutil.which("test") or ""):
        with contextlib.suppress(FileNotFoundError, PermissionError):
            asked = subprocess.run([test, "-x", str(path)], check=False, cwd="/", **_identity(user))
            return asked.returncode == 0
    return False


def free_port() -> int:
    """A port of the loopback that nobody listens on now; the caller tries again if it is lost."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(ready: Callable[[], bool], alive: Callable[[], bool], seconds: float) -> bool:
    """Ask `ready` until it says yes; False when `alive` says no or the time is over."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if ready():
            return True
        if not alive():
            return False
        time.sleep(0.03)
    return False


def _identity(user: pwd.struct_passwd | None) -> dict:
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _tie_to_owner(number: int) -> Callable[[], None] | None:
    if _LIBC is None:
        return None
    prctl, owner = _LIBC.prctl, os.getpid()

    def tie() -> None:
        prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != owner:  # the owner died before the line above
            os._exit(1)

    return tie
