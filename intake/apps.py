from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """Phase 1: from a signal to an opened case."""

    name = "intake"
    verbose_name = _("Intake")

    def ready(self):
        from intake import duties, joining_rules, rules, words  # noqa: F401
        from intake.matching import words as words_of_matching  # noqa: F401
