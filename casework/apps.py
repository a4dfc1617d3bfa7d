from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    """The case file, foundation of the four phases, and the project's roof."""

    name = "casework"
    verbose_name = _("Case file")

    def ready(self):
        post_migrate.connect(_after_migrate, dispatch_uid="casework.role_rights")


def _after_migrate(app_config, using, **kwargs):
    """Permissions exist only after migrate: fill the trigger's table from the matrix then."""
    last = app_config.apps.get_app_configs()
    if app_config.name != list(last)[-1].name:
        return
    from casework.access import sync_role_rights
    from casework.defaults import fill_codes

    sync_role_rights(using)
    fill_codes(using)
