"""Thin Celery of phase 1."""

from celery import shared_task

from casework.scope import WORKER, bound
from intake import decisions, due


@shared_task
def pass_on_unanswered() -> int:
    """One sweep of S24: each due signal one step, in its own transaction. Returns how many."""
    with bound(WORKER):
        waiting = due.unanswered_now()
    moved = 0
    for signal_id in waiting:
        with bound(WORKER):
            moved += decisions.escalate(signal_id) is not None
    return moved
