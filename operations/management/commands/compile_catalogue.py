"""manage.py compile_catalogue: what compilemessages does, without gettext installed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.hosting.catalogue import compile_catalogue


class Command(BaseCommand):
    help = "Compiles the French catalogue (.po to .mo) where it has changed; needs no gettext."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = compile_catalogue()
        except OSError as error:  # polib's name for a syntax error
            raise CommandError(f"A catalogue cannot be read: {error}") from error
        if options["verbosity"]:
            self.stdout.write(f"{made} compiled" if made else "Unchanged")
