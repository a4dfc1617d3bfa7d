"""Every test of a plan runs on one Monday, with a case in the in-depth analysis."""

import pytest

from common import clock
from tests import people as town
from tests.plans import planning


@pytest.fixture(autouse=True)
def monday():
    with clock.at(planning.noon(planning.MONDAY)):
        yield planning.MONDAY


@pytest.fixture
def who(db):
    return town.town()


@pytest.fixture
def case(who):
    return planning.in_analysis(who)


@pytest.fixture
def draft(case, who):
    return planning.draft(case, who)


@pytest.fixture
def applies(case, draft, who):
    """Version 1, approved."""
    return planning.approve(case, who["hugo"])
