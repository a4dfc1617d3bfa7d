from django.apps import AppConfig


class CommonConfig(AppConfig):
    """What every app may import, and nothing of cases. Imports nothing of ours."""

    name = "common"
