from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """Phase 1: from a signal to an opened case."""

    name = "intake"
    verbose_name = _("Intake")

    def ready(self):
        """Import the rules of moves and the words, which register themselves."""
        from intake import kept  # noqa: F401
        from intake.conference import words as words_of_the_conference  # noqa: F401
        from intake.first_analysis import words as words_of_analysis  # noqa: F401
        from intake.matching import one_person, sets  # noqa: F401
        from intake.matching import words as words_of_matching  # noqa: F401
        from intake.opening import rules  # noqa: F401
        from intake.opening import words as words_of_opening  # noqa: F401
        from intake.outcomes import words as words_of_outcomes  # noqa: F401
        from intake.roster import words as words_of_roster  # noqa: F401
        from intake.signals import words as words_of_signals  # noqa: F401
