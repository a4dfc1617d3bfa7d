"""The duty roster on the stage: a week that runs already, and a turn in canaries."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from agencies.models import Turn
from common import clock
from common.scope import WORKER, bound
from intake.roster import decisions as roster
from tests import people as cast
from tests.acts.putting import put
from tests.world.canary import canary


def build(stage) -> None:
    """Thomas is called for a week, Claire where he does not answer; Denis once, after them."""
    people = stage.people
    with cast.acting(people["claire"]) as claire:
        turns = {
            "turn_tonight": _turn(claire, people["thomas"], -1, 7, note="Sonner deux fois."),
            "turn_second": _turn(claire, claire, -1, 9, call=Turn.Call.SECOND),
            "turn_words": _turn(claire, people["denis"], 9, 10),
        }
    put(Turn, turns["turn_words"].pk, note=canary("turn note"), phone=canary("turn phone"))
    with bound(WORKER):
        stage.rows |= {name: Turn.objects.get(pk=turn.pk) for name, turn in turns.items()}


def _turn(by, user, first: int, last: int, **more) -> Turn:
    """From six in the evening, so many days on (-1: it runs at any hour), to a morning at eight."""
    today = clock.today()

    def at(days: int, hour: int) -> datetime:
        moment = datetime.combine(today + timedelta(days=days), time(hour))
        return timezone.make_aware(moment, timezone.get_default_timezone())

    return roster.add_turn(
        by=by, user=user, begins_at=at(first, 18), ends_at=at(last, 8),
        phone="06 39 98 41 07", **more,
    )  # fmt: skip
