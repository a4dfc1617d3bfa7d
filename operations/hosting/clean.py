"""`make clean`: what runs have made goes, here and under /var/tmp; the sources stay.

Standard library alone: the environment is among what goes.
"""

from __future__ import annotations

import fcntl
import shutil
import sys
from contextlib import ExitStack
from pathlib import Path

from operations.hosting import outside
from operations.hosting.errors import EmbeddedError

ROOT = Path(__file__).resolve().parent.parent.parent
MADE = (".venv", "var", ".ruff_cache", ".pytest_cache", ".hypothesis")


def clean(root: Path) -> None:
    """Remove packages, the servers' data and caches. Raises EmbeddedError while servers run."""
    with ExitStack() as held:
        for lock in root.glob("var/embedded-*/owner.lock"):
            _take(lock, held)
        if not outside.remove(root):
            raise EmbeddedError("Servers of this folder run: stop them first.")
        for name in MADE:
            _remove(root / name)
    for cache in list(root.rglob("__pycache__")):
        shutil.rmtree(cache, ignore_errors=True)
    for compiled in root.glob("*/locale/*/LC_MESSAGES/*.mo"):
        compiled.unlink()


def _take(lock: Path, held: ExitStack) -> None:
    file = held.enter_context(lock.open("a"))
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise EmbeddedError(
            f"The {lock.parent.name.removeprefix('embedded-')} servers of this folder run: stop "
            "them first."
        ) from None


def _remove(path: Path) -> None:
    """A folder with all that is in it; of a link, the link alone."""
    if path.is_symlink():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


def main() -> int:
    """Clean this folder; 0, or 1 after one sentence."""
    try:
        clean(ROOT)
    except EmbeddedError as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"\nThis cannot be removed: {error.filename or ROOT}\n")
        return 1
    print("Packages, servers' data and caches are gone; the next command makes them anew.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
