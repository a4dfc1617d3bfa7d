#!/usr/bin/env python3
"""How long the two commands take from a fresh clone: `python3 benchmarks/two_commands.py`.

Clones this repository's HEAD into a temporary folder, so that nothing of an earlier run helps
(pip's own download cache is turned off), and prints one line a measure.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo-only", action="store_true", help="leave `make test` out")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="relais-timed-"))
    folder.chmod(0o755)
    clone = folder / "relais"
    try:
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        told("make demo, fresh clone, to the first page", demo(clone))
        told("make demo, second run, to the first page", demo(clone))
        if given.demo_only:
            return 0
        begin = time.monotonic()
        code = subprocess.run(
            ["make", "test"], cwd=clone, env=environment(), check=False
        ).returncode
        told(f"make test, same clone (exit code {code})", time.monotonic() - begin)
        return code
    finally:
        shutil.rmtree(folder)


def demo(clone: Path) -> float:
    """Seconds until the sign-in page is served; then Ctrl-C."""
    port = free_port()
    begin = time.monotonic()
    command = subprocess.Popen(
        ["make", "demo"],
        cwd=clone,
        env=environment() | {"PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    said = []
    for line in command.stdout:
        said.append(line)
        if "Relais is ready" in line:
            break
    else:
        sys.exit("".join(said))
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
        page.read()
    seconds = time.monotonic() - begin
    os.killpg(command.pid, signal.SIGINT)
    command.communicate(timeout=60)
    return seconds


def environment() -> dict[str, str]:
    return dict(os.environ) | {"PIP_NO_CACHE_DIR": "1"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def told(what: str, seconds: float) -> None:
    sys.stdout.write(f"{what:<48} {seconds:7.1f} s\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
