"""A plan approved on one Monday; the same, carried out."""

import pytest

from casework.models import Case
from common import clock
from plans.carrying.decisions import answers, commitments, effects, pauses, progress, start
from plans.models import FollowUp
from tests import people as town
from tests import worlds
from tests.plans import planning


def decision(name):
    """The decision of that name."""
    files = (answers, commitments, effects, pauses, progress, start)
    return next(getattr(one, name) for one in files if hasattr(one, name))


@pytest.fixture(autouse=True)
def monday():
    with clock.at(planning.noon(planning.MONDAY)):
        yield planning.MONDAY


@worlds.standing
def who():
    return town.town()


@worlds.standing
def planned(who):
    """Version 1 approved; Bruno's and Léa's actions wait for their answers."""
    case = planning.in_analysis(who)
    planning.draft(case, who)
    planning.approve(case, who["hugo"])
    with town.acting(who["hugo"]):
        return Case.objects.get(pk=case.pk)


@worlds.standing
def active(who):
    """Carried out: both actions accepted, begun by Claire."""
    return town.carried_out(who)


def of(case, owner) -> FollowUp:
    """This person's action, as it stands."""
    with town.acting(owner):
        return FollowUp.objects.get(case=case, owner=owner)


def act(name: str, by, *args, **more):
    """The decision of that name, as this person."""
    with town.acting(by):
        return decision(name)(*args, by=by, **more)


def ended(case, owner, **more) -> FollowUp:
    """This person's action, done on the Monday."""
    values = {"result": "done", "on": planning.MONDAY, "outcome": "Deux visites."}
    return act("finish_action", owner, of(case, owner), **(values | more))
