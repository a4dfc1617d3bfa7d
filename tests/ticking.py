"""For tests that set the clock to other days: the sweeps as if beat had run all the time."""

from __future__ import annotations

from datetime import timedelta

from common import clock
from common.scope import WORKER, bound
from notices.models import Sweep


def has_run(*names: str) -> None:
    """Each of these sweeps ran five minutes before the moment that the clock is set to."""
    before = clock.now() - timedelta(minutes=5)
    with bound(WORKER):
        for name in names:
            Sweep.objects.update_or_create(name=name, defaults={"last_at": before})
