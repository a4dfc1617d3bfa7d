"""The Celery task of phase 4: parts that end on a set day."""

import logging

from celery import shared_task

from closure.closing.around import end_access_of_handover
from closure.models import Handover
from common import clock
from common.scope import WORKER, bound
from notices import sweeps

log = logging.getLogger(__name__)
NAME = "end_access"
# So many a sweep, the earliest first; those behind a failing one are not held up by it.
MOST = 200


@shared_task
def end_access() -> int:
    """Parts that end today as decided, each in its own transaction (S77). Returns how many.

    None while the clock is not believed: who was sent away does not come back by itself (X20).
    """
    if not sweeps.believed(NAME, sweeps.ACTING):
        return 0
    with bound(WORKER):
        due = Handover.objects.filter(
            access_ends_on__lte=clock.today(),
            access_ended_at__isnull=True,
            proposal__state="signed",
        )
        waiting = list(due.order_by("access_ends_on", "pk"))
    ended = 0
    for handover in waiting:
        ended += _end(handover)
        if ended >= MOST:
            break
    sweeps.ticked(NAME)
    return ended


def _end(handover: Handover) -> bool:
    """End one part, and log a failure so that the next ones go on; the next sweep tries again."""
    try:
        with bound(WORKER):
            return end_access_of_handover(handover).access_ended_at is not None
    except Exception:
        log.exception("access not ended")
        return False
