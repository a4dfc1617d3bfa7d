"""What a folder commits for its own tests is in no world that is played meanwhile."""

from agencies.models import User
from tests import people as town
from tests import worlds


@worlds.standing
def nobody_else():
    """Steps of this test alone: they are played here, while the stage stands."""
    return town.town()


def test_a_world_that_is_played_while_the_stage_stands_is_without_it(stage, nobody_else):
    """Line: ``return _blank`` in tests/worlds.py."""
    there = set(User.objects.values_list("email", flat=True))
    assert there == {person.email for person in nobody_else.values()}
    assert stage.people["sonia"].email not in there
