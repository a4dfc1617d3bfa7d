from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """Phases 2 and 3: in-depth analysis, plan, carrying it out."""

    name = "plans"
    verbose_name = _("Plans")

    def ready(self):
        from plans import duties, feed, front, rules, words  # noqa: F401
