"""Two people at the same moment, each on a connection of their own: versions stay whole (S53)."""

from __future__ import annotations

import threading
import time
from contextlib import suppress

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from casework.rights import Role
from casework.team.decisions import first_member
from common import clock
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from tests import people as town
from tests.plans import planning
from tests.plans.plan.test_versions_property import check, step

# Steps that clash, and the steps that bring the case to where they clash again.
PAIRS = (
    ("start", "start"), ("version", "version"), ("approve", "approve"), ("discard", "discard"),
    ("approve", "discard"), ("approve", "add"), ("approve", "change"), ("approve", "remove"),
    ("change", "change"), ("change", "remove"), ("remove", "restore"), ("text", "text"),
    ("version", "text"), ("discard", "add"), ("stale", "approve"), ("add", "add"),
)  # fmt: skip
ROUNDS = st.lists(st.sampled_from(PAIRS), min_size=4, max_size=8)
# Whatever is drawn: two approve one draft, two begin the next version, two give it up.
ALWAYS = [
    ("text", "add"), ("approve", "approve"), ("version", "version"), ("discard", "discard"),
    ("version", "version"), ("approve", "approve"), ("version", "version"), ("approve", "discard"),
]  # fmt: skip
NAMES = ("hugo", "julie")


@pytest.fixture
def town_people(committed):
    return town.town()


@pytest.fixture
def shared(town_people):
    """A case with two content coordinators and a draft that can be approved, committed."""
    who = town_people
    case = planning.in_analysis(who)
    with bound(WORKER):
        first_member(case, who["julie"], Role.CONTENT_COORDINATOR)
    planning.draft(case, who)
    return case, who


def at_once(case, who, whats) -> list[tuple[float, float]]:
    """Both steps from one starting line; when each began and ended. Raises what is no refusal."""
    start, times, faults = threading.Barrier(len(whats)), [], []

    def run(what, name):
        try:
            with clock.at(planning.noon(planning.MONDAY)), town.acting(who[name]) as user:
                start.wait(10)
                began = time.monotonic()
                with suppress(Refused, Conflict), transaction.atomic():
                    step(what, case, user)
                times.append((began, time.monotonic()))
        except Exception as fault:
            faults.append((what, name, fault))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in zip(whats, NAMES, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not faults, faults
    return times


@settings(
    max_examples=10, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(rounds=ROUNDS)
@example(rounds=ALWAYS)
def at_the_same_moment(shared, overlaps, rounds):
    case, who = shared
    seen, frozen = {}, {}
    for whats in rounds:
        times = at_once(case, who, whats)
        overlaps.append(max(began for began, _end in times) < min(end for _began, end in times))
        with bound(WORKER):
            rows, now_frozen = check(case, seen)
        assert frozen.items() <= now_frozen.items(), "an approved or given up line changed"
        seen, frozen = rows, now_frozen


def test_at_the_same_moment_one_version_applies_and_nothing_is_lost(shared):
    """S53, I1. Lines: ``locked`` of casework/deciding.py, ``expected``.

    The case lives through all examples, as a case does. The positive control: the two people were
    really inside at once in most rounds.
    """
    overlaps: list[bool] = []
    at_the_same_moment(shared, overlaps)
    assert len(overlaps) >= 30
    assert sum(overlaps) > len(overlaps) / 2, f"{sum(overlaps)} of {len(overlaps)} overlapped"
