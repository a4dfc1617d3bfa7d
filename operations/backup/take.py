"""Takes a backup: one snapshot is counted, dumped and sealed; the disk never holds it in clear."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pyrage
from django.db import connections, transaction

from common import clock
from notices import sweeps
from operations.backup import BackupError, contents, files, programs


class _Sealed:
    """A file that is hashed while it is written."""

    def __init__(self, file):
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


def take(folder: Path, recipient: str) -> files.Backup:
    """Write a backup of the database into ``folder``. Raises BackupError; nothing is left then.

    Rows are counted in the very snapshot that pg_dump reads. Marks the time for the watchdog.
    """
    key = files.recipient(recipient)
    if not folder.is_dir():
        raise BackupError(f"{folder} is no folder: make it first.")
    now = clock.now()
    sealed = folder / f"{files.name_of(now)}.age"
    draft = sealed.with_suffix(".part")
    if sealed.exists():
        raise BackupError(f"{sealed} exists already: a backup is not replaced.")
    try:
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
            cursor.execute("select pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            found = contents.read(cursor)
            digest = _dump(snapshot, found.server, draft, key)
        backup = files.Backup(sealed, now, digest, found, contents.key_marks())
        draft.rename(sealed)
        files.describe(backup)
    except OSError as error:
        raise BackupError(f"{draft} cannot be written: {error.strerror or error}.") from error
    finally:
        draft.unlink(missing_ok=True)
    sweeps.ticked(sweeps.BACKUP)
    return backup


def _dump(snapshot: str, major: int, draft: Path, key) -> str:
    """Dump the snapshot into ``draft``, sealed. Returns the SHA-256 of what was written."""
    argv = [programs.find("pg_dump", major), "--format=custom", f"--snapshot={snapshot}"]
    argv += ["--lock-wait-timeout=60000", "--no-password"]
    running = programs.Running(argv, connections["owner"].settings_dict, reads=False)
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            out = _Sealed(file)
            pyrage.encrypt_io(running.child.stdout, out, [key])
            file.flush()
            os.fsync(file.fileno())
        running.end()
    except pyrage.EncryptError as error:
        raise BackupError(f"{draft} cannot be written: {error}.") from error
    finally:
        running.stop()
    return out.digest.hexdigest()
