"""manage.py rebuild_access: derive the rights on cases from the teams, or check them."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from casework import derived_rights


class Command(BaseCommand):
    help = "Derives the rights on cases from the teams. --check changes nothing and fails on drift."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only compare")

    def handle(self, *args, **options):
        if "owner" not in settings.DATABASES:
            raise CommandError("DATABASE_OWNER_URL is not set: name the login of the owner.")
        if not options["check"]:
            derived_rights.sync_role_rights("owner")
            derived_rights.rebuild("owner")
        missing, extra = derived_rights.drift("owner")
        if missing or extra:
            raise CommandError(
                f"{missing} rights are missing and {extra} stand without a membership."
                " Run «manage.py rebuild_access» to derive them anew."
            )
        self.stdout.write("Rights and teams agree.")
