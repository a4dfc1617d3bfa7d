"""The cast of the tests on a Tuesday morning; everybody reads English, to compare sentences."""

import pytest

from agencies.models import User
from common import clock
from tests import worlds
from tests.browsing import paris
from tests.people import town


@pytest.fixture
def tuesday():
    """Tuesday 2 June 2026, ten o'clock: no day off near."""
    with clock.at(paris(2026, 6, 2, 10)) as moment:
        yield moment


def in_english(people):
    for user in people.values():
        user.language = User.Language.ENGLISH
    User.objects.bulk_update(people.values(), ["language"])
    return people


@worlds.standing
def people(tuesday):
    """Everybody, by short names."""
    return in_english(town())


@pytest.fixture
def committed_people(committed, tuesday):
    return in_english(town())


class Boom(Exception):
    """Raised in place of a later step of a decision."""


@pytest.fixture
def fails(monkeypatch):
    """Make a step raise Boom: ``fails(notices, "queue")``."""

    def make(owner, name):
        def boom(*args, **kwargs):
            raise Boom

        monkeypatch.setattr(owner, name, boom)
        return pytest.raises(Boom)

    return make
