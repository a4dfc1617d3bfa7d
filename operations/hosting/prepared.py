"""Whether what the demonstration stands on is as an earlier run left it.

Roles, migrations, the catalogue, the static files and the stories are made from files of the
checkout, and their database is the checkout's own: as long as no file differs, none of it is
looked at again.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

KINDS = (".py", ".sql", ".po", ".lock")
LEFT_OUT = ("tests", "benchmarks", "deploy", "docs", "templates", "var")
MADE = ("casework/locale/fr/LC_MESSAGES/django.mo", "var/static/staticfiles.json")


def key(root: Path) -> str:
    """One word for the content of everything that is prepared from."""
    said = hashlib.sha256(sys.version.encode())
    for path in sorted(_sources(str(root))):
        said.update(path.encode(errors="surrogateescape"))
        with open(path, "rb") as file:
            said.update(hashlib.sha256(file.read()).digest())
    return said.hexdigest()


def is_unchanged(folder: Path, root: Path) -> bool:
    """Whether the last preparation of the data in ``folder`` was from these very files."""
    try:
        before = _note(folder).read_text()
    except OSError:
        return False
    return before == key(root) and all((root / made).exists() for made in MADE)


def remember(folder: Path, root: Path) -> None:
    """Note, beside the data, from which files they were prepared."""
    _note(folder).write_text(key(root))


def forget(folder: Path) -> None:
    """What is noted does not count any more: a preparation begins."""
    _note(folder).unlink(missing_ok=True)


def _note(folder: Path) -> Path:
    return folder / "prepared.sha256"


def _sources(root: str) -> Iterator[str]:
    for folder, inside, names in os.walk(root):
        if folder == root:
            inside[:] = [name for name in inside if name not in LEFT_OUT and name[0] != "."]
        every = folder.startswith(os.path.join(root, "static"))
        yield from (os.path.join(folder, one) for one in names if every or one.endswith(KINDS))
