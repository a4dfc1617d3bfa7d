from django.apps import AppConfig


class WorklistConfig(AppConfig):
    """Pages that look across: My work, the front of a case, search, lateness."""

    name = "worklist"
