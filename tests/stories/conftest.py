"""Stories are told with the clock at the day of each line."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from common import clock
from tests import people as cast
from tests import worlds


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/stories" in item.path.as_posix():
            item.add_marker(pytest.mark.stories)


@worlds.standing
def people():
    """The cast of Saint-Aubrac, by short names."""
    return cast.town()


@pytest.fixture
def on():
    """``with on("2025-01-14 09:00"):`` the town's clock says that."""

    def at(words: str):
        return clock.at(timezone.make_aware(datetime.fromisoformat(words)))

    return at
