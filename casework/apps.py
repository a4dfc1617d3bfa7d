from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    """The case file, foundation of the four phases, and the project's settings and addresses."""

    name = "casework"
    verbose_name = _("Case file")

    def ready(self) -> None:
        from casework import kept, words  # noqa: F401

        post_migrate.connect(_after_migrate, sender=self, dispatch_uid="casework.fill")


def _after_migrate(app_config: AppConfig, using: str, **kwargs: Any) -> None:
    """Fill what migrations cannot: permissions, and the table that the team's trigger reads."""
    if using != "owner":
        return
    from django.contrib.auth.management import create_permissions

    from casework import derived_rights
    from casework.defaults import fill_codes

    create_permissions(app_config, using=using, verbosity=0)
    if derived_rights.sync_role_rights(using):
        derived_rights.rebuild(using)
    fill_codes(using)
