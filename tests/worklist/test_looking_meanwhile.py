"""Sweeps that are killed, overtaken or doubled, and more changes than fit in one look (X21)."""

from __future__ import annotations

import pytest

from agencies.models import Absence
from casework.calendar import WorkingDays
from casework.models import Case, TeamMember
from common import clock
from common.scope import WORKER, bound
from notices import sweeps, telling
from notices.models import Sweep
from tests import people as town
from tests import worlds
from tests.worklist.test_looking import (
    DAY,
    at_home,
    away,
    back,
    changed,
    commitment,
    pending,
)
from tests.worklist.test_many_reminders import closed, promised
from tests.worklist.test_reminders import REMINDERS, swept
from worklist import looking, sweep


@worlds.standing
def who():
    return town.town()


@worlds.standing
def case(who):
    """A case that is carried out, without the work that led there."""
    case = town.open_case(who)
    changed(case, state=Case.State.ACTIVE)
    with bound(WORKER):
        return Case.objects.get(pk=case.pk)


class Killed(BaseException):
    """As by kill -9: nobody catches it."""


@pytest.mark.parametrize("is_first", [True, False], ids=["everything", "what changed"])
def test_a_sweep_that_is_killed_is_done_again(case, who, monkeypatch, is_first):
    """J2. Lines: ``_owe`` before everything; ``done`` after what has changed, never before."""
    if not is_first:
        swept(DAY, "promise")
    monkeypatch.setattr(sweep, "BATCH", 2)
    promised(case, who, 5)
    queue, batches = telling.queue_all, []

    def dies(letters):
        batches.append(letters)
        if len(batches) == 2:
            raise Killed
        return queue(letters)

    monkeypatch.setattr(telling, "queue_all", dies)
    with pytest.raises(Killed):
        swept(DAY, "promise")
    monkeypatch.setattr(telling, "queue_all", queue)
    assert [swept(DAY, "promise"), swept(DAY, "promise"), pending()] == [3, 0, 0]


@pytest.mark.parametrize("is_first", [True, False], ids=["everything", "what changed"])
def test_what_changes_meanwhile_is_looked_at_next(case, who, monkeypatch, is_first):
    """X21. Lines: ``_owe`` and ``_seen``: only what was there before the look is taken away."""
    if not is_first:
        swept(DAY, "promise")
    promised(case, who, 2)
    queue = telling.queue_all

    def meanwhile(letters):
        changed(commitment(), author=who["lea"])
        return queue(letters)

    monkeypatch.setattr(telling, "queue_all", meanwhile)
    assert swept(DAY, "promise") == 2
    monkeypatch.setattr(telling, "queue_all", queue)
    assert pending() == 1
    assert [swept(DAY, "promise"), swept(DAY, "promise"), pending()] == [1, 0, 0]


def test_two_at_once_owe_each_its_own_look(case, who):
    """J2. Line: ``looked_by=self._owed`` in ``done``: the one that saw less settles nothing."""
    swept(DAY, "promise")
    with clock.at(clock.now().replace(year=2026, month=6, day=10)), bound(WORKER):
        first, second = (looking.Looking(REMINDERS["promise"], WorkingDays()) for _n in range(2))
        assert [next(first.looks()), next(second.looks())] == [looking.EVERYTHING] * 2
        first.done([])
        assert Sweep.objects.get(name="promise").looked_on == DAY
        second.done([])
        assert Sweep.objects.get(name="promise").looked_on == clock.today()


def test_who_has_nobody_and_what_fails_is_looked_at_again(case, who, monkeypatch):
    """X18, X21. Lines: ``again`` in ``_tell`` and ``_tell_together``, and in Looking.done."""
    for key in ("bruno", "claire", "hugo", "paul"):
        away(who[key])
    with bound(WORKER):
        others = TeamMember.objects.filter(case=case, active=True).select_related("user")
        for one in others:
            if not Absence.objects.filter(user=one.user).exists():
                away(one.user)
    promised(case, who)
    for _n in range(3):
        assert swept(DAY, "promise") == 0
        with bound(WORKER):
            assert Sweep.objects.get(name="promise").unheard == 1
    back(who["bruno"])
    assert swept(DAY, "promise") == 1
    promised(case, who)
    queue = telling.queue_all
    monkeypatch.setattr(telling, "queue_all", lambda letters: 1 / 0)
    assert swept(DAY, "promise") == 0
    monkeypatch.setattr(telling, "queue_all", queue)
    assert [swept(DAY, "promise"), swept(DAY, "promise"), pending()] == [1, 0, 0]


def test_many_changes_in_portions_or_altogether(case, who, monkeypatch):
    """X21. Lines: AT_ONCE and MANY: beyond any limit nothing is left out."""
    cases = [case, *(town.open_case(who, given=f"N{n}") for n in range(4))]
    with bound(WORKER):
        for one in cases[1:]:
            changed(one, state=Case.State.ACTIVE)
    swept(DAY, "promise")
    monkeypatch.setattr(looking, "AT_ONCE", 2)
    for one in cases:
        promised(one, who)
    assert [swept(DAY, "promise"), swept(DAY, "promise")] == [5, 0]
    monkeypatch.setattr(looking, "MANY", 3)
    for one in cases:
        promised(one, who)
    assert [swept(DAY, "promise"), swept(DAY, "promise"), pending()] == [5, 0, 0]
    promised(case, who, 5)
    promised(cases[1], who)
    assert [swept(DAY, "promise"), pending()] == [6, 0], "many changes of few cases"
    closed(who["bruno"])
    for one in cases:
        promised(one, who)
    swept(DAY, "promise")
    at_home(who["bruno"])
    assert [swept(DAY, "promise"), swept(DAY, "promise")] == [5, 0], "one person, many cases"


def test_a_first_run_leaves_a_mark(db):
    """Line: ``get_or_create`` in sweeps.ticked; what a sweep looked at is not its to change."""
    sweeps.ticked("a new one", told=3)
    with bound(WORKER):
        Sweep.objects.filter(name="a new one").update(looked_on=DAY, looked_by="x")
    sweeps.ticked("a new one", told=4)
    with bound(WORKER):
        mark = Sweep.objects.get(name="a new one")
    assert (mark.told, mark.looked_on, mark.looked_by) == (4, DAY, "x")
