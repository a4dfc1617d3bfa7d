"""Which ready-made file of each locked package serves which Python and machine (X64).

`python -m operations.wheels` asks the package index by pip, installs nothing, and writes
`operations/wheels.json`; `make lock` runs it after the lock files. The test of the lock files
reads what it wrote, since tests ask no network.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import bootstrap

ROOT = Path(bootstrap.ROOT)
LOCKS = (
    ROOT / "requirements-dev.lock",
    ROOT / bootstrap.INSTALLER_LOCK,
)  # the first holds all else
FOUND = Path(__file__).with_name("wheels.json")
OLDEST_MACOS = "macosx_11_0"  # the first one for Apple processors
OLDEST_MANYLINUX = 17

Wheels = dict[str, dict[str, str]]


def pythons() -> list[tuple[int, int]]:
    """Every version of Python that Relais is promised for."""
    (major, oldest), (_major, newest) = bootstrap.NEEDED, bootstrap.NEWEST
    return [(major, minor) for minor in range(oldest, newest + 1)]


def platforms(machine: str) -> list[str]:
    """The platforms, in a wheel's words, that the oldest system of such a machine serves."""
    system, processor = machine.split()
    if system == "darwin":
        return [f"{OLDEST_MACOS}_{processor}"]
    major, newest = bootstrap.OLDEST_GLIBC
    return [
        *(f"manylinux_{major}_{n}_{processor}" for n in range(newest, OLDEST_MANYLINUX - 1, -1)),
        f"manylinux2014_{processor}",
        *((f"manylinux1_{processor}",) if processor == "x86_64" else ()),
    ]


def locked() -> str:
    """The text of these lock files."""
    return "".join(lock.read_text() for lock in LOCKS)


def pins(lock: str) -> list[str]:
    """`name==version` of each package that a lock file's text names."""
    return re.findall(r"^([a-z0-9][^\s=]*==\S+)", lock, re.MULTILINE)


def found() -> Wheels:
    """What was written last: each pin with its files and their hashes."""
    return json.loads(FOUND.read_text()) if FOUND.exists() else {}


def main() -> None:
    """Ask for the pins that are new, and write what is found. Exits where something lacks.

    Without the file all are asked for, as after a change of Pythons or machines: four minutes.
    """
    known = found()
    wheels = {pin: known.get(pin, {}) for pin in pins(locked())}
    new = [pin for pin, files in wheels.items() if not files]
    for python in pythons() if new else []:
        for machine in bootstrap.MACHINES:
            for pin, name, digest in _asked(new, python, machine):
                wheels[pin][name] = digest
    FOUND.write_text(json.dumps(wheels, indent=1, sort_keys=True) + "\n")


def _asked(
    wanted: list[str], python: tuple[int, int], machine: str
) -> Iterator[tuple[str, str, str]]:
    """Pin, file name and SHA-256 of what pip would install there."""
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "report.json"
        argv = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--dry-run",
            "--quiet",
            "--ignore-installed",
        ]
        argv += [
            "--no-deps",
            "--only-binary",
            ":all:",
            "--target",
            scratch,
            "--report",
            str(report),
        ]
        argv += ["--implementation", "cp", "--python-version", "{}.{}".format(*python)]
        argv += ["--abi", "cp{}{}".format(*python)]
        argv += [word for name in platforms(machine) for word in ("--platform", name)]
        done = subprocess.run([*argv, *wanted], capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"Python {python} on {machine}: {done.stderr.strip().rpartition(chr(10))[2]}")
        for item in json.loads(report.read_text())["install"]:
            file, about = item["download_info"], item["metadata"]
            name = re.sub(r"[-_.]+", "-", about["name"]).lower()
            digest = file["archive_info"]["hashes"]["sha256"]
            yield f"{name}=={about['version']}", file["url"].rpartition("/")[2], digest


if __name__ == "__main__":
    main()
