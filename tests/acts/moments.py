"""Other moments of the stage: cases at each state, rows as they were or will be.

A moment is a name and a function that puts a row there, as the worker, inside a savepoint. A theme
adds the moments of its rows here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from agencies.models import Turn
from casework.models import Case, Conference, Relationship
from common import clock
from common.scope import WORKER, bound
from intake.models import NamedPerson, Outcome, Signal
from plans.models import (
    ActionReport,
    AdverseEffect,
    CheckpointMeeting,
    Commitment,
    FollowUp,
    PaperFile,
    Pause,
)
from tests.acts import moments_of_closing
from tests.acts.putting import moment, put

State = Case.State
Moment = tuple[str, Callable[[], None]]


_NOT_OVER = {
    "ended_on": None, "outcome": "", "not_done_because": "", "performer": None,
    "checked_at": None, "checked_by": None, "check_words": "",
}  # fmt: skip
_UNCHECKED = {"checked_at": None, "checked_by": None, "check_words": ""}
_OPEN_EFFECT = {"closed_at": None, "closed_by": None, "closed_because": ""}
OF_ROW: dict[type, dict[str, Callable]] = {
    FollowUp: {
        "waiting": moment(state="waiting", **_NOT_OVER),
        "accepted": moment(state="accepted", **_NOT_OVER),
        "running": moment(state="running", **_NOT_OVER),
        "declined": moment(state="declined", **_NOT_OVER | {"declined_because": "Non."}),
        "unchecked": moment(**_UNCHECKED),
        "stopped": moment(state="stopped", outcome="Fini.", not_done_because="", **_UNCHECKED),
    },
    ActionReport: {"unchecked": lambda report: put(FollowUp, report.follow_up_id, **_UNCHECKED)},
    AdverseEffect: {
        "unanswered": moment(**_OPEN_EFFECT | {"response": "", "responded_by": None}),
        "answered": moment(**_OPEN_EFFECT),
    },
    Commitment: {
        "open": moment(state="open", settled_at=None, settled_by=None, settled_words=""),
    },
}
_HELD = {
    "state": "open", "concluded_at": None, "concluded_by": None, "conclusion": "",
    "cancelled_because": "",
}  # fmt: skip
OF_ROW[CheckpointMeeting] = {
    "being held": moment(**_HELD),
    "without a word online": moment(**_HELD, online_words=""),
}
OF_ROW[Conference] = {
    "on an older signal": lambda row: put(
        Signal, row.signal_id, received_at=clock.now() - timedelta(days=7)
    ),
}
OF_ROW[Relationship] = {
    "ended": lambda row: put(Relationship, row.pk, ended_at=clock.now(), ended_because="Partie."),
}
OF_ROW[PaperFile] = {
    "not handed over": moment(handed_at=None),
    "empty": moment(handed_at=None, typed={}),
}
OF_ROW[Turn] = {
    "over": lambda row: put(
        Turn, row.pk, begins_at=clock.now() - timedelta(days=2), ends_at=clock.now()
    ),
    "taken off": lambda row: put(Turn, row.pk, removed_at=clock.now()),
}
OF_ROW |= moments_of_closing.OF_ROW
# Acts whose rows are not named on the stage as it is: what comes before everything that is asked.
BEFORE: dict[str, Callable[[], None]] = {"closure:result": moments_of_closing.the_draft_applies}
# The states of the case in which each of them is asked, where a type says none of its own.
WITH_ROW = (State.PLANNED, State.ACTIVE)


def moments_of(act, subject, row) -> Iterator[Moment]:
    """Every state of the case or signal with the row as it is, and moments of the row in some.

    Moments of a case itself are those of its plan and its closing: asked of the acts on these.
    """
    if subject is None:
        return
    if isinstance(subject, Signal):
        for name, change in OF_ROW.get(type(row), {}).items():
            yield f"{type(row).__name__} {name}", partial(change, row)
        yield from _of_signal(subject)
        return
    if isinstance(subject, PaperFile | Turn):
        kind = type(subject)
        for name, change in OF_ROW[kind].items():
            yield f"{kind.__name__} {name}", partial(change, row)
        return
    for state in State:
        yield f"case {state}", _both(subject, state, None, row)
    states = moments_of_closing.AT.get(type(row), WITH_ROW)
    known = [((), states, OF_ROW.get(type(row), {}))]
    if isinstance(row, Case):
        known = [one for one in moments_of_closing.OF_CASE if act.__module__.startswith(one[0])]
    for _modules, states, moments in known:
        for name, change in moments.items():
            for state in states:
                named = f"{type(row).__name__} {name}, case {state}"
                yield named, _both(subject, state, change, row)


def _of_signal(signal: Signal) -> Iterator[Moment]:
    """Each state of a signal without a case, acknowledged where the state says so."""
    if signal.case_id:
        return
    for state in Signal.State:
        if state == Signal.State.RECEIVED:
            who = {"acknowledged_at": None, "acknowledged_by": None}
        else:
            who = {"acknowledged_at": clock.now(), "acknowledged_by": signal.holder}
        yield f"signal {state}", partial(_signal_put, signal, state=state, **who)


def _signal_put(signal: Signal, **changes) -> None:
    with bound(WORKER):
        for outcome in Outcome.objects.filter(signal=signal, status__in=("in_force", "proposed")):
            put(Outcome, outcome.pk, status="withdrawn")
        for named in NamedPerson.objects.filter(signal=signal):
            put(NamedPerson, named.pk, outcome=None)
    put(Signal, signal.pk, **changes)


def _both(case, state: str, change, row) -> Callable[[], None]:
    def go() -> None:
        put(Case, case.pk, state=state)
        if state != State.PAUSED:
            _nothing_stands_still(case)
        if change:
            change(row)

    return go


def _nothing_stands_still(case: Case) -> None:
    """End the pause that the stage left open when it put the case back."""
    with bound(WORKER):
        for pause in Pause.objects.filter(case=case, ended_at__isnull=True):
            ended = {"ended_at": clock.now(), "ended_by": pause.author, "ended_because": "Fini."}
            put(Pause, pause.pk, **ended)
