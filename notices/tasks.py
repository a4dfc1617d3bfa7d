"""The Celery task of the outbox: safe to run twice or at once; a missed run is made up later."""

from __future__ import annotations

import logging
from typing import Any

from celery import Task, shared_task
from kombu.exceptions import OperationalError

from agencies import mail
from notices import outbox, sweeps

log = logging.getLogger(__name__)
MAIL = "deliver_waiting"


@shared_task
def deliver_waiting() -> int:
    """Send the mails that wait in the outbox, and those about accounts (J3, X22).

    Returns how many left.

    With an untrusted clock mails are sent, and none is given up (X20).
    """
    believed = sweeps.believed(MAIL, sweeps.TELLING)
    sent = mail.send_waiting(give_up=believed)
    sent += outbox.deliver_waiting(give_up=believed)
    if believed:
        sweeps.ticked(MAIL)
    return sent


def enqueue(task: Task[..., Any], *args: object, **options: Any) -> None:
    """Wake a worker now; without a broker the next sweep does the same work."""
    try:
        task.apply_async(args, retry=False, **options)
    except (OperationalError, OSError) as error:
        log.warning("broker away, the sweep will do it", extra={"error": type(error).__name__})
