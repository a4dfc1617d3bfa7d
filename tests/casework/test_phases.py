"""The one door between the states of a case (rulings 1; S22, I3)."""

import threading

import pytest
from django.db import connection, transaction
from django.db.utils import OperationalError

from casework import journal, phases
from casework.models import Case, JournalEntry
from common import clock
from common.refusals import Obstacle, Refused, Strength
from common.scope import WORKER, bound
from tests import worlds
from tests.browsing import paris, snapshot
from tests.people import acting, open_case

State = Case.State
MOVES = [move for move in phases.MOVES if move.sources]
ILLEGAL = [(move, state) for move in MOVES for state in State if state not in move.sources]
LEGAL = [(move, state) for move in MOVES for state in State if state in move.sources]


@pytest.fixture(autouse=True)
def sentences(monkeypatch):
    """Later apps register the events of their moves; the door itself is tried here with all."""
    for move in phases.MOVES:
        monkeypatch.setitem(journal.EVENTS, move.event, move.event)
    monkeypatch.setattr(phases, "_rules", {})


@worlds.standing
def case(people):
    return open_case(people)


def put_at(case, state) -> None:
    with bound(WORKER):
        row = Case.locked(case.pk)
        row.state = state
        row.save_changes()


def go(case, event, by, reason=""):
    with acting(by):
        return phases.move(case, event, by=by, reason=reason)


def test_every_state_is_left_and_reached():
    """Rulings 1: the table of moves covers the states; only openings come from nowhere."""
    assert {move.target for move in phases.MOVES} - {None} == set(State)
    sources = {state for move in phases.MOVES for state in move.sources}
    assert set(State) - sources == {State.TRANSFERRED}
    assert [move.event for move in phases.MOVES if not move.sources] == [
        "case.opened",
        "case.taken_over",
    ]
    assert set(Case.PHASES) == set(State)


@pytest.mark.parametrize(
    ("move", "state"), ILLEGAL, ids=[f"{m.event}-from-{s}" for m, s in ILLEGAL]
)
def test_an_illegal_state_is_refused_in_words(move, state):
    """Rulings 1: each move from each wrong state. Line: ``subject.state not in legal.sources``."""
    found = phases.obstacles(Case(state=state), move.event)
    assert [o.blocks for o in found] == [True]
    assert str(State(state).label) in str(found[0])


@pytest.mark.parametrize(("move", "state"), LEGAL, ids=[f"{m.event}-from-{s}" for m, s in LEGAL])
def test_a_legal_state_has_no_obstacle(move, state):
    assert phases.obstacles(Case(state=state), move.event) == []


def test_refused_it_moves_nothing(people, case):
    """Line: ``raise Refused`` in move."""
    before = snapshot()
    for event in ("plan.approved", "closure.signed", "monitoring.ended", "case.reopened"):
        with pytest.raises(Refused):
            go(case, event, people["hugo"])
    assert snapshot() == before


def test_a_move_writes_state_history_and_journal(people, case, everything):
    """I4. Lines: ``case.state = …``, ``save_changes``, ``journal.record`` in move."""
    with clock.at(paris(2026, 6, 9, 9)):
        go(case, "case.analysis_started", people["hugo"], reason="Assez de faits.")
    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.phase, case.state_since) == ("analysis", 2, paris(2026, 6, 9, 9))
    newest = case.history.order_by("-version").first()
    assert (newest.state, newest.history_user, newest.history_change_reason) == (
        "analysis",
        people["hugo"],
        "Assez de faits.",
    )
    entry = JournalEntry.objects.get(event="case.analysis_started")
    assert (entry.by, entry.reason, entry.at) == (
        people["hugo"],
        "Assez de faits.",
        paris(2026, 6, 9, 9),
    )


def test_the_same_rules_before_and_at_the_door(people, case, monkeypatch):
    """One question, asked twice in the same words. Line: ``obstacles(case, event)`` in move."""

    @phases.guards("case.analysis_started")
    def too_soon(subject):
        yield Obstacle("Trop tôt.", "S39")
        yield Obstacle("Pourquoi si vite ?", "S57", Strength.REASON)
        yield Obstacle("À noter.", "S10", Strength.WARNING)

    before = phases.obstacles(case, "case.analysis_started")
    assert [str(o) for o in before] == ["Trop tôt.", "Pourquoi si vite ?", "À noter."]
    with pytest.raises(Refused) as refusal:
        go(case, "case.analysis_started", people["hugo"])
    assert [str(o) for o in refusal.value.obstacles] == ["Trop tôt.", "Pourquoi si vite ?"]
    with pytest.raises(Refused) as refusal:
        go(case, "case.analysis_started", people["hugo"], reason="Danger.")
    assert [str(o) for o in refusal.value.obstacles] == ["Trop tôt."]


def test_a_written_reason_is_enough_where_one_is_asked(people, case):
    """Strength J: signed and journalled. Line: ``not reason.strip()`` in in_the_way."""

    @phases.guards("case.analysis_started")
    def why(subject):
        yield Obstacle("Pourquoi ?", "S57", Strength.REASON)

    with pytest.raises(Refused):
        go(case, "case.analysis_started", people["hugo"], reason="  ")
    assert go(case, "case.analysis_started", people["hugo"], reason="Danger.").state == "analysis"


def test_a_rule_hangs_on_a_move_that_exists():
    """Line: ``unknown`` in guards."""
    with pytest.raises(LookupError, match=r"case\.vanished"):
        phases.guards("case.vanished")
    with pytest.raises(LookupError):
        phases.the_move("case.vanished")


def test_two_at_once_move_once(committed_people):
    """I3: the second finds the state changed. Line: ``Case.locked`` in move."""
    case = open_case(committed_people)
    start, outcomes = threading.Barrier(2), []

    def attempt():
        start.wait()
        try:
            go(case, "case.analysis_started", committed_people["hugo"])
            outcomes.append("moved")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["moved", "refused"]
    with bound(WORKER):
        assert JournalEntry.objects.filter(event="case.analysis_started").count() == 1


def test_nobody_writes_the_state_past_the_door(people, case):
    """I1: an update that raises no version is refused by the database itself."""
    past = "update casework_case set state = 'ended' where id = %s"
    with acting(people["hugo"]), pytest.raises(OperationalError), transaction.atomic():
        connection.cursor().execute(past, [case.pk])
