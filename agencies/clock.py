"""The time, as the project tells it. This app imports nothing of ours, so the setting
AGENCIES_CLOCK names the module that has `now()` and `today()`.
"""

from importlib import import_module

from django.conf import settings


def now():
    """Return the present moment, aware."""
    return import_module(settings.AGENCIES_CLOCK).now()


def today():
    """Return the present day."""
    return import_module(settings.AGENCIES_CLOCK).today()
