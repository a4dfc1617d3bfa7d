"""The demonstration's stories, loaded through the decisions, at their exact dates."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest

from casework.matching import keys_of, may_be_one
from casework.models import Case
from casework.one_file import same_as
from closure.models import Handover, MonitoringCheck, Opinion
from common import clock
from common.scope import WORKER, bound
from intake.models import Signal
from operations.demo import scenes, stories
from operations.demo.stories.telling import TOLD_ON
from plans.checkpoints.sheet import next_day
from tests import worlds
from tests.plans import planning

pytestmark = pytest.mark.stories
# What no part of Relais can tell yet. This list only gets shorter.
NOT_TOLD = {
    "Frêne": {"1, route", "2, instrument", "4, sessions", "6, provider", "7, safety"},
    "Sureau": {"4, consent", "7, contingency", "7, bond", "8, event", "12, evaluation"},
    "Tilleul": {"3, what is deleted", "3, support", "7, sessions"},
    "Signals alone": {"third mail"},
}


@pytest.fixture
def monday():
    """The Monday on which they are told."""
    with clock.at(planning.noon(TOLD_ON)):
        yield TOLD_ON


@worlds.standing
def told(people, monday):
    """All stories, as on that Monday."""
    return {story.name: story for story in stories.load(people, shift=timedelta())}


def case_of(story) -> Case:
    with bound(WORKER):
        return Case.objects.get(pk=story.case.pk)


def test_what_is_left_out_only_gets_less():
    """Red when a line is left out that was told, or a story has a line without words."""
    for story in stories.STORIES:
        assert set(story.LATER) <= NOT_TOLD[story.name]
        assert all(getattr(story, line).__doc__ for line in story.lines())


def test_each_story_ends_as_it_is_told(told):
    """The state at the end of each story is the state that the application shows."""
    tilleul, sureau, frene = (told[name] for name in ("Tilleul", "Sureau", "Frêne"))
    assert [case_of(one).state for one in (tilleul, sureau, frene)] == [
        "monitoring", "monitoring", "active"
    ]  # fmt: skip
    with bound(WORKER):
        dues = list(
            MonitoringCheck.objects.filter(case=tilleul.case)
            .order_by("number")
            .values_list("state", "due_on")
        )
        # 25 May 2026 is a holiday: the check moves to the day after.
        assert dues == [
            ("held", date(2026, 2, 25)), ("due", date(2026, 5, 26)), ("due", date(2026, 8, 25)),
            ("due", date(2026, 11, 25)),
        ]  # fmt: skip
        late = MonitoringCheck.objects.get(case=sureau.case, number=2)
        assert (late.due_on, late.held_on) == (date(2025, 12, 19), date(2026, 1, 14))
        assert (
            Opinion.objects.get(case=sureau.case, stance="with_reserve").agency.short_name == "ASE"
        )
        assert next_day(Case.objects.get(pk=frene.case.pk)) == date(2026, 3, 10)
        assert frene.case.reopenings.get().cycle == 2
        # X02: the signal of the CCAS waits for nobody, the reopened file has it.
        assert frene.case.joined_outcomes.get().signal_id == frene.late.pk
        hat = Handover.objects.get(case=tilleul.case, worker__isnull=False)
        assert hat.access_ended_at is not None
        assert not tilleul.case.members.filter(user=hat.worker, active=True).exists()


def test_the_calls_of_the_hostile_sender_count_for_nobody(told):
    """Story 1, 3 and 10: malicious twice, the later one brought together with them."""
    with bound(WORKER):
        states = Signal.objects.filter(words="Il prépare quelque chose.").order_by("received_at")
        assert [one.state for one in states] == ["malicious", "malicious", "merged"]


def test_nobody_has_two_files(people, told):
    """X01: no story and no scene opens a second file on somebody, however the name is spelt."""
    scenes.play(people)
    with bound(WORKER):
        subjects = [case.subject for case in Case.objects.select_related("subject")]
        assert len(subjects) == 4
        for one, other in combinations(subjects, 2):
            mine, theirs = (keys_of(p.given_name, p.family_name, p.alias) for p in (one, other))
            assert not may_be_one(mine, theirs), f"{one.full_name}, {other.full_name}"
            assert other.pk not in same_as(one.pk)


def test_all_of_them_stand_once(people, told):
    """Loaded twice is loaded once."""
    with bound(WORKER):
        before = (Case.objects.count(), Signal.objects.count())
    assert stories.load(people, shift=timedelta()) == []
    with bound(WORKER):
        assert (Case.objects.count(), Signal.objects.count()) == before


@pytest.mark.parametrize("week", range(8))
def test_on_whatever_day_they_are_loaded(people, week):
    """53 consecutive days are eight weeks: typed dates move by whole weeks, so that on each day of
    a week the same rows stand. Every story loads, and each live case has its next date ahead.
    """
    monday = TOLD_ON + timedelta(weeks=38 + week)
    for day in range(7):
        assert stories.shift_for(monday + timedelta(days=day)) == timedelta(weeks=38 + week)
    with clock.at(planning.noon(monday)):
        told = stories.load(people)
    with bound(WORKER):
        for story in told:
            if not hasattr(story, "case"):
                continue
            case = Case.objects.get(pk=story.case.pk)
            days = [next_day(case)] if case.state == Case.State.ACTIVE else []
            rows = MonitoringCheck.objects.filter(case=case, state="due")
            days += list(rows.values_list("due_on", flat=True))
            assert max(days) > monday + timedelta(days=6), story.name
