"""Of each state of each thing: whose it is, and where it stands on My work (X23)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.apps import apps

from casework.models import Case, TerritoryProfile
from closure.closing.models import Handover
from closure.models import Absorption, ClosureProposal, MonitoringCheck, Transfer
from common import clock
from common.scope import WORKER, bound
from intake.models import Outcome, Signal
from intake.outcomes.decisions import outcome
from plans.carrying.decisions import commitments, pauses
from plans.checkpoints.decisions import meeting
from plans.models import (
    Checkpoint,
    CheckpointGoal,
    CheckpointMeeting,
    Commitment,
    FollowUp,
    Gap,
    Plan,
)
from plans.plan.decisions import versions
from tests import people as town
from tests import worlds
from tests.acts.putting import put
from tests.cast import in_english
from tests.closure import following
from tests.closure import scenes as closing
from tests.closure.absorbed import files as absorbed
from tests.closure.transfer import test_transfer as transfers
from tests.plans import planning, scenes

DAY = closing.FIRST
Owned = tuple[str, str]  # whose it is, and the title of their item

# State -> whose item, or why nobody has one: the sentence that a reader of this table can check.
OF_CASE: dict[str, Owned | str] = {
    "gathering": ("hugo", "The analysis waits to be begun"),
    "analysis": ("hugo", "The analysis waits for its words, then for a plan"),
    "planned": ("claire", "The approved plan waits to be carried out"),
    "active": ("claire", "Checkpoint to hold"),
    "paused": ("hugo", "The case is paused: look at it again"),
    "closing": ("paul", "A closure waits for your signature"),
    "monitoring": ("claire", "Check after closure"),
    "ended": "It is over; who knows something new writes a signal.",
    "transferred": "It is over here; the other authority has it.",
    "absorbed": "It is over; the older file on the person goes on.",
}
OF_SIGNAL: dict[str, Owned | str] = {
    "received": ("ines", "New signal, not acknowledged"),
    "acknowledged": ("claire", "First analysis without an outcome"),
    "in_triage": ("claire", "First analysis without an outcome"),
    "need_more": ("claire", "Answer awaited from Le lycée"),
    "to_conference": ("claire", "Conference to be held and recorded"),
    "advice_given": "It is over; a signal coordinator reopens it with a reason.",
    "no_action": "It is over; a signal coordinator reopens it with a reason.",
    "oriented": "It is over; a signal coordinator reopens it with a reason.",
    "malicious": "It is over; a signal coordinator reopens it with a reason.",
    "handed_to_security": "It is over here; the service has it.",
    "merged": "It is over; the signal that it came to is worked on.",
    "joined_to_case": "It is over; its words are in the file.",
}
# Of what hangs on these: only the states in which something is to be done need an owner.
OF_ROWS: dict[type, dict[str, Owned | str]] = {
    Outcome: {
        "proposed": ("second", "Second reading asked by"),
        "in_force": "What follows is the state of the signal.",
        "refused": "The signal is in first analysis again.",
        "withdrawn": "The signal is in first analysis again.",
        "ended": "It was answered.",
        "replaced": "A later outcome counts.",
        "reopened": "The signal is in first analysis again.",
    },
    Plan: {
        "draft": ("hugo", "Version 1 of the plan is a draft"),
        "approved": "What follows is the state of the case.",
        "superseded": "A later version counts.",
        "discarded": "It was given up.",
    },
    CheckpointMeeting: {
        "open": ("hugo", "Checkpoint to conclude"),
        "concluded": "The next one is agreed on (constraint check_meeting_concluded_whole).",
        "cancelled": "The plan’s own day stands again.",
    },
    FollowUp: {
        "waiting": ("bruno", "Accept or decline: Atelier projet"),
        "accepted": ("bruno", "Atelier projet"),
        "running": ("bruno", "Atelier projet"),
        "declined": "The coordinators are told and change the plan.",
        "done": ("hugo", "Outcome to be verified: Atelier projet"),
        "not_done": "Why not is written; the checkpoint looks at it.",
        "stopped": "Why is written; the checkpoint looks at it.",
    },
    Gap: {
        "unknown": "Nobody asked yet; the plan may not be approved over it unnamed (S44).",
        "to_find_out": ("bruno", "To find out: Online"),
        "answered": "It is known.",
        "accepted": "It was accepted that nobody knows.",
        "not_relevant": "It does not matter here.",
        "refused": "It was asked, and refused.",
    },
    Commitment: {
        "open": ("bruno", "Commitment to be kept"),
        "kept": "It was kept.",
        "not_kept": "Why not is written.",
        "taken_back": "It was taken back, and why is written.",
        "handed_on": "Whoever took it on is written.",
    },
    ClosureProposal: {
        "open": ("bruno", "Your agency’s opinion on closing is asked"),
        "withdrawn": "The case is carried out again.",
        "signed": "The checks after closure follow.",
    },
    Transfer: {
        "asked": ("hugo", "The other authority’s answer is awaited"),
        "accepted": ("paul", "A transfer to another authority waits for your signature"),
        "signed": "The case is the other authority’s.",
        "called_off": "The case goes on here.",
    },
    Absorption: {
        "open": ("julie", "Is another file about the same person? Your answer is asked"),
        "declined": "Both files go on.",
        "taken_back": "Both files go on.",
        "agreed": "Who joins the older file is asked with a day (FormerPart).",
        "undo_asked": ("julie", "It is asked that two files stand apart again"),
        "undone": "Both files go on.",
    },
    MonitoringCheck: {
        "due": ("claire", "Check after closure"),
        "held": "What it proposes is answered (below); else the next one follows.",
        "not_held": "Why not is written; the next one follows.",
        "dropped": "The file was opened again, or ended early with a reason.",
    },
    Handover: dict.fromkeys(
        ("offered", "accepted", "refused", "running"),
        "The closing page asks for its answer before the signature (S77).",
    ),
}


def states_of(model: type) -> set[str]:
    """The states that the model declares."""
    return set((getattr(model, "State", None) or model.Status).values)


@worlds.standing
def who():
    return in_english(town.town())


@worlds.standing
def case(who):
    return closing.carried_out(who)


def waits(sign_in, user, day) -> dict:
    """The items of this person on that day, by their titles."""
    with clock.at(planning.noon(day)):
        page = sign_in(user).get("/")
    found = {item.title: item for group in page.context["groups"] for item in group["items"]}
    to_sign = page.context.get("to_sign")
    if to_sign is not None:  # the card above the list
        found["A closure waits for your signature"] = None
    return found


def has(sign_in, who, owned: Owned, day) -> bool:
    """Whether this person has that item on that day, with a day of its own."""
    key, title = owned
    items = waits(sign_in, who[key], day)
    found = [item for name, item in items.items() if name.startswith(title)]
    return bool(found) and all(one is None or one.due_at is not None for one in found)


def test_no_state_is_forgotten():
    """X23: a state that somebody adds needs an owner, or a sentence why it has none."""
    with_states = {
        model for model in apps.get_models()
        if model._meta.app_label in ("casework", "intake", "plans", "closure")
        and (hasattr(model, "State") or hasattr(model, "Status"))
        and not hasattr(model, "history_object")
    }  # fmt: skip
    assert with_states == {Case, Signal, *OF_ROWS}
    assert set(OF_CASE) == set(Case.State.values)
    assert set(OF_SIGNAL) == set(Signal.State.values)
    for model, told in OF_ROWS.items():
        assert set(told) == states_of(model), model


def at(who, case: Case | None, state: str) -> tuple[Case, date]:
    """The case at that state as its people brought it there, and the day to look."""
    if state == "gathering":
        with clock.at(planning.noon(DAY)):
            return town.open_case(who, given="Nadia"), DAY
    if state in ("analysis", "planned"):
        with clock.at(planning.noon(DAY)):
            other = planning.in_analysis(who, given="Nadia")
            if state == "planned":
                planning.draft(other, who)
                planning.approve(other, who["hugo"])
        return other, DAY
    if state == "active":
        with bound(WORKER):
            return case, Checkpoint.objects.get(case=case).due_on
    if state == "paused":
        with clock.at(planning.noon(DAY)), town.acting(who["hugo"]) as hugo:
            pauses.pause(
                Case.objects.get(pk=case.pk), by=hugo, reason="Hospitalisé.",
                review_on=DAY + timedelta(days=20),
            )  # fmt: skip
        return case, DAY
    with clock.at(planning.noon(closing.LATER)):
        if state == "closing":
            closing.proposed(case, who)
            return case, closing.LATER
        closing.signed(closing.ready(case, who), who)
    with bound(WORKER):
        return case, MonitoringCheck.objects.get(case=case, number=1).due_on


@pytest.mark.parametrize("state", [s for s, owned in OF_CASE.items() if isinstance(owned, tuple)])
def test_a_case_in_each_state_is_somebodys(case, who, sign_in, state):
    """X23. Lines: each of the sources in worklist/items, ``states`` of each of their questions."""
    found, day = at(who, case, state)
    with bound(WORKER):
        assert Case.objects.get(pk=found.pk).state == state
    key, title = OF_CASE[state]
    assert has(sign_in, who, (key, title), day)
    others = {"claire", "hugo", "paul", "bruno", "lea"} - {key}
    if state not in ("closing", "monitoring"):  # there others have items of their own
        assert not any(has(sign_in, who, (other, title), day) for other in others)


def test_the_analysis_is_begun_by_its_day(who, sign_in):
    """X23, 2b. Line: ``analysis_start_days`` in from_plans.analyses."""
    at(who, None, "gathering")
    item = waits(sign_in, who["hugo"], DAY)[OF_CASE["gathering"][1]]
    days = TerritoryProfile.load().analysis_start_days
    assert clock.day_of(item.due_at) == DAY + timedelta(days=days)


def test_a_second_approval_is_waited_for_at_once(who, sign_in):
    """X23, S46. Line: ``approval_asked_at`` in from_plans.versions."""
    with bound(WORKER):
        profile = TerritoryProfile.load()
        profile.second_approver = True
        profile.save()
    at(who, None, "planned")
    assert has(sign_in, who, ("paul", "Version 1 of the plan waits for your approval"), DAY)


def signal_at(who, state: str) -> Signal:
    """A signal that its people brought to that state."""
    signal = town.signal_from(who["sophie"], channel=town.hotline())
    if state == "received":
        return signal
    signal = town.acknowledged(signal, by=who["ines"])
    if state == "acknowledged":
        return signal
    signal = town.analysed(signal, who["claire"])
    if state == "to_conference":
        return town.to_the_conference(signal, who["claire"])
    if state == "need_more":
        with town.acting(who["claire"]) as claire:
            outcome.decide_outcome(
                signal, by=claire, kind="need_more", reason="On ne sait pas.",
                question="Est-il en cours ?", addressee="Le lycée", due_on=DAY + timedelta(days=3),
            )  # fmt: skip
    return signal


@pytest.mark.parametrize("state", [s for s, owned in OF_SIGNAL.items() if isinstance(owned, tuple)])
def test_a_signal_in_each_state_is_somebodys(who, sign_in, state):
    """X23. Lines: each source in from_signals, its states."""
    with clock.at(planning.noon(DAY)):
        signal = signal_at(who, state)
    with bound(WORKER):
        assert Signal.objects.get(pk=signal.pk).state == state
    assert has(sign_in, who, OF_SIGNAL[state], DAY + timedelta(days=3))


def test_an_awaited_answer_is_the_coordinators(who, sign_in):
    """X23, S40: a receiver of the desk reads the question and asks nobody. Line: ``ANALYSE_SIGNAL``
    in from_signals.answers."""
    with clock.at(planning.noon(DAY)):
        signal_at(who, "need_more")
    assert not has(sign_in, who, ("ines", OF_SIGNAL["need_more"][1]), DAY + timedelta(days=3))


@pytest.mark.parametrize(
    ("useful", "title"),
    [
        ("yes", "The conference said yes: the file waits to be opened"),
        ("no", "The conference is held: decide what follows"),
        ("unclear", "The conference is held: decide what follows"),
    ],
)
def test_after_the_conference_somebody_decides(who, sign_in, useful, title):
    """X23, S22. Lines: ``useful`` in _at_the_conference, _conference."""
    with clock.at(planning.noon(DAY)):
        signal = signal_at(who, "to_conference")
        town.conference_on(signal, who["claire"], town.table_of(who), useful=useful)
    assert has(sign_in, who, ("claire", title), DAY)
    assert not has(sign_in, who, ("claire", "Conference to be held"), DAY)
    assert not has(sign_in, who, ("ines", title), DAY), "a receiver decides nothing"


def test_the_conference_has_its_day(who, sign_in):
    """2b: twenty working days from the decision. Line: conference_working_days."""
    with clock.at(planning.noon(DAY)):
        signal_at(who, "to_conference")
    item = waits(sign_in, who["claire"], DAY)["Conference to be held and recorded"]
    assert clock.day_of(item.due_at) == date(2026, 3, 30)


def test_a_draft_is_brought_to_its_approval(who, sign_in):
    """X23. Lines: to_bring_to_approval, ``~Exists(drafts)`` in to_draft."""
    with clock.at(planning.noon(DAY)):
        case = planning.in_analysis(who)
        planning.draft(case, who)
    assert has(sign_in, who, ("hugo", OF_ROWS[Plan]["draft"][1]), DAY)
    assert not has(sign_in, who, ("hugo", OF_CASE["analysis"][1]), DAY)
    assert not has(sign_in, who, ("claire", OF_ROWS[Plan]["draft"][1]), DAY)


def test_a_later_draft_is_somebodys_too(case, who, sign_in):
    """X23. Line: ``states`` of to_bring_to_approval."""
    with clock.at(planning.noon(DAY)), town.acting(who["hugo"]) as hugo:
        versions.start_version(
            Case.objects.get(pk=case.pk), by=hugo, trigger="information", reason="Un contrat."
        )
    assert has(sign_in, who, ("hugo", "Version 2 of the plan is a draft"), DAY)


def concluded(case: Case, who, day: date, *ratings: str) -> None:
    """A checkpoint concluded on that day, its goals rated so, written by the worker."""
    with clock.at(planning.noon(day)):
        with bound(WORKER):
            line = Checkpoint.objects.get(case=case).line
        with town.acting(who["claire"]) as claire:
            held = meeting.open_checkpoint(case, by=claire, held_on=day, line=line)
        with bound(WORKER):
            goal = Plan.objects.get(pk=held.plan_id).goals.first()
            for rating in ratings:
                CheckpointGoal(
                    meeting=held, case_id=case.pk, goal=goal, line=goal.line, rating=rating,
                    words="Dit.", written_at=clock.now(), author=who["hugo"],
                ).save(force_insert=True)  # fmt: skip
    put(
        CheckpointMeeting, held.pk, state="concluded", conclusion="go_on", grounds="Vu.",
        effects="none", online="looked", concluded_at=clock.now(), concluded_by=who["hugo"],
        next_on=day + timedelta(days=60),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rating", "asked"), [("reached", True), ("partly", False), ("dropped", False)]
)
def test_reached_goals_ask_for_a_closure(case, who, sign_in, rating, asked):
    """X23: and dropped ones alone do not. Lines: both Exists of with_goals_reached."""
    day = DAY + timedelta(days=30)
    concluded(case, who, day, rating)
    title = "Every goal is reached: propose closure, or say what goes on"
    assert has(sign_in, who, ("hugo", title), day) is asked
    assert not has(sign_in, who, ("claire", title), day)


def test_no_day_to_look_is_somebodys(case, who, sign_in):
    """X23, S52. Lines: each condition of without_a_day; ``agreed_days``; ``since``."""
    day = DAY + timedelta(days=30)
    title = "No checkpoint is planned"
    assert not has(sign_in, who, ("claire", title), day), "the plan has one"
    concluded(case, who, day)
    assert not has(sign_in, who, ("claire", title), day), "the last one agreed on a day"
    with clock.at(planning.noon(day)):  # of the day that was agreed on the new version says nothing
        planning.new_version(case, who["hugo"])
        planning.approve(case, who["hugo"], reason="Vu en équipe.")
    assert has(sign_in, who, ("claire", title), day)
    assert not has(sign_in, who, ("hugo", title), day)
    item = waits(sign_in, who["claire"], day)[title]
    assert clock.day_of(item.due_at) == day + timedelta(days=90)


def test_a_check_that_proposes_to_reopen_is_answered_by_somebody(case, who, sign_in):
    """X23, S78. Line: reopenings_proposed_to."""
    with clock.at(planning.noon(closing.LATER)):
        closing.signed(closing.ready(case, who), who)
    with bound(WORKER):
        check = MonitoringCheck.objects.get(case=case, number=1)
    with clock.at(planning.noon(check.due_on)):
        following.enter(check, who["claire"], result="concern", decision="reopen")
    title = "A check proposes to open the file again: answer it"
    assert has(sign_in, who, ("hugo", title), check.due_on)
    assert not has(sign_in, who, ("claire", title), check.due_on)


def row_at(who, case: Case, model: type, state: str) -> date:
    """A row of the running case at that state; the day to look."""
    if model is FollowUp:
        with bound(WORKER):
            row = FollowUp.objects.filter(case=case, owner=who["bruno"]).get()
        over = {"ended_on": None, "outcome": "", "performer": None}
        if state in ("done", "stopped"):
            over = {"ended_on": DAY, "outcome": "Trois visites."}
        put(FollowUp, row.pk, state=state, **over)
    elif model is Gap:
        with clock.at(planning.noon(DAY)):
            scenes.asked(scenes.gap(case, who["hugo"]), who["hugo"], who["bruno"])
    elif model is Commitment:
        with clock.at(planning.noon(DAY)), town.acting(who["bruno"]) as bruno:
            commitments.record_commitment(
                Case.objects.get(pk=case.pk), by=bruno, said_to="sa tante", said_on=DAY,
                due_on=DAY + timedelta(days=2), words="Un appel.", limit="Rien de plus.",
            )  # fmt: skip
    elif model is CheckpointMeeting:
        with bound(WORKER):
            point = Checkpoint.objects.get(case=case)
        with clock.at(planning.noon(DAY)), town.acting(who["claire"]) as claire:
            meeting.open_checkpoint(case, by=claire, held_on=DAY, line=point.line)
    elif model is Absorption:
        with clock.at(planning.noon(DAY)):
            files = {"older": absorbed.older_file(who), "younger": case}
            if state == "open":
                absorbed.ask(case, who["hugo"], files["older"])
            else:
                absorbed.ask_undoing(absorbed.absorbed(files, who), case, who["hugo"])
    elif model is Transfer:
        with clock.at(planning.noon(DAY)):
            asked = transfers.ask(case, who["hugo"])
            if state == "accepted":
                transfers.accept(asked, who["hugo"])
    else:
        return at(who, case, {ClosureProposal: "closing", MonitoringCheck: "monitoring"}[model])[1]
    return DAY


ROWS = [
    (model, state)
    for model, told in OF_ROWS.items()
    for state, owned in told.items()
    if isinstance(owned, tuple) and model not in (Outcome, Plan)
]


@pytest.mark.parametrize(("model", "state"), ROWS, ids=lambda one: getattr(one, "__name__", one))
def test_what_hangs_on_a_case_is_somebodys(case, who, sign_in, model, state):
    """X23. Lines: the sources of these, in worklist/items."""
    day = row_at(who, case, model, state)
    assert has_one(sign_in, who, OF_ROWS[model][state], day)


def has_one(sign_in, who, owned: Owned, day) -> bool:
    """Whether this person has the item, whether or not it has a day."""
    return any(name.startswith(owned[1]) for name in waits(sign_in, who[owned[0]], day))


def test_an_answer_to_an_action_has_its_own_day(case, who, sign_in):
    """X23, S60: not the day on which the action ends. Line: ``answer_due_on`` in from_carrying."""
    day = row_at(who, case, FollowUp, "waiting")
    with bound(WORKER):
        row = FollowUp.objects.get(case=case, owner=who["bruno"])
    item = waits(sign_in, who["bruno"], day)[OF_ROWS[FollowUp]["waiting"][1]]
    assert clock.meant(item.due_at) == row.answer_due_on != row.ends_on


@pytest.mark.parametrize("state", ["asked", "accepted"])
def test_a_transfer_has_its_day(case, who, sign_in, state):
    """X23, X25. Lines: ``answer_by`` and ``sign_by`` in from_closure."""
    day = row_at(who, case, Transfer, state)
    assert has(sign_in, who, OF_ROWS[Transfer][state], day)


def test_a_second_reading_is_somebodys(who, sign_in):
    """X23, S41. Line: second_readings."""
    with clock.at(planning.noon(DAY)):
        signal = signal_at(who, "in_triage")
        with town.acting(who["claire"]) as claire:
            proposed = outcome.decide_outcome(
                signal, by=claire, kind="no_action", reason="Rien.", second=who["ines"]
            )
    assert proposed.status == "proposed"
    assert has(sign_in, who, ("ines", "Second reading asked by"), DAY)
