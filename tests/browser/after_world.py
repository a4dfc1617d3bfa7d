"""Two cases after closure: one in its quiet year, one that was opened again."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from casework.models import Case
from closure.models import MonitoringCheck
from closure.monitoring import decisions as monitoring
from closure.reopening import decisions as reopening
from common import clock
from common.scope import WORKER, bound
from tests import people as cast
from tests.closure import following


def build(world) -> None:
    """«quiet»: one check held late, one that nobody entered; «again»: reopened today."""
    for name in ("quiet", "again"):
        world.cases[name] = _closed(world, 240 if name == "quiet" else 100)
    with bound(WORKER):
        rows = following.checks(world.cases["quiet"])
    _late(world, rows[0])
    world.rows |= {"held": rows[0], "open": rows[1]}
    _again(world)


def _closed(world, days: int) -> Case:
    people = world.people
    case = cast.open_case(people)
    with bound(WORKER), clock.at(clock.now() - timedelta(days=days)):
        following.closed(case, people)
        following.informed(case, people)
        following.informed(case, people, "Dr Perrin", "médecin")
    return case


def _late(world, check: MonitoringCheck) -> None:
    noon = datetime.combine(check.due_on + timedelta(days=26), time(12))
    lea, claire = world.people["lea"], world.people["claire"]
    with clock.at(timezone.make_aware(noon, timezone.get_default_timezone())):
        with cast.acting(claire):
            monitoring.name_person(check, by=claire, person=lea)
        following.enter(
            check, lea, decision="reopen", result="concern", words="Il ne répond plus depuis août.",
            late_because="Éducatrice malade, sans suppléance.",
        )  # fmt: skip


def _again(world) -> None:
    hugo, case = world.people["hugo"], world.cases["again"]
    with cast.acting(hugo):
        reopening.reopen(case, by=hugo, trigger="person", reason="Il demande de l’aide.")
        aunt = case.informed.order_by("who").last()
        world.rows["told"] = reopening.tell_again(aunt, by=hugo, on=clock.today())
