from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """Phases 2 and 3: in-depth analysis, plan, carrying it out."""

    name = "plans"
    verbose_name = _("Plans")

    def ready(self):
        """Import the rules of moves and the words, which register themselves."""
        from plans import kept  # noqa: F401
        from plans.analysis import rules, words  # noqa: F401
        from plans.carrying import rules as carrying_rules  # noqa: F401
        from plans.carrying import words as carrying_words  # noqa: F401
        from plans.checkpoints import words as checkpoint_words  # noqa: F401
        from plans.paper import words as paper_words  # noqa: F401
        from plans.plan import rules as plan_rules  # noqa: F401
        from plans.plan import words as plan_words  # noqa: F401
