from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClosureConfig(AppConfig):
    """Phase 4: closing jointly, following up quietly, reopening."""

    name = "closure"
    verbose_name = _("Closure")

    def ready(self):
        from closure import duties, front_closing, front_monitoring, rules, words  # noqa: F401
