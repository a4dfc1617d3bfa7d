"""Where a set of embedded servers keeps its files, its passwords and its address."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from operations.hosting import outside, processes
from operations.hosting.errors import EmbeddedError

PASSWORDS = ("superuser", "owner", "app", "redis")


@dataclass
class Place:
    """One set of servers: `var/embedded-<name>/` and `var/embedded-<name>.json`.

    The database's files live in `data`, which is inside the folder unless we are root and the
    user that PostgreSQL runs as cannot reach it (a home is closed to others); then they live
    under /var/tmp (operations/hosting/outside.py), and no folder's mode is loosened.
    """

    root: Path
    name: str
    fresh: bool = False  # no passwords yet: nothing of an earlier run can be opened
    _lock: IO[str] | None = field(default=None, repr=False)
    _outside: outside.Outside | None = field(default=None, repr=False)

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
        return self.folder if inside else outside.folder_of(self.root) / self.name

    def take(self) -> bool:
        """Become the owner; False when another process is. Held until `leave` or until we end."""
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
        if os.geteuid() == 0:
            outside.sweep()
            if self.data != self.folder:
                self._enter_outside()
                self.data.mkdir(exist_ok=True)
            self.data.chmod(0o711)
        return True

    def leave(self) -> None:
        """Delete the address and let the next owner in."""
        self.address.unlink(missing_ok=True)
        if self._outside is not None:
            self._outside.leave()
            self._outside = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def reachable(self, program: Path, needs: Sequence[Path]) -> Path:
        """`program` if the servers' user can run it from there, else in a copy where that user can.

        `needs` is everything that it is made of. Raises EmbeddedError where /var/tmp runs nothing.
        """
        user = processes.unprivileged()
        if user is None or all(processes.can_enter(path, user) for path in (program, *needs)):
            return program
        copy = self._enter_outside().copy(program, needs)
        if not processes.can_enter(copy, user):
            raise EmbeddedError(
                f"The user {user.pw_name}, as whom the servers run when you are root, can enter "
                f"neither {self.root} nor {copy}: move the folder to where that user can, or run "
                "as a user that is not root."
            )
        return copy

    def _enter_outside(self) -> outside.Outside:
        if self._outside is None:
            self._outside = outside.enter(self.root)
        return self._outside

    def passwords(self) -> dict[str, str]:
        """The random passwords of this set, made once, readable by us alone.

        Raises EmbeddedError when the file is damaged: what they open is not made anew.
        """
        known = {}
        if self._passwords.exists():
            try:
                known = dict(json.loads(self._passwords.read_text()))
            except (ValueError, TypeError):
                raise EmbeddedError(
                    f"{self._passwords} is damaged, and the data of these servers open with it "
                    f"alone: put it back from a copy, or start afresh ({self.afresh})."
                ) from None
        if any(name not in known for name in PASSWORDS):
            known = {name: known.get(name) or secrets.token_urlsafe(24) for name in PASSWORDS}
            write_closed(self._passwords, json.dumps(known))
        return known

    @property
    def afresh(self) -> str:
        """A sentence: how to delete the data of this set and begin anew."""
        return "`make demo-reset`" if self.name == "demo" else f"remove {self.folder}"

    @property
    def _passwords(self) -> Path:
        return self.folder / "passwords.json"

    def publish(self, addresses: dict) -> None:
        write_closed(self.address, json.dumps(addresses | {"pid": os.getpid()}, indent=1))

    def published(self) -> dict:
        try:
            return dict(json.loads(self.address.read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return {}

    def forget(self) -> None:
        """Remove every file of this set. The owner calls it, with nothing running."""
        if self._outside is not None:
            shutil.rmtree(self.data, ignore_errors=True)
            self._outside.leave()
            self._outside = None
        outside.tidy(self.root)
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
        file.flush()
        os.fsync(file.fileno())  # or a power cut could leave an empty file under the name
    draft.replace(path)
