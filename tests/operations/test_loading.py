"""What surrounds the loading of stories: the collector slowed down, the settings read once."""

import gc
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.models import TerritoryProfile
from operations.demo import scenes, stories
from operations.garbage import RARELY, collected_rarely


@pytest.fixture
def pace():
    """Sets the pace of the collector; afterwards it is what it was."""
    before = gc.get_threshold()
    yield gc.set_threshold
    gc.set_threshold(*before)


# Before, and within.
PACES = [
    ((700, 10, 10), RARELY),
    ((2000, 10, 0), RARELY),
    ((90_000, 10, 200), (90_000, 50, 200)),
    ((0, 10, 10), (0, 10, 10)),
]


@pytest.mark.parametrize(("before", "within"), PACES)
def test_the_collector_is_slow_within_and_as_before_after(pace, before, within):
    """Lines: ``gc.set_threshold``, ``if before[0]``, ``max(pair)`` and ``finally``."""
    pace(*before)
    with suppress(ZeroDivisionError), collected_rarely():
        assert gc.get_threshold() == within
        raise ZeroDivisionError
    assert gc.get_threshold() == before


@pytest.mark.parametrize("command", ["load_stories", "load_demo"])
def test_settings_are_read_once(people, db, monkeypatch, command):
    """Line: ``read_once()`` in the commands; what is saved meanwhile is read again."""
    seen = []

    def load(people):
        profile = TerritoryProfile.load()
        assert TerritoryProfile.load() is profile
        profile.name = "Ailleurs"
        profile.save()
        with CaptureQueriesContext(connection) as asked:
            seen.extend(TerritoryProfile.load().name for _time in range(3))
        assert len(asked) == 1
        return []

    monkeypatch.setattr(stories, "load", load)
    monkeypatch.setattr(scenes, "load", lambda people: False)
    call_command(command)
    assert seen == ["Ailleurs"] * 3
