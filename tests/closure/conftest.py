"""The cast, and a case in the quiet year after closure."""

import pytest
from django.utils import translation

from common import clock
from common.scope import WORKER, bound
from tests import people as town
from tests import worlds
from tests.closure import following


@pytest.fixture(autouse=True)
def sentences_in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def people(people):
    """The cast; what a test reads outside ``acting`` it reads as the worker."""
    with bound(WORKER):
        yield people


@worlds.standing
def in_monitoring(people):
    """A case whose closure was signed on Tuesday 2 June 2026; it has four checks."""
    return following.closed(town.open_case(people), people)


@pytest.fixture
def closed(in_monitoring, everything):
    """The same, looked at as the worker."""
    return in_monitoring


@pytest.fixture
def first(closed):
    """Its first check, due on Wednesday 2 September 2026; the clock stands at that morning."""
    with clock.at(following.paris(2026, 9, 2, 10)):
        yield following.checks(closed)[0]
