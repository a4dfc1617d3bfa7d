"""What day is it, asked by the few questions of this app that cannot be handed a day."""

from django.conf import settings
from django.utils.module_loading import import_string


def today():
    """Return the current date as the setting AGENCIES_TODAY (a dotted path) tells it.

    This app imports nothing of ours, so the project's clock is named in the settings.
    """
    return import_string(settings.AGENCIES_TODAY)()
