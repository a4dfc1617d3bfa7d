"""Joined persons are one set, reversible link by link (X04, 2.1); one file for a set (X01)."""

from contextlib import suppress

import pytest
from django.db import transaction
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import one_file
from casework.models import Case, Person
from closure.models import Absorption
from closure.reopening import decisions as reopening
from common import clock
from common.refusals import Refused
from common.scope import WORKER, bound, elevated
from intake.first_analysis import sheet
from intake.matching import sets
from intake.matching.priors import COUNTED, priors
from intake.models import MatchAnswer, Outcome, Signal
from intake.outcomes.decisions import joining
from tests import worlds
from tests.acts.putting import put
from tests.browsing import signal_url, text_of
from tests.closure.absorbed import files as two_files
from tests.intake.matching.scenes import (
    DIFFERENT,
    SAME,
    answer,
    earlier,
    ended,
    found,
    fresh,
)
from tests.people import acting, case_on

SPELLED = (
    {"given_name": "Yanis", "family_name": "Belcourt"},
    {"given_name": "Yannis", "family_name": "Belcour"},
    {"given_name": "Yanis", "family_name": "Bellecour"},
    {"given_name": "Yaniss", "family_name": "Belkour"},
    {"given_name": "Yannis", "family_name": "Bellecourt"},
)


@worlds.standing
def three(people):
    """Three calls of one person under three spellings, the newest last."""
    return [earlier(people, days, **SPELLED[at])[0] for at, days in enumerate((90, 60, 30))]


def person_of(signal) -> Person:
    return fresh(signal).person


def said(people, signal, other, answered=SAME, **more):
    with acting(people["claire"]) as claire:
        there = person_of(other).pk
        stands = MatchAnswer.objects.filter(signal=signal, candidate=there).first()
        version = stands.version if stands else 0
    return answer(fresh(signal), claire, person_of(other), answered, expected=version, **more)


def rows_of(*signals) -> set:
    return {fresh(signal).person_id for signal in signals}


def set_of(signal) -> set:
    with bound(WORKER):
        return one_file.same_as(fresh(signal).person_id)


def test_one_same_does_not_forbid_the_next(people, three):
    """X04: three spellings joined late, and both earlier ones count. Line: ``sets.relink``."""
    first, second, third = three
    for one in (first, second):
        ended(one, "oriented")
        with bound(WORKER):
            Outcome.objects.create(
                signal=one, kind="oriented", status="in_force", grounds="Vu.",
                proposed_by=people["claire"], proposed_at=clock.now(), in_force_at=clock.now(),
                service="CMP", accepted_by="Hugo", accepted_on=clock.today(),
            )  # fmt: skip
            row = fresh(one).row
            row.outcome = Outcome.objects.get(signal=one)
            row.save_changes()
    said(people, third, first)
    said(people, third, second)
    assert set_of(first) == set_of(second) == rows_of(*three)
    with acting(people["claire"]) as claire:
        now = fresh(third)
        assert priors(now.person, now, by=claire).recent == 2
        assert {one.signal for one in sheet.priors(now)} == {first, second}
    said(people, third, first, DIFFERENT, reason="Un cousin.")
    assert (set_of(first), set_of(second)) == (rows_of(first), rows_of(second, third))


def test_whoever_was_joined_comes_along(people, three):
    """X04: the known person's signal is joined on, and takes its set along. Line: ``closure``."""
    first, second, third = three
    said(people, second, first)
    said(people, third, second)
    assert set_of(first) == rows_of(*three)
    assert [c.pk for c in found(third, people["claire"]).candidates] == [fresh(second).person_id]


def test_a_set_is_answered_once(people, three):
    """X04: rows of one set are one possible match. Line: ``distinct on (b.head_id)``."""
    first, second, third = three
    said(people, second, first)
    (candidate,) = found(third, people["claire"]).candidates
    assert set(candidate.signals) == {first, second}


def test_who_says_otherwise_is_asked(people, three):
    """X04: a set does not hold two whom somebody told apart. Line: ``nobody_says_otherwise``."""
    first, second, third = three
    said(people, second, first, DIFFERENT)
    said(people, third, first)
    with override("en"), pytest.raises(Refused) as refusal:
        said(people, third, second)
    assert [one.todo for one in refusal.value.obstacles] == ["Ask Claire Morvan, who answered it."]


def test_taken_back_after_a_file_was_opened(people, three, sign_in):
    """X04: whatever the state. Lines: ``may_be_answered``, SAME; the page offers it."""
    first, _second, third = three
    said(people, third, first)
    case = case_on(third, people)
    page = text_of(sign_in(people["claire"]).get(signal_url("matches", third)))
    assert "Change the answer" in page
    assert first.reference in page
    said(people, third, first, DIFFERENT, reason="Un cousin.")
    assert set_of(third) == {case.subject_id}


def test_not_while_the_signal_is_joined_to_the_file(people, three):
    """X04: it is taken off the file first. Line: JOINED_TO_CASE in may_be_answered."""
    first, second, _third = three
    case_on(first, people)
    said(people, second, first)
    with acting(people["claire"]) as claire:
        joining.join_to_case(fresh(second), by=claire, reason="Elle a un dossier.")
    with override("en"), pytest.raises(Refused) as refusal:
        said(people, second, first, DIFFERENT, reason="Un cousin.")
    assert [one.row for one in refusal.value.obstacles] == ["S86"]


@worlds.standing
def files(people, three):
    """The first two have a file each."""
    return [case_on(one, people) for one in three[:2]]


