"""My work in the second half of the way: each role finds what waits for it, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework import clock
from casework.scope import WORKER, bound
from closure.models import MonitoringCheck
from plans.decisions import checking
from plans.models import Checkpoint
from tests import people as town
from tests.closure import scenes
from tests.intake.conftest import in_english
from tests.plans import planning


@pytest.fixture
def who(db):
    return in_english(town.town())


@pytest.fixture
def case(who):
    return scenes.carried_out(who)


def waits(sign_in, user, day) -> set[str]:
    """The titles of what waits for this person on that day."""
    with clock.at(planning.noon(day)):
        page = sign_in(user).get("/")
    return {item.title for group in page.context["groups"] for item in group["items"]}


def test_a_checkpoint_to_hold_then_to_conclude(case, who, sign_in):
    """S52. Lines: due_checking.to_hold (process) and to_conclude (content)."""
    with bound(WORKER):
        point = Checkpoint.objects.get(case=case)
    day = point.due_on
    assert "Checkpoint to hold" not in waits(sign_in, who["claire"], day - timedelta(days=31))
    assert "Checkpoint to hold" in waits(sign_in, who["claire"], day)
    assert "Checkpoint to hold" not in waits(sign_in, who["hugo"], day)
    with clock.at(planning.noon(day)), town.acting(who["claire"]) as claire:
        checking.open_checkpoint(case, by=claire, held_on=day, line=point.line)
    assert "Checkpoint to conclude" in waits(sign_in, who["hugo"], day)
    assert "Checkpoint to conclude" not in waits(sign_in, who["bruno"], day)


def test_an_opinion_and_a_signature(case, who, sign_in):
    """S80, S81. Lines: closure.due.opinions_asked_of and to_sign."""
    with clock.at(planning.noon(scenes.LATER)):
        proposal = scenes.proposed(case, who)
    asked = "Your agency’s opinion on closing is asked"
    assert asked in waits(sign_in, who["bruno"], scenes.LATER)
    with clock.at(planning.noon(scenes.LATER)):
        scenes.opinion(proposal, who, "bruno")
    assert asked not in waits(sign_in, who["bruno"], scenes.LATER)
    assert asked not in waits(sign_in, who["paul"], scenes.LATER)
    signs = "A closure waits for your signature"
    assert signs in waits(sign_in, who["paul"], scenes.LATER)
    assert signs not in waits(sign_in, who["claire"], scenes.LATER)


def test_a_check_after_closure_and_the_end(case, who, sign_in):
    """S83. Lines: due_monitoring.checks_of and ends_waiting in the worklist."""
    with clock.at(planning.noon(scenes.LATER)):
        scenes.signed(scenes.ready(case, who), who)
    with bound(WORKER):
        day = MonitoringCheck.objects.get(case=case, number=1).due_on
    assert "Check after closure" in waits(sign_in, who["claire"], day)
    assert "Check after closure" not in waits(sign_in, who["bruno"], day)
