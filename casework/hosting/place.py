"""Where a set of embedded servers keeps its files, its passwords and its address."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from casework.hosting import processes

OUTSIDE = Path("/var/tmp")  # noqa: S108  checked in _outside(): ours, not a link, closed to others

PASSWORDS = ("superuser", "owner", "app", "redis")


class EmbeddedError(Exception):
    """A sentence for the person at the terminal: what is wrong and what to do."""


class AlreadyRunning(EmbeddedError):
    """The servers of this kind run already, owned by another process."""


@dataclass
class Place:
    """One set of servers: `var/embedded-<name>/` and `var/embedded-<name>.json`.

    The database's files live in `data`, which is inside the folder unless we are root and the
    user that PostgreSQL runs as cannot reach it (a home is closed to others); then they live
    under /var/tmp, and no folder's mode is loosened.
    """

    root: Path
    name: str
    fresh: bool = False  # no passwords yet: nothing of an earlier run can be opened
    _lock: IO[str] | None = field(default=None, repr=False)

    @property
    def folder(self) -> Path:
        return self.root / "var" / f"embedded-{self.name}"

    @property
    def address(self) -> Path:
        return self.root / "var" / f"embedded-{self.name}.json"

    @property
    def data(self) -> Path:
        user = processes.unprivileged()
        inside = user is None or processes.can_enter(self.folder, user)
        return self.folder if inside else _outside(self.root) / self.name

    def take(self) -> bool:
        """Become the owner; False when another process is. Held until `leave` or our death."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            self.folder.chmod(0o711)
        lock = open(self.folder / "owner.lock", "a+")  # noqa: SIM115  held for the servers' life
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock
        self.fresh = not self._passwords.exists()
        self.data.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            self.data.chmod(0o711)
        return True

    def leave(self) -> None:
        """Forget the address and let the next owner in."""
        self.address.unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def passwords(self) -> dict[str, str]:
        """The random passwords of this set, made once, readable by us alone."""
        known = json.loads(self._passwords.read_text()) if self._passwords.exists() else {}
        if any(name not in known for name in PASSWORDS):
            known = {name: known.get(name) or secrets.token_urlsafe(24) for name in PASSWORDS}
            write_closed(self._passwords, json.dumps(known))
        return known

    @property
    def _passwords(self) -> Path:
        return self.folder / "passwords.json"

    def publish(self, addresses: dict) -> None:
        write_closed(self.address, json.dumps(addresses | {"pid": os.getpid()}, indent=1))

    def published(self) -> dict:
        try:
            return json.loads(self.address.read_text())
        except (FileNotFoundError, ValueError):
            return {}

    def forget(self) -> None:
        """Remove every file of this set. The owner calls it, with nothing running."""
        if self.data != self.folder:
            shutil.rmtree(self.data, ignore_errors=True)
            if all(path.name.startswith("programs-") for path in self.data.parent.iterdir()):
                shutil.rmtree(self.data.parent)
        for path in self.folder.iterdir():
            if path.name == "owner.lock":
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def write_closed(path: Path, text: str) -> None:
    """Write a file that only we can read, whole or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)


def reachable_copy(original: Path, root: Path) -> Path:
    """`original` if the servers' user can enter it, else a copy of it where that user can."""
    user = processes.unprivileged()
    if user is None or processes.can_enter(original / "bin" / "postgres", user):
        return original
    stamp = hashlib.sha256(f"{original}{original.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    copy = _outside(root) / f"programs-{stamp}"
    if not copy.exists():
        draft = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(original, draft, symlinks=True)
        for path in (draft, *draft.rglob("*")):  # a strict umask may have closed the original
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
            if path.parent.name == "bin":
                path.chmod(0o755)
        draft.rename(copy)
    return copy


def _outside(root: Path) -> Path:
    folder = OUTSIDE / f"relais-{hashlib.sha256(os.fsencode(root)).hexdigest()[:12]}"
    folder.mkdir(mode=0o711, exist_ok=True)
    seen = folder.lstat()
    if folder.is_symlink() or seen.st_uid != os.geteuid() or seen.st_mode & 0o022:
        raise EmbeddedError(f"{folder} belongs to somebody else: remove it and try again.")
    return folder
