from django.apps import AppConfig


class CommonConfig(AppConfig):
    """What every app stands on, and nothing of the trade."""

    name = "common"
