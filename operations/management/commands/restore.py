"""Restore a backup into an empty database, or prove that it could be (K3)."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from operations.backup import BackupError, files, restore
from operations.backup.drill import drill
from operations.management.commands import database_roles


class Command(BaseCommand):
    help = (
        "Restores BACKUP (NAME.age, beside its NAME.json) into the empty database of"
        " DATABASE_OWNER_URL. --drill restores it into a scratch database instead, asks it as its"
        " readers would, and drops it."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("backup", type=Path)
        parser.add_argument(
            "--key", type=Path, required=True, metavar="FILE", help="the private key of the backups"
        )
        parser.add_argument("--drill", action="store_true", help="prove it and change nothing")
        parser.add_argument(
            "--without-keys", action="store_true",
            help="restore although FIELD_KEYS lacks the key that sealed the names of sources",
        )  # fmt: skip

    def handle(self, *args, **options):
        if "owner" not in settings.DATABASES:
            raise CommandError("DATABASE_OWNER_URL is not set: name the login of the owner.")
        try:
            backup = files.load(options["backup"])
            if options["drill"]:
                for proved in drill(backup, options["key"]):
                    self.stdout.write(f"- {proved}")
                self.stdout.write(f"The backup of {backup.taken_at:%Y-%m-%d %H:%M} UTC is good.")
                return
            self._restore(backup, options["key"], keys=not options["without_keys"])
        except BackupError as error:
            raise CommandError(str(error)) from error

    def _restore(self, backup: files.Backup, key: Path, *, keys: bool) -> None:
        following = restore.check(backup, keys=keys)
        login = settings.DATABASES["default"]
        database_roles.prepare_roles(connections["owner"], login["PASSWORD"])
        restore.fill(backup, key, settings.DATABASES["owner"])
        database_roles.prepare_database(connections["owner"])
        restore.end_sessions(settings.DATABASES["owner"])
        rows = sum(backup.contents.rows.values())
        self.stdout.write(f"{rows} rows restored and counted; everybody signs in anew.")
        if following:
            call_command("migrate", database="owner", interactive=False, verbosity=0)
            self.stdout.write(f"{len(following)} migrations followed.")
        call_command("rebuild_access", check=True, stdout=self.stdout)
