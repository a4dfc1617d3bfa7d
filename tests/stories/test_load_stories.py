"""The demonstration's stories, loaded through the decisions, at their exact dates."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.demo import stories
from casework.models import Case
from casework.scope import WORKER, bound
from intake.models import Signal

pytestmark = pytest.mark.stories


@pytest.mark.parametrize("story", stories.STORIES, ids=lambda story: story.name)
def test_it_tells_every_line(people, story):
    """Red when a decision refuses what a line of the story does on its day."""
    story(people, timedelta()).tell()


def test_all_of_them_stand_once(people):
    """Loaded twice is loaded once."""
    assert len(stories.load(people, shift=timedelta())) == len(stories.STORIES)
    with bound(WORKER):
        before = (Case.objects.count(), Signal.objects.count())
    assert stories.load(people, shift=timedelta()) == []
    with bound(WORKER):
        assert (Case.objects.count(), Signal.objects.count()) == before
