"""The two files of a backup, and the keys that seal and open it."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage

from operations.backup import BackupError
from operations.backup.contents import Contents

FORMAT = 1
PREFIX = "relais-"


@dataclass(frozen=True)
class Backup:
    """A backup on disk, by its description."""

    sealed: Path
    taken_at: datetime
    digest: str
    contents: Contents
    keys: list[str]


def recipient(text: str) -> pyrage.x25519.Recipient:
    """The public key that a backup is sealed to. Raises BackupError."""
    if not text:
        raise BackupError(
            "BACKUP_RECIPIENT is not set: name the public key that backups are sealed to."
            " «manage.py backup --new-key FILE» makes a pair."
        )
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise BackupError("BACKUP_RECIPIENT is no public key of age (age1…).") from error


def identity(path: Path) -> pyrage.x25519.Identity:
    """The private key in a file, as age-keygen writes it. Raises BackupError."""
    try:
        lines = path.read_text().split()
    except (OSError, UnicodeDecodeError) as error:
        raise BackupError(f"The private key in {path} cannot be read.") from error
    for line in lines:
        if line.startswith("AGE-SECRET-KEY-"):
            try:
                return pyrage.x25519.Identity.from_str(line)
            except pyrage.IdentityError as error:
                raise BackupError(f"The private key in {path} is damaged.") from error
    raise BackupError(f"{path} holds no private key of age (AGE-SECRET-KEY-…).")


def new_key(path: Path) -> str:
    """Write a new private key, for its owner alone, and return the public one."""
    made = pyrage.x25519.Identity.generate()
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"# public key: {made.to_public()}\n{made}\n")
    except FileExistsError as error:
        raise BackupError(f"{path} exists already: a key is not replaced.") from error
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from error
    return str(made.to_public())


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from error


def describe(backup: Backup) -> None:
    """Write the description beside the sealed file; a backup without one is not whole."""
    said = {
        "format": FORMAT,
        "taken_at": backup.taken_at.isoformat(),
        "sha256": backup.digest,
        "keys": backup.keys,
        **backup.contents.as_dict(),
    }
    path = backup.sealed.with_suffix(".json")
    draft = path.with_suffix(".json.part")
    draft.write_text(json.dumps(said, indent=1) + "\n")
    draft.rename(path)


def load(sealed: Path) -> Backup:
    """Read the description of a backup. Raises BackupError."""
    path = sealed.with_suffix(".json")
    try:
        said = json.loads(path.read_text())
        if said["format"] > FORMAT:
            raise BackupError(f"{path.name} was written by a newer Relais than this one.")
        contents = Contents(said["rows"], said["migrations"], said["guards"], said["server"])
        at = datetime.fromisoformat(said["taken_at"])
        return Backup(sealed, at, said["sha256"], contents, said["keys"])
    except FileNotFoundError as error:
        raise BackupError(
            f"{path} is missing: without it nothing can be compared, and the backup may not have"
            " been finished."
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(f"{path} cannot be read as the description of a backup.") from error


def forget_old(folder: Path, days: int, now: datetime) -> list[Path]:
    """Remove whole backups older than so many days; the newest one is always kept."""
    found = sorted(folder.glob(f"{PREFIX}*.age"))
    gone = []
    for sealed in found[:-1]:
        taken = _moment(sealed)
        if taken and taken < now - timedelta(days=days):
            sealed.with_suffix(".json").unlink(missing_ok=True)
            sealed.unlink()
            gone.append(sealed)
    return gone


def name_of(now: datetime) -> str:
    """The name of a backup taken now: sorts by time."""
    return f"{PREFIX}{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _moment(sealed: Path) -> datetime | None:
    try:
        return datetime.strptime(sealed.stem, f"{PREFIX}%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
