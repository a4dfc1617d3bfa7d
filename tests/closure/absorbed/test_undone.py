"""X04, S78: what was one file by error is two again, by two people, as it stood before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from casework import one_file
from casework.models import Case, JournalEntry
from casework.team import decisions as teams
from closure.absorbed import undoing
from closure.models import ClosureProposal, FormerPart, MonitoringCheck, Transfer
from closure.transfer import decisions as transfers
from common import clock
from common.scope import WORKER, bound
from intake.models import MatchAnswer, NamedPerson
from plans.checkpoints.decisions.meeting import open_checkpoint
from plans.models import CheckpointMeeting, FollowUp, Pause
from tests import people as town
from tests import ticking
from tests.acts.putting import put
from tests.browsing import send, text_of
from tests.closure import following, scenes
from tests.closure.absorbed.files import absorbed, agree, ask, ask_undoing, confirm, now, side
from tests.closure.absorbed.test_absorbed import (  # noqa: F401
    JOINS,
    files,
    in_words,
    names,
    older,
    refused,
    sentences,
    told,
    two,
    who,
    younger,
)
from tests.plans import planning
from tests.worklist.test_my_work_of_cases import waits
from worklist import sweep
from worklist.all_reminders import REMINDERS

State = Case.State
UNDOING = "It is asked that two files stand apart again"


def stands(case) -> dict[str, list]:
    """What stands open on it, by its state."""
    with bound(WORKER):
        return {
            model.__name__: sorted(model.objects.filter(case=case).values_list("pk", *columns))
            for model, columns in (
                (FollowUp, ("state", "ended_on", "outcome")),
                (CheckpointMeeting, ("state", "cancelled_because")),
                (Pause, ("ended_at", "ended_because")),
                (Transfer, ("state", "called_off_because")),
                (ClosureProposal, ("state", "withdrawn_because")),
                (MonitoringCheck, ("state", "reason")),
            )
        }


def set_of(case) -> set:
    with bound(WORKER):
        return one_file.same_as(case.subject_id)


def test_it_stands_as_it_stood(files, older, younger, who):  # noqa: F811
    """Actions, a checkpoint, a transfer; both journals say it, both teams are told.

    Lines: each of confirm_undoing and of ``let_stand_again``; ``back_to`` of the move.
    """
    with town.acting(who["hugo"]) as hugo:
        transfers.ask_transfer(
            now(younger), by=hugo, authority="Lille", contact="Mme Vidal", grounds="Parti.",
            basis="Convention.", goes_along="Le plan.",
        )  # fmt: skip
    with town.acting(who["claire"]) as claire:
        open_checkpoint(now(younger), by=claire, held_on=clock.today(), why_extra="Urgent.")
    before = stands(younger)
    row = absorbed(files, who)
    assert stands(younger) != before
    ask_undoing(row, younger, who["hugo"])
    assert told("one_file_undoing") == names(who, "julie", "aicha", "paul")
    assert now(younger).state == State.ABSORBED
    confirm(row, older, who["julie"], words="Vu.")
    assert (now(younger).state, now(younger).into_id) == (State.ACTIVE, None)
    assert now(older).state == State.GATHERING
    assert stands(younger) == before
    assert set_of(younger).isdisjoint(set_of(older))
    assert now(younger).subject_head_id != now(older).subject_head_id
    assert told("one_file_undone") >= names(who, "hugo", "claire", "thomas", "marek")
    with bound(WORKER):
        assert JournalEntry.objects.filter(case=younger, event="case.stands_again").exists()
        assert JournalEntry.objects.filter(case=older, event="one_file.undone").exists()
    agree(ask(younger, who["hugo"], older), older, who["julie"])
    assert now(younger).state == State.ABSORBED


@pytest.mark.parametrize("state", [State.CLOSING, State.MONITORING, State.ENDED, State.PAUSED])
def test_at_the_state_in_which_it_was(files, older, younger, who, state):  # noqa: F811
    """A proposal, checks, a pause stand again. Line: ``ENDS``."""
    if state == State.CLOSING:
        scenes.proposed(younger, who)
    elif state == State.MONITORING:
        following.at_state(younger, state)
        following.sign(younger, who)
    else:
        put(Case, younger.pk, state=state)
    before = stands(younger)
    row = absorbed(files, who)
    ask_undoing(row, older, who["julie"])
    confirm(row, younger, who["hugo"])
    assert now(younger).state == state
    assert stands(younger) == before


def test_what_was_written_since_stays(files, older, younger, who):  # noqa: F811
    """Line: the version in ``let_stand_again``."""
    row = absorbed(files, who)
    with bound(WORKER):
        corrected = FollowUp.objects.filter(case=younger, state="stopped").first()
    put(FollowUp, corrected.pk, outcome="Corrigé.")
    ask_undoing(row, younger, who["hugo"])
    confirm(row, older, who["julie"])
    with bound(WORKER):
        corrected.refresh_from_db()
        assert (corrected.state, corrected.outcome) == ("stopped", "Corrigé.")


def test_who_asks_it_and_who_confirms_it(files, older, younger, who):  # noqa: F811
    """Two people. Lines: ``coordinates_content``; each of ``confirms_undoing``."""
    row = absorbed(files, who)
    for key in ("claire", "bruno", "paul"):
        assert refused(lambda key=key: ask_undoing(row, younger, who[key])) == ["S78"]
    assert refused(lambda: ask_undoing(row, younger, who["hugo"], reason=" ")) == ["S78"]
    assert refused(lambda: confirm(row, older, who["julie"])) == ["S78"]
    ask_undoing(row, younger, who["hugo"])
    assert refused(lambda: ask_undoing(row, older, who["julie"])) == ["S78"]
    for case, key in ((younger, "hugo"), (older, "thomas"), (older, "marek"), (younger, "claire")):
        assert refused(lambda case=case, key=key: confirm(row, case, who[key])) == ["S78"], key
    assert refused(lambda: confirm(row, older, who["julie"], agrees=False)) == ["S78"]
    with bound(WORKER):  # another one of the same file is not the other one
        teams.first_member(now(younger), who["julie"], "content_coordinator")
    assert refused(lambda: confirm(row, younger, who["julie"])) == ["S78"]
    confirm(row, younger, who["paul"])
    assert now(younger).state == State.ACTIVE


def test_it_stays_one_file(files, older, younger, who):  # noqa: F811
    """Declined, or taken back by who asked. Lines: ``stops_undoing``, decline_undoing."""
    row = absorbed(files, who)
    for case, key in ((older, "julie"), (younger, "hugo")):
        ask_undoing(row, younger, who["hugo"])
        with town.acting(who[key]) as user:
            found = side(row, case)
            assert refused(lambda f=found, u=user: undoing.decline_undoing(f, by=u, reason=""))
            undoing.decline_undoing(found, by=user, reason="C’est bien lui.")
        found = side(row, younger)
        assert (found.state, found.undo_by, found.undo_because) == ("agreed", None, "")
    assert told("one_file_stays") == names(who, "hugo")
    with town.acting(who["thomas"]) as thomas:
        assert refused(lambda: undoing.decline_undoing(side(row, older), by=thomas, reason="Non."))
    assert now(younger).state == State.ABSORBED


def test_answers_that_hold_them_together_are_changed_first(files, older, younger, who):  # noqa: F811
    """Line: ``not_held_together_otherwise``."""
    row = absorbed(files, who)
    with bound(WORKER):
        named = NamedPerson.objects.filter(person=younger.subject_id).first()
        answer = MatchAnswer.objects.create(
            signal=named.signal, named=named, candidate_id=older.subject_id, answer="same",
            own_id=younger.subject_id, decided_by=who["claire"], decided_at=clock.now(),
        )  # fmt: skip
    said = ["Answers on signals say too that it is one person."]
    assert sentences(lambda: ask_undoing(row, younger, who["hugo"])) == said
    with bound(WORKER):
        answer.answer, answer.own = "cannot_tell", None
        answer.save_changes()
    ask_undoing(row, younger, who["hugo"])
    confirm(row, older, who["julie"])


def test_nobody_is_asked_to_join_any_more(files, older, younger, who, sign_in):  # noqa: F811
    """Line: ``absorption_holds``; HOLDS in who_joins."""
    row = absorbed(files, who)
    ask_undoing(row, younger, who["hugo"])
    assert JOINS in waits(sign_in, who["julie"], scenes.LATER)
    confirm(row, older, who["julie"])
    assert JOINS not in waits(sign_in, who["julie"], scenes.LATER)
    from closure.absorbed.decisions import stays_out

    with bound(WORKER):
        part = FormerPart.objects.filter(case=older).first()
    with town.acting(who["julie"]) as julie:
        assert refused(lambda: stays_out(part, by=julie, reason="Non.")) == ["S66"]


def test_all_or_nothing(files, older, younger, who, monkeypatch):  # noqa: F811
    row = absorbed(files, who)
    ask_undoing(row, younger, who["hugo"])

    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(undoing, "tell_team", fails)
    with pytest.raises(RuntimeError):
        confirm(row, older, who["julie"])
    assert now(younger).state == State.ABSORBED
    assert older.subject_id in set_of(younger)
    assert side(row, older).state == "undo_asked"


def test_it_stands_on_my_work_and_is_reminded_of(files, older, younger, who, sign_in):  # noqa: F811
    """X23: not on theirs who asked it. Lines: undoing_to_confirm; the reminder; its pages."""
    row = absorbed(files, who)
    with bound(WORKER):
        teams.first_member(now(older), who["hugo"], "content_coordinator")
    ask_undoing(row, younger, who["hugo"])
    day = clock.today()
    for key, has in (("julie", True), ("aicha", True), ("thomas", False), ("hugo", False)):
        assert (UNDOING in waits(sign_in, who[key], day)) == has, key
    due = side(row, older).undo_answer_by
    with clock.at(planning.noon(due + timedelta(days=1))):
        ticking.has_run("one_file_undoing")
        assert sweep.sweep(REMINDERS["one_file_undoing"]) >= 1
        julie = sign_in(who["julie"])
        url = reverse("closure:one_file_undo_confirm", args=[older.pk, side(row, older).pk])
        assert "Ce sont deux cousins." in text_of(julie.get(url))
        assert send(julie, url, agrees="on").status_code == 302
        page = text_of(julie.get(reverse("closure:one_file", args=[older.pk])))
        assert "Undone" in page
        assert UNDOING not in waits(sign_in, who["julie"], clock.today())
    assert now(younger).state == State.ACTIVE
