"""The Celery tasks of phase 1: signals passed on by the clock, urgent ones reminded of."""

import logging

from celery import shared_task

from common.scope import WORKER, bound
from intake.outcomes import urgent as files
from intake.signals import decisions as signals
from intake.signals import due, urgent
from notices import sweeps

log = logging.getLogger(__name__)
NAME = "pass_on_unanswered"
URGENT = "remind_of_urgent"
# So many a sweep, the oldest first; those behind a failing one are not held up by it.
MOST = 200


@shared_task
def pass_on_unanswered() -> int:
    """One sweep of S24: each due signal one step, in its own transaction. Returns how many.

    None while the clock is not believed: what was passed on does not come back (X20).
    """
    if not sweeps.believed(NAME, sweeps.ACTING):
        return 0
    with bound(WORKER):
        waiting = due.unanswered_now()
    moved = 0
    for signal_id in waiting:
        moved += _one_step(signal_id)
        if moved >= MOST:
            break
    sweeps.ticked(NAME)
    return moved


@shared_task
def remind_of_urgent() -> int:
    """Tell of signals with a possible danger that nobody has acknowledged. Returns how many times.

    None while the clock is not believed (X20).
    """
    if not sweeps.believed(URGENT, sweeps.TELLING):
        return 0
    hours = urgent.hours_now()
    told = urgent.tell(hours) + files.tell(hours)
    sweeps.ticked(URGENT)
    return told


def _one_step(signal_id) -> bool:
    """Pass one signal on; log a failure so that the next ones go on. The next sweep tries again."""
    try:
        with bound(WORKER):
            return signals.escalate(signal_id) is not None
    except Exception:
        log.exception("signal not passed on")
        return False
