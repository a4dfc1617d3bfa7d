from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """Phase 1: from a signal to an opened case."""

    name = "intake"
    verbose_name = _("Intake")

    def ready(self):
        """Hang the rules on their moves, and give the journal and the notices their sentences."""
        from intake import words  # noqa: F401
        from intake.matching import words as words_of_matching  # noqa: F401
        from intake.outcomes import joining_rules  # noqa: F401
        from intake.signals import rules  # noqa: F401
