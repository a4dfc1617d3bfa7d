"""What the rehearsal asks of this machine: programs, namespaces, overlays; steps, their time."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

R = TypeVar("R")
CLONE_NEWNET = 0x40000000
NEEDED = ("debootstrap", "ip", "unshare", "nsenter", "mount", "setpriv", "pivot_root")
_LIBC = ctypes.CDLL(None, use_errno=True)


class Failed(Exception):
    """One sentence: what did not work."""


def say(words: str = "") -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


@contextmanager
def step(words: str) -> Iterator[list[str]]:
    """One step: its words, what it found, its seconds."""
    found: list[str] = []
    begin = time.monotonic()
    try:
        yield found
    except BaseException:
        say(f"{time.monotonic() - begin:7.1f} s  FAILED  {words}")
        raise
    told = f": {'; '.join(found)}" if found else ""
    say(f"{time.monotonic() - begin:7.1f} s  {words}{told}")


def run(
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    feed: str | None = None,
    seconds: float = 900,
) -> str:
    """A program to its end; what it said. Raises Failed with its last lines."""
    done = subprocess.run(
        [str(part) for part in argv],
        env=None if env is None else dict(env),
        input=feed,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=seconds,
        check=False,
    )
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
        words = " ".join(map(str, argv))[:300]
        raise Failed(f"{words} ended with {done.returncode}:\n{last}")
    return done.stdout


def lacking() -> list[str]:
    """What this machine refuses, each in one sentence; nothing where the rehearsal can run."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return ["It has to run as root on Linux."]
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        return [f"Programs are missing: {', '.join(missing)} (Debian: debootstrap, iproute2)."]
    tries = {
        "namespaces (unshare)": ["unshare", "-m", "-p", "-u", "-i", "-n", "--fork", "true"],
        "network namespaces (ip netns)": ["sh", "-c", "ip netns add rhz && ip netns del rhz"],
        "bridges": ["unshare", "-n", "sh", "-c", "ip link add b0 type bridge"],
        "pairs of interfaces": ["unshare", "-n", "sh", "-c", "ip link add v0 type veth peer v1"],
    }
    said = []
    for what, argv in tries.items():
        if subprocess.run(argv, capture_output=True, check=False).returncode:
            said.append(f"It refuses {what}.")
    return said


def overlays(folder: Path) -> bool:
    """Whether an overlay can be mounted there."""
    parts = [folder / f"try-{name}" for name in ("lower", "upper", "work", "root")]
    for part in parts:
        part.mkdir(parents=True, exist_ok=True)
    lower, upper, work, root = parts
    options = f"lowerdir={lower},upperdir={upper},workdir={work}"
    script = f"mount -t overlay overlay -o {options} {root}"
    argv = ["unshare", "-m", "sh", "-c", script]
    works = subprocess.run(argv, capture_output=True, check=False).returncode == 0
    for part in parts:
        shutil.rmtree(part, ignore_errors=True)
    return works


def in_network(name: str, work: Callable[[], R]) -> R:
    """Do it in that network namespace: in a thread of its own, for the kernel keeps one a thread.

    Sockets that it opens stay there. Raises what `work` raises.
    """
    result: dict[str, Any] = {}

    def inside() -> None:
        try:
            with open(f"/run/netns/{name}") as namespace:
                if _LIBC.setns(namespace.fileno(), CLONE_NEWNET):
                    raise Failed(f"The network {name} cannot be entered.")
            result["value"] = work()
        except BaseException as error:  # handed to whoever waits
            result["error"] = error

    thread = threading.Thread(target=inside, daemon=True)
    thread.start()
    thread.join()
    if "error" in result:
        raise result["error"]
    return result["value"]


def wait_for(ready: Callable[[], object], what: str, seconds: float) -> None:
    """Ask until the answer is true. Raises Failed."""
    until = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > until:
            raise Failed(f"Not within {seconds:.0f} s: {what}.")
        time.sleep(0.2)
