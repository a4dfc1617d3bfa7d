"""The Celery task of files from paper: whoever has one in hand is reminded of it."""

from celery import shared_task

from common.scope import WORKER, bound
from notices import sweeps
from plans.paper import waiting

NAME = "paper_turn"


@shared_task
def remind_of_papers() -> int:
    """One sweep over the files that are no cases yet. Returns how many notices are new (X14).

    None while the clock is not believed.
    """
    if not sweeps.believed(NAME, sweeps.TELLING):
        return 0
    with bound(WORKER):
        told, unheard = waiting.tell()
    sweeps.ticked(NAME, told=told, unheard=unheard)
    return told
