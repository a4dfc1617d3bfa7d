"""Every test of a plan runs on one Monday, with a case in the in-depth analysis."""

import pytest

from common import clock
from tests import people as town
from tests import worlds
from tests.plans import planning


@pytest.fixture(autouse=True)
def monday():
    with clock.at(planning.noon(planning.MONDAY)):
        yield planning.MONDAY


@worlds.standing
def who():
    return town.town()


@worlds.standing
def case(who):
    return planning.in_analysis(who)


@worlds.standing
def draft(case, who):
    return planning.draft(case, who)


@worlds.standing
def applies(case, draft, who):
    """Version 1, approved."""
    return planning.approve(case, who["hugo"])
