"""A file from paper that waits too long: told once a step, never to somebody who is not there."""

from datetime import timedelta

import pytest

from agencies.models import User
from common import clock
from common.scope import WORKER, bound
from notices.models import Notice, Sweep
from plans.models import PaperFile
from plans.paper import decisions, waiting
from plans.paper.tasks import NAME, remind_of_papers
from tests import people as town
from tests import ticking
from tests.browsing import away
from tests.plans.paper import scenes

WITHIN = 7  # days, as the item of My work


def swept(days: int) -> dict[str, set[str]]:
    """What stands after a sweep so many days after the Monday: kind -> who was told."""
    with clock.at(scenes.noon(scenes.TODAY + timedelta(days=days))):
        ticking.has_run(NAME)
        remind_of_papers()
    found: dict[str, set[str]] = {}
    with bound(WORKER):
        for kind, name in Notice.objects.filter(kind__startswith="paper_turn_").values_list(
            "kind", "recipient__full_name"
        ):
            found.setdefault(kind, set()).add(name)
    return found


def count() -> int:
    with bound(WORKER):
        return Notice.objects.filter(kind__startswith="paper_turn_").count()


def test_whoever_types_it_is_reminded_once_a_step(paper, who, db):
    """X14: after its day; then whoever opened it too. Lines: ``due_on``, ``step``, ``key``."""
    assert swept(WITHIN) == {}
    late = {"paper_turn_late": {"Claire Morvan"}}
    assert swept(WITHIN + 1) == swept(WITHIN + 2) == late
    both = {"paper_turn_escalated": {"Claire Morvan", "Thomas Leclercq"}}
    assert swept(WITHIN + waiting.PATIENCE) == late | both
    assert swept(WITHIN + waiting.PATIENCE + 30) == late | both
    assert count() == 3


def test_whoever_confirms_it_from_the_day_it_was_handed_over(paper, who, db):
    """X14. Lines: ``handed_at or opened_at``; ``turn``."""
    with clock.at(scenes.noon(scenes.TODAY + timedelta(days=6))):
        scenes.handed(who, paper)
    assert swept(WITHIN + 1) == {}
    assert swept(6 + WITHIN + 1) == {"paper_turn_late": {"Hugo Séverin"}}


def test_what_is_done_asks_for_nothing_any_more(paper, who, db):
    """X14. Line: ``_settle``: the key begins as those of the other notices of the file."""
    swept(WITHIN + 1)
    with clock.at(scenes.noon(scenes.TODAY + timedelta(days=WITHIN + 1))):
        scenes.handed(who, paper)
    with bound(WORKER):
        (asked,) = Notice.objects.filter(kind="paper_turn_late")
    assert asked.read_at is not None
    with clock.at(scenes.noon(scenes.TODAY + timedelta(days=WITHIN + 2))):
        scenes.confirmed(who, paper)
    assert swept(60) == {"paper_turn_late": {"Claire Morvan"}}


@pytest.mark.parametrize("why", ["away", "no account"])
def test_never_to_an_empty_chair(paper, who, db, why):
    """X18: whoever opened it can name others; whoever comes back is told too. Line: ``_here``."""
    day = scenes.TODAY + timedelta(days=WITHIN + 1)
    if why == "away":
        with clock.at(scenes.noon(day)):
            away(who["claire"], day)
    else:
        gone("claire")
    assert swept(WITHIN + 1) == {"paper_turn_late": {"Thomas Leclercq"}}
    if why == "away":
        back = {"paper_turn_late": {"Thomas Leclercq", "Claire Morvan"}}
        assert swept(WITHIN + 2) == back


def gone(*keys: str) -> None:
    with bound(WORKER):
        for key in keys:
            user = User.objects.get(email__startswith=f"{key}@")
            user.is_active = False
            user.save()


def test_the_third_can_call_it_off_and_nobody_is_counted(paper, who, db):
    """X18, J6. Lines: the last ``people``; ``unheard`` of the sweep."""
    gone("claire", "thomas")
    assert swept(WITHIN + 1) == {"paper_turn_late": {"Hugo Séverin"}}
    gone("hugo")
    swept(WITHIN + waiting.PATIENCE)
    assert count() == 1
    with bound(WORKER):
        assert Sweep.objects.get(name=NAME).unheard == 1


def test_given_back_it_asks_anew(paper, who, db):
    """X14. Line: ``again``."""
    swept(WITHIN + 1)
    day = scenes.noon(scenes.TODAY + timedelta(days=WITHIN + 1))
    with clock.at(day):
        scenes.handed(who, paper)
        with town.acting(who["hugo"]) as hugo:
            row = PaperFile.objects.get(pk=paper.pk)
            decisions.give_back(row, by=hugo, reason="La date manque.")
    swept(WITHIN + 2)
    with bound(WORKER):
        rows = Notice.objects.filter(kind="paper_turn_late", recipient=who["claire"])
        assert rows.count() == 2


def test_a_clock_that_leapt_tells_nobody(paper, who, db):
    """X20. Line: ``sweeps.believed``."""
    with clock.at(scenes.noon()):
        ticking.has_run(NAME)
    with clock.at(scenes.noon(scenes.TODAY + timedelta(days=90))):
        assert remind_of_papers() == 0
    assert count() == 0
