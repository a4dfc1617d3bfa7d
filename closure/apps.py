from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClosureConfig(AppConfig):
    """Phase 4: closing jointly, following up quietly, reopening."""

    name = "closure"
    verbose_name = _("Closure")

    def ready(self):
        """Import the rules of moves and the words, which register themselves."""
        from closure import kept  # noqa: F401
        from closure.absorbed import words as absorbed_words  # noqa: F401
        from closure.closing import rules, words  # noqa: F401
        from closure.monitoring import rules as monitoring_rules  # noqa: F401
        from closure.monitoring import words as monitoring_words  # noqa: F401
        from closure.reopening import rules as reopening_rules  # noqa: F401
        from closure.transfer import rules as transfer_rules  # noqa: F401
        from closure.transfer import words as transfer_words  # noqa: F401
        from closure.without_year import words as without_year_words  # noqa: F401
