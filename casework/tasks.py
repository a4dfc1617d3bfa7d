"""Thin tasks of the foundation: safe to run twice, at once, or never (a sweep comes later)."""

from __future__ import annotations

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from casework import outbox, reminders, watch

log = logging.getLogger(__name__)


@shared_task
def deliver_waiting() -> int:
    """Send the mails that wait in the outbox (J3). Returns how many left."""
    sent = outbox.deliver_waiting()
    watch.ticked("deliver_waiting")
    return sent


def ring(task) -> None:
    """Wake a worker now; without a broker the next sweep does the same work."""
    try:
        task.apply_async(retry=False)
    except (OperationalError, OSError) as error:
        log.warning("broker away, the sweep will do it", extra={"error": type(error).__name__})


@shared_task
def remind() -> int:
    """One sweep of every duty. One that fails does not hold up the others."""
    return sum(_one_duty(duty) for duty in reminders.registry.duties.values())


def _one_duty(duty) -> int:
    try:
        return reminders.sweep(duty)
    except Exception:
        log.exception("duty not swept")
        return 0
