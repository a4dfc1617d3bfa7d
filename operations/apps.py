from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """What runs Relais: servers, supervisor, demonstration, backup, health."""

    name = "operations"
