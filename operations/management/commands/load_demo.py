"""manage.py load_demo: invented people, stories and signals, written by the decisions."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from casework.models.territory import read_once
from common.scope import WORKER, bound
from operations.demo import cast, scenes, stories
from operations.garbage import collected_rarely


class Command(BaseCommand):
    help = "Loads the fictional town of Saint-Aubrac. Running it again changes nothing."

    def handle(self, *args, **options):
        if settings.RELAIS_ENV == "production":
            raise CommandError("The demonstration's people do not belong in a real town's file.")
        with collected_rarely(), read_once(), transaction.atomic():
            with bound(WORKER):
                people = cast.load()
            made = stories.load(people)
            if made:
                scenes.play(people)
        self.stdout.write(
            f"{len(people)} people; " + ("stories and scenes loaded." if made else "unchanged.")
        )
