"""The stage at other moments: its cases at each state, its rows as they stood before or will.

A moment is a name and a function that puts a row there, as the worker, inside a savepoint. A theme
that is declared in acts adds the moments of its rows here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from casework.models import Case
from common import clock
from common.scope import WORKER, bound
from intake.models import Outcome, Signal
from plans.models import ActionReport, AdverseEffect, Commitment, FollowUp, Pause

State = Case.State
Moment = tuple[str, Callable[[object], None]]


def put(model: type, pk, **changes) -> None:
    """Write without asking anybody: the tests are about who may what, not about how it came."""
    with bound(WORKER):
        row = model.objects.get(pk=pk)
        for name, value in changes.items():
            setattr(row, name, value)
        row.save_changes()


def _of(**changes) -> Callable[[object], None]:
    return lambda row: put(type(row), row.pk, **changes)


_NOT_OVER = {
    "ended_on": None, "outcome": "", "not_done_because": "", "performer": None,
    "checked_at": None, "checked_by": None, "check_words": "",
}  # fmt: skip
_UNCHECKED = {"checked_at": None, "checked_by": None, "check_words": ""}
_OPEN_EFFECT = {"closed_at": None, "closed_by": None, "closed_because": ""}
OF_ROW: dict[type, dict[str, Callable]] = {
    FollowUp: {
        "waiting": _of(state="waiting", **_NOT_OVER),
        "accepted": _of(state="accepted", **_NOT_OVER),
        "running": _of(state="running", **_NOT_OVER),
        "declined": _of(state="declined", **_NOT_OVER | {"declined_because": "Non."}),
        "unchecked": _of(**_UNCHECKED),
        "stopped": _of(state="stopped", outcome="Fini.", not_done_because="", **_UNCHECKED),
    },
    ActionReport: {"unchecked": lambda report: put(FollowUp, report.follow_up_id, **_UNCHECKED)},
    AdverseEffect: {
        "unanswered": _of(**_OPEN_EFFECT | {"response": "", "responded_by": None}),
        "answered": _of(**_OPEN_EFFECT),
    },
    Commitment: {
        "open": _of(state="open", settled_at=None, settled_by=None, settled_words=""),
    },
}
# The states of the case in which each of them is asked.
WITH_ROW = (State.PLANNED, State.ACTIVE)


def moments_of(subject, row) -> Iterator[Moment]:
    """Every state of the case or signal with the row as it is, and moments of the row in some."""
    if subject is None:
        return
    if isinstance(subject, Signal):
        yield from _of_signal(subject)
        return
    for state in State:
        yield state, _both(subject, state, None, row)
    for name, change in OF_ROW.get(type(row), {}).items():
        for state in WITH_ROW:
            yield f"{state}, {name}", _both(subject, state, change, row)


def _of_signal(signal: Signal) -> Iterator[Moment]:
    """A signal with a case stays at the table, and one without is never acknowledged by nobody."""
    if signal.case_id:
        return
    for state in Signal.State:
        if state == Signal.State.RECEIVED:
            who = {"acknowledged_at": None, "acknowledged_by": None}
        else:
            who = {"acknowledged_at": clock.now(), "acknowledged_by": signal.holder}
        yield state, partial(_signal_put, signal, state=state, **who)


def _signal_put(signal: Signal, **changes) -> None:
    """What was decided of it before holds no more."""
    with bound(WORKER):
        for outcome in Outcome.objects.filter(signal=signal, status__in=("in_force", "proposed")):
            put(Outcome, outcome.pk, status="withdrawn")
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
    """The stage left its pause open when it put the case back."""
    with bound(WORKER):
        for pause in Pause.objects.filter(case=case, ended_at__isnull=True):
            ended = {"ended_at": clock.now(), "ended_by": pause.author, "ended_because": "Fini."}
            put(Pause, pause.pk, **ended)
