"""pg_dump and pg_restore of at least the server's version, and how they are run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

from casework import server_urls
from operations.backup import BackupError
from operations.programs import packaged


def find(name: str, major: int) -> str:
    """The path of a program that knows servers of ``major``. Raises BackupError."""
    found = []
    for path in _candidates(name):
        version = _major(path)
        if version >= major:
            return path
        found.append(str(version))
    if found:
        raise BackupError(
            f"{name} {major} or newer is needed for this server; this machine has"
            f" {', '.join(found)}. Install the client of PostgreSQL {major}."
        )
    raise BackupError(f"{name} is not on this machine. Install the client of PostgreSQL {major}.")


def _candidates(name: str):
    on_path = shutil.which(name)
    if on_path:
        yield on_path
    folder = packaged()
    if folder and (folder / "bin" / name).exists():
        yield str(folder / "bin" / name)


def _major(path: str) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"(\d+)(?:\.\d+|beta\d+|rc\d+|devel)", said)
    return int(number[1]) if number else 0


class Running:
    """A running program; it gets the database's address in its environment, not in arguments."""

    def __init__(self, argv: list[str], database: dict, *, reads: bool):
        self.name = Path(argv[0]).name
        self._said = TemporaryFile()  # noqa: SIM115 (closed by stop)
        self.child = subprocess.Popen(
            argv,
            env=_environment(database),
            stderr=self._said,
            stdin=subprocess.PIPE if reads else None,
            stdout=None if reads else subprocess.PIPE,
        )

    def end(self, seconds: float | None = None) -> None:
        """Wait for it. Raises BackupError with its last line when it failed."""
        if self.child.stdin:
            self.child.stdin.close()
        code = self.child.wait(seconds)
        if code:
            raise BackupError(f"{self.name} ended with {code}: {self.last_line()}")

    def stop(self) -> None:
        """Kill the program where it still runs, and close its files."""
        if self.child.poll() is None:
            self.child.kill()
            self.child.wait()
        for pipe in (self.child.stdin, self.child.stdout):
            if pipe:
                with suppress(OSError):  # it ended without reading all of it
                    pipe.close()
        self._said.close()

    def last_line(self) -> str:
        """Its last line; the messages of both programs name tables and no rows."""
        self._said.seek(0)
        lines = self._said.read().decode(errors="replace").strip().splitlines()
        told = [line for line in lines if "error" in line.lower()] or lines
        return told[0] if told else "it said nothing"


def _environment(database: dict) -> dict[str, str]:
    given = {
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C",
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
    }
    options = database["OPTIONS"]
    given |= {variable: options.get(word) for word, variable in server_urls.LIBPQ.items()}
    return {name: value for name, value in given.items() if value}
