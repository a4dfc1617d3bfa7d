from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Telling people: notices, the outbox, the guard of the clock."""

    name = "notices"
