"""Take a sealed backup of the database (K3)."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common import clock
from notices import sweeps
from operations.backup import BackupError, files
from operations.backup.take import take


class Command(BaseCommand):
    help = (
        "Writes a sealed backup of the database into FOLDER: NAME.age and its description"
        " NAME.json. --new-key FILE makes the pair of keys instead."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, help="where the backup is written")
        parser.add_argument(
            "--keep", type=int, metavar="DAYS",
            help="then remove backups that are older than so many days; the newest always stays",
        )  # fmt: skip
        parser.add_argument(
            "--new-key", type=Path, metavar="FILE", help="write a new private key there"
        )

    def handle(self, *args, folder: Path | None, keep: int | None, new_key: Path | None, **options):
        try:
            if new_key:
                self._new_key(new_key)
            elif folder is None:
                raise CommandError("Name the folder that the backup is written to.")
            else:
                self._take(folder, keep)
        except BackupError as error:
            raise CommandError(str(error)) from error

    def _new_key(self, path: Path) -> None:
        public = files.new_key(path)
        self.stdout.write(f"BACKUP_RECIPIENT={public}")
        self.stdout.write(
            f"Keep {path} away from this machine: whoever has it reads every backup, and without"
            " it no backup can be read."
        )

    def _take(self, folder: Path, keep: int | None) -> None:
        if keep is not None and keep < 1:
            raise CommandError("--keep is a number of days, at least 1.")
        if "owner" not in settings.DATABASES:
            raise CommandError("DATABASE_OWNER_URL is not set: name the login of the owner.")
        doubtful = sweeps.in_doubt()
        backup = take(folder, settings.BACKUP_RECIPIENT)
        rows = sum(backup.contents.rows.values())
        size = backup.sealed.stat().st_size
        self.stdout.write(f"{backup.sealed}: {rows} rows, {size} bytes, sealed.")
        if keep is not None and doubtful:
            self.stdout.write("The clock of the machine is in doubt: no older backup is removed.")
        elif keep is not None:
            for gone in files.forget_old(folder, keep, clock.now()):
                self.stdout.write(f"{gone.name} was older than {keep} days and is gone.")
