"""Thin Celery of phase 1."""

import logging

from celery import shared_task

from casework import watch
from casework.scope import WORKER, bound
from intake import decisions, due

log = logging.getLogger(__name__)


@shared_task
def pass_on_unanswered() -> int:
    """One sweep of S24: each due signal one step, in its own transaction. Returns how many."""
    with bound(WORKER):
        waiting = due.unanswered_now()
    moved = sum(_one_step(signal_id) for signal_id in waiting)
    watch.ticked("pass_on_unanswered")
    return moved


def _one_step(signal_id) -> bool:
    """One signal that cannot be moved must not hold up those behind it; the next sweep retries."""
    try:
        with bound(WORKER):
            return decisions.escalate(signal_id) is not None
    except Exception:
        log.exception("signal not passed on")
        return False
