"""manage.py load_stories: the stories of Saint-Aubrac, every line that can be told."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from casework.models.territory import read_once
from common.scope import WORKER, bound
from operations.demo import cast, stories
from operations.garbage import collected_rarely


class Command(BaseCommand):
    help = (
        "Loads the fictional people and stories of Saint-Aubrac, each line on its day. Does nothing"
        " where a case or a signal stands. Says by name what no part of Relais can tell yet."
    )

    def handle(self, *args, **options):
        if settings.RELAIS_ENV == "production":
            raise CommandError("Fictional stories do not belong in a real town's file.")
        with collected_rarely(), read_once(), transaction.atomic():
            with bound(WORKER):
                people = cast.load()
            told = stories.load(people)
        if not told:
            self.stdout.write("A case or a signal stands already: nothing was changed.")
        for story in told:
            self.stdout.write(f"{story.name}: {len(story.lines())} lines.")
            for line, what in story.LATER.items():
                self.stdout.write(f"  not told yet, {line}: {what}")