def test_two_files_are_not_joined(people, three, files):
    """X04: refused with whom to ask, whichever link would do it. Line: ``not_two_files``."""
    first, second, third = three
    said(people, third, first)
    with override("en"), pytest.raises(Refused) as refusal:
        said(people, third, second)
    (obstacle,) = [one for one in refusal.value.obstacles if one.row == "S78"]
    assert obstacle.todo == "Ask Claire Morvan or Hugo Séverin."
    assert set_of(second) == rows_of(second)


def test_the_database_holds_one_file_for_a_set(people, three, files, monkeypatch):
    """X01: whatever forgets to ask. Lines: heads.sql, ``case_one_file_a_person``, ``held``."""
    first, second, third = three
    said(people, third, first)
    monkeypatch.setattr(one_file, "not_two_files", lambda *_two: [])
    with override("en"), pytest.raises(Refused) as refusal:
        said(people, third, second)
    assert "no second one is opened" in str(refusal.value.obstacles[0])
    heads = {first: person_of(first).head_id, second: person_of(second).head_id}
    with elevated():
        for one, head in heads.items():
            assert Case.objects.get(pk=fresh(one).case_id).subject_head_id == head


def test_a_stale_row_keeps_its_head(people, three, everything):
    """X01: what is typed of a person never moves them. Line: ``a_keep_head``."""
    first, _second, third = three
    stale = person_of(third)
    said(people, third, first)
    with transaction.atomic():
        stale.age_text = "23 ans"
        stale.save_changes()
    assert set_of(third) == rows_of(first, third)


# --- any order -------------------------------------------------------------------------------
ids = st.integers(0, 7)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(ids, ids), max_size=15))
def test_a_set_is_the_closure_of_its_links(links):
    """X04: against the slow way, merged until nothing changes."""
    slow = [{row} for row in range(8)]
    for one, other in links:
        a, b = (next(s for s in slow if row in s) for row in (one, other))
        if a is not b:
            slow.remove(b)
            a |= b
    assert sorted(map(sorted, sets.closure(range(8), links))) == sorted(map(sorted, slow))


@worlds.standing
def five(people):
    """Five calls of one person; the first and the last have a file."""
    made = [earlier(people, 100 - 10 * at, **named)[0] for at, named in enumerate(SPELLED)]
    for one in (made[0], made[4]):
        case_on(one, people)
    return made


places = st.integers(0, 4)
FILE_STEPS = ("absorbed", "apart", "ended", "reopened")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("same"), places, places),
        st.tuples(st.just("other"), places, places),
        st.tuples(st.sampled_from(["closed", "open", "joined"]), st.integers(1, 3), st.just(0)),
        st.tuples(st.sampled_from(FILE_STEPS), st.sampled_from([0, 4]), st.just(0)),
    ),
    max_size=12,
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_any_order(people, five, steps):
    """X04, X01: sets are the closure of the standing links; priors follow; never two files.

    A file that another one absorbed is a link, until it is undone.
    """
    with transaction.atomic():
        for step in steps:
            with suppress(Refused), transaction.atomic():
                _take(people, five, *step)
        _holds(people, five)
        transaction.set_rollback(True)


def _take(people, five, what, one, other) -> None:
    signal = five[one]
    if what in FILE_STEPS:
        _take_of_file(people, five, what, one)
    elif what == "same":
        said(people, signal, five[other])
    elif what == "other":
        said(people, signal, five[other], DIFFERENT, reason="Un cousin.")
    elif what == "joined":
        with acting(people["claire"]) as claire:
            joining.join_to_case(fresh(signal), by=claire, reason="Elle a un dossier.")
    elif fresh(signal).state != Signal.State.JOINED_TO_CASE:
        ended(signal, "no_action" if what == "closed" else "in_triage")


def _take_of_file(people, five, what, one) -> None:
    """Hugo coordinates the content of both files, Claire the process, Paul owns the risk."""
    case, other = (two_files.now(_file(five[at])) for at in (one, 4 - one))
    if what == "absorbed":
        row = two_files.ask(case, people["hugo"], other)
        older = min((case, other), key=lambda file: (file.opened_at, file.pk))
        two_files.agree(row, older, people["claire"])
    elif what == "apart":
        with bound(WORKER):
            row = Absorption.objects.filter(case=case, state="agreed").first()
        if row is not None:
            two_files.ask_undoing(row, case, people["hugo"])
            two_files.confirm(row, case, people["paul"])
    elif what == "reopened":
        with acting(people["hugo"]) as hugo:
            reopening.reopen(case, by=hugo, trigger="information", reason="Emploi perdu.")
    elif case.state not in Case.PASSED_ON:
        put(Case, case.pk, state="ended")


def _file(signal) -> Case:
    with bound(WORKER):
        return Case.objects.get(subject=fresh(signal).person_id)


def _holds(people, five) -> None:
    with bound(WORKER):
        links = MatchAnswer.objects.filter(answer=SAME).values_list("own_id", "candidate_id")
        absorbed = Case.objects.filter(state="absorbed")
        links = [*links, *absorbed.values_list("subject_id", "into__subject_id")]
        rows = [fresh(one).person_id for one in five]
        expected = {frozenset(members) for members in sets.closure(rows, links)}
        assert {frozenset(one_file.same_as(row)) for row in rows} == expected
        for members in expected:
            there = Case.objects.filter(subject__in=members)
            goes_on = there.exclude(state__in=Case.PASSED_ON)
            assert goes_on.count() == min(1, there.count())
            assert {one.into_id for one in there if one.into_id} <= {one.pk for one in goes_on}
    for signal in five:
        now = fresh(signal)
        with acting(people["claire"]) as claire:
            counted = {one.pk for one in priors(now.person, now, by=claire).counted}
        (mine,) = (members for members in expected if now.person_id in members)
        assert counted == {
            one.pk
            for one in map(fresh, five)
            if one.person_id in mine and one.received_at < now.received_at and one.state in COUNTED
        }
