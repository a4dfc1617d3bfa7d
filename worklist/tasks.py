"""The Celery tasks of reminders. PostgreSQL remembers what was told."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings

from notices import sweeps
from notices.tasks import enqueue
from worklist import sweep
from worklist.all_reminders import REMINDERS

# A task that waited longer than this does nothing: the next sweep does its work.
LEAST_EXPIRY = 60


@shared_task
def remind() -> None:
    """Start a task for each reminder, so that none waits for another or fails with it (X21)."""
    for name in REMINDERS:
        enqueue(remind_of, name, expires=max(settings.SWEEP_SECONDS, LEAST_EXPIRY))


@shared_task
def remind_of(name: str) -> int:
    """Sweep one reminder, unless another worker has just done it. Returns how many are new."""
    if sweeps.has_just_run(name):
        return 0
    return sweep.sweep(REMINDERS[name])
