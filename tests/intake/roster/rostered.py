"""Short ways to a duty roster for the tests: turns of June 2026, entered by Claire."""

from __future__ import annotations

from agencies.models import Turn
from common import clock
from common.scope import WORKER, bound
from intake.roster import decisions as roster
from intake.signals.tasks import remind_of_urgent
from notices.models import Notice
from tests import ticking
from tests.browsing import paris
from tests.people import acting

NUMBER = "06 39 98 41 07"


def turn(people, who: str, begins: tuple, ends: tuple, by: str = "claire", **more) -> Turn:
    """Put this person on the roster from a local moment to another."""
    with acting(people[by]):
        return roster.add_turn(
            by=people[by],
            user=people[who],
            begins_at=paris(*begins),
            ends_at=paris(*ends),
            phone=more.pop("phone", NUMBER),
            **more,
        )


def reminded(*moment) -> int:
    """One sweep of the urgent signals at that moment, as if beat had run all the time."""
    with clock.at(paris(*moment)):
        ticking.has_run("remind_of_urgent")
        return remind_of_urgent()


def told(signal) -> dict[str, str]:
    """Person -> kind of the urgent notice that they had of this signal."""
    with bound(WORKER):
        rows = Notice.objects.filter(signal_id=signal.pk, kind__startswith="urgent")
        found = list(rows.values_list("recipient__full_name", "kind"))
    assert len(found) == len(dict(found)), "somebody was told twice"
    return dict(found)
