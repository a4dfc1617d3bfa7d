"""Files of a checkout under /var/tmp, where the servers' user may not enter the checkout (X63).

As root PostgreSQL and Valkey run as somebody else, who cannot pass a home of mode 0700. Then their
data, and copies of their programs, lie in one folder a checkout: ours, not a link, closed to the
writing of others. It says whose it is. The copies go when nothing of the checkout runs and its data
are forgotten; all of it goes with `make clean`, and at the next start of any checkout once its own
is gone.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from operations.hosting.errors import EmbeddedError

TOP = Path("/var/tmp")  # noqa: S108  checked in _is_ours(): ours, not a link, closed to others
ORIGIN, IN_USE, COPIES = "origin.json", "in-use.lock", "programs-"
# Left out of the copy: files to compile against, a third of the size.
LEFT_OUT = shutil.ignore_patterns("include", "pkgconfig", "*.a")


def folder_of(root: Path) -> Path:
    """Where the files of that checkout lie, whether or not there are any."""
    return TOP / f"relais-{hashlib.sha256(os.fsencode(root)).hexdigest()[:12]}"


@dataclass
class Outside:
    """The folder of one checkout, kept from being swept until `leave` or our death."""

    folder: Path
    _lock: IO[str]

    def leave(self) -> None:
        self._lock.close()

    def copy(self, program: Path, needs: Sequence[Path]) -> Path:
        """Copy `needs`, in the same places relative to each other; returns `program` in the copy.

        A program finds its libraries by their place relative to its own ($ORIGIN).
        """
        top = Path(os.path.commonpath([path.parent for path in needs]))
        copy = self.folder / f"{COPIES}{_stamp(program)}"
        if not copy.exists():
            draft = copy.with_name(f"{copy.name}.{os.getpid()}")
            try:
                _copy_open(needs, top, draft)
                (draft / "original").write_text(str(program))
                _put(draft, copy)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
        return copy / program.relative_to(top)


def enter(root: Path) -> Outside:
    """Take part in the folder of that checkout; made when missing.

    Whoever comes while nobody is there removes copies of programs that are there no more.
    Raises EmbeddedError when it belongs to somebody else.
    """
    folder = folder_of(root)
    while True:
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o711)
            folder.chmod(0o711)  # a strict umask closed it
        if not os.path.lexists(folder):
            continue  # removed since the lines above
        if not _is_ours(folder):
            raise EmbeddedError(f"{folder} belongs to somebody else: remove it and try again.")
        with contextlib.suppress(FileNotFoundError):  # or now
            lock = open(folder / IN_USE, "a")  # noqa: SIM115  held until `leave`
            if _alone(lock):
                _remove_copies(folder, keep_good=True)
            fcntl.flock(lock, fcntl.LOCK_SH)
            if _still_there(lock, folder):
                _sign(folder, root)
                return Outside(folder, lock)
            lock.close()


def tidy(root: Path) -> None:
    """Remove the copies of that checkout, and the folder when no data are left, unless in use."""
    folder = folder_of(root)
    if not _is_ours(folder):
        return
    with _nobody_there(folder) as nobody:
        if nobody:
            _remove_copies(folder, keep_good=False)
            if {path.name for path in folder.iterdir()} <= {ORIGIN, IN_USE}:
                shutil.rmtree(folder)


def remove(root: Path) -> bool:
    """Remove all of that checkout, its data too; False when something of it runs."""
    folder = folder_of(root)
    if not _is_ours(folder):
        return True
    with _nobody_there(folder) as nobody:
        if nobody:
            shutil.rmtree(folder)
        return nobody


def sweep() -> None:
    """Remove what is left of checkouts that were deleted, and what was begun and never signed."""
    for folder in TOP.glob("relais-*"):
        if _is_unsigned(folder):
            (folder / IN_USE).touch()  # so that it can be locked like the others
        if _is_orphan(folder) or _is_unsigned(folder):
            with _nobody_there(folder) as nobody:
                if nobody:
                    shutil.rmtree(folder, ignore_errors=True)


def _is_orphan(folder: Path) -> bool:
    """Whether the checkout was deleted; one on a disk that is not mounted was not."""
    if not _is_ours(folder):
        return False
    try:
        said = json.loads((folder / ORIGIN).read_text())
        root, device = Path(said["root"]), said["device"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    if root.exists():
        return False
    above = next(path for path in root.parents if path.exists())
    return above.stat().st_dev == device


def _is_unsigned(folder: Path) -> bool:
    """Whether somebody was killed in `enter`, before anything was put there."""
    return _is_ours(folder) and {path.name for path in folder.iterdir()} <= {IN_USE}


def _sign(folder: Path, root: Path) -> None:
    draft = folder / f"{ORIGIN}.{os.getpid()}"
    draft.write_text(json.dumps({"root": str(root), "device": root.stat().st_dev}))
    draft.replace(folder / ORIGIN)


def _is_ours(folder: Path) -> bool:
    try:
        seen = folder.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(seen.st_mode) and seen.st_uid == os.geteuid() and not seen.st_mode & 0o022


def _alone(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _still_there(lock: IO[str], folder: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(lock.fileno()), (folder / IN_USE).stat())
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def _nobody_there(folder: Path):
    """Whether nobody uses the folder; until the end of the block nobody can begin to."""
    try:
        lock = open(folder / IN_USE, "a")  # noqa: SIM115  closed below
    except FileNotFoundError:
        yield False
        return
    with lock:
        yield _alone(lock) and _still_there(lock, folder)


def _stamp(program: Path) -> str:
    seen = program.stat()
    return hashlib.sha256(f"{program}{seen.st_mtime_ns}{seen.st_size}".encode()).hexdigest()[:12]


def _remove_copies(folder: Path, *, keep_good: bool) -> None:
    for copy in folder.glob(f"{COPIES}*"):
        if not (keep_good and _is_good(copy)):
            shutil.rmtree(copy, ignore_errors=True)


def _is_good(copy: Path) -> bool:
    """Whether the copy is whole, and the program has not changed since."""
    try:
        program = Path((copy / "original").read_text())
        return copy.name == f"{COPIES}{_stamp(program)}"
    except OSError:
        return False


def _copy_open(needs: Sequence[Path], top: Path, draft: Path) -> None:
    """Copy each to its place below `draft`, readable by all whatever the umask."""
    draft.mkdir()
    for path in needs:
        target = draft / path.relative_to(top)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.copytree(path, target, symlinks=True, ignore=LEFT_OUT)
        else:
            shutil.copy2(path, target)
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            ours = path.stat().st_mode & 0o500
            path.chmod(path.stat().st_mode | ours >> 3 | ours >> 6)


def _put(draft: Path, copy: Path) -> None:
    try:
        draft.rename(copy)
    except OSError:
        if not copy.exists():  # else a run at the same time was first
            raise
