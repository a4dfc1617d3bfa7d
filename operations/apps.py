from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Running it: servers, supervisor, demonstration, backup, health."""

    name = "operations"
