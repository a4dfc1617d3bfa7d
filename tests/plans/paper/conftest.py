"""Sentences in English; a file from paper at each of its steps, on the Monday of the scenes."""

import pytest

from agencies.models import User
from common import clock
from common.scope import WORKER, bound
from tests import people as town
from tests import worlds
from tests.plans.conftest import sentences_in_english
from tests.plans.paper import scenes

__all__ = ["sentences_in_english"]


@pytest.fixture
def monday():
    """Noon of the day on which the file is brought in."""
    with clock.at(scenes.noon()) as now:
        yield now


@worlds.standing
def who(monday):
    found = town.town()
    with bound(WORKER):
        User.objects.update(language="en")
        return {key: User.objects.get(pk=user.pk) for key, user in found.items()}


@worlds.standing
def paper(monday, who):
    """Opened by Thomas."""
    return scenes.opened(who)


@worlds.standing
def handed(monday, paper, who):
    """Typed and handed over by Claire."""
    return scenes.handed(who, paper)


@worlds.standing
def brought_in(monday, handed, who):
    """Confirmed by Hugo: a case."""
    return scenes.confirmed(who, handed)
