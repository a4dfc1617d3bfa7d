"""Thin tasks of the foundation: safe to run twice, at once, or never (a sweep comes later)."""

from __future__ import annotations

import logging

from celery import shared_task
from django.conf import settings
from kombu.exceptions import OperationalError

from casework import outbox, reminders, sweeps
from casework.duties import registry

log = logging.getLogger(__name__)
MAIL = "deliver_waiting"
# A task that waited longer than this, and than a sweep, is overtaken by the next one.
LEAST_EXPIRY = 60


@shared_task
def deliver_waiting() -> int:
    """Send the mails that wait in the outbox (J3). Returns how many left.

    A clock that is not believed stops no mail; it only gives none up (X20).
    """
    believed = sweeps.believed(MAIL, sweeps.TELLING)
    sent = outbox.deliver_waiting(give_up=believed)
    if believed:
        sweeps.ticked(MAIL)
    return sent


def ring(task, *args, **options) -> None:
    """Wake a worker now; without a broker the next sweep does the same work."""
    try:
        task.apply_async(args, retry=False, **options)
    except (OperationalError, OSError) as error:
        log.warning("broker away, the sweep will do it", extra={"error": type(error).__name__})


@shared_task
def remind() -> None:
    """Every duty is swept by a task of its own: none waits for another, or ends with it (X21)."""
    for name in registry.duties:
        ring(remind_of, name, expires=max(settings.SWEEP_SECONDS, LEAST_EXPIRY))


@shared_task
def remind_of(name: str) -> int:
    """One sweep of one duty, unless another worker has just done it. Returns how many are new."""
    if sweeps.has_just_run(name):
        return 0
    return reminders.sweep(registry.duties[name])
