"""Which rows of the stage an act is asked on: one of each kind, state and audience.

The stage holds many rows that answer alike. Everybody is asked on a row that most of the personas
may know of, so that the refusals by right are complete; on one of each other kind, only those who
may know of it.
"""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace

from casework.acts import Act
from casework.models import Deconfliction
from common.scope import WORKER, Actor, bound
from intake.models import NamedPerson, Outcome, Signal, SourceAssessment, Triage
from tests.acts import shown
from tests.world.people import PERSONAS

# What tells rows of one table apart, where they have it.
_TELLING = (
    "state", "status", "kind", "role", "audience", "active", "agency_id", "standing", "conclusion",
    "proposal", "withdrawn_at", "misplaced_at", "waits",
)  # fmt: skip
# Of these only whether they have one.
_WHETHER = ("file_id", "left_at", "taken_back_at")
_SECTIONS = (SourceAssessment, Triage, Deconfliction, Outcome)


class Audience:
    """Which personas may know of which rows: a query for each person and table."""

    def __init__(self, stage):
        self.people = {name: stage.persona(name) for name in PERSONAS}
        self._known = cache(self._visible)

    def _visible(self, model, persona: str) -> frozenset:
        user = self.people[persona]
        if user is None:
            return frozenset()
        with bound(Actor.of(user)):
            return frozenset(model.objects.visible_to(user).values_list("pk", flat=True))

    def of(self, act: type[Act], row) -> frozenset:
        """The personas who may know of the row and of the case or signal that it is on."""
        if row is None:
            return frozenset(PERSONAS)
        rows = {shown.owner(act, row), *([] if isinstance(row, SimpleNamespace) else [row])}
        return frozenset(
            name for name in PERSONAS if all(one.pk in self._known(type(one), name) for one in rows)
        )

    def one_of(self, knowing: frozenset):
        """The first of these who has an account, always the same one, or None."""
        found = (self.people[name] for name in PERSONAS if name in knowing)
        return next(filter(None, found), None)


def rows_for(act: type[Act], audience: Audience) -> list[tuple]:
    """(row, personas to ask), one of each kind; the first is for every persona."""
    first: dict[tuple, tuple] = {}
    for row in shown.rows_of(act):
        knowing = audience.of(act, row)
        reader = audience.one_of(knowing)
        if reader is None or not shown.is_named(act, row, reader):
            continue
        first.setdefault((knowing, _kind(act, row)), (row, knowing))
    return sorted(first.values(), key=lambda found: -len(found[1]))


def _kind(act: type[Act], row) -> tuple:
    """What makes rows of a kind: their own state and kind, and the state of their subject."""
    subject = shown.owner(act, row)
    known = vars(row) if row is not None else {}
    told = tuple(known.get(name) for name in _TELLING)
    told += tuple(bool(known.get(name)) for name in _WHETHER)
    return told + (_signal_kind(subject) if isinstance(subject, Signal) else (_state(subject),))


def _state(subject):
    return getattr(subject, "state", None)


def _signal_kind(signal: Signal) -> tuple:
    """How far the first analysis of the signal is."""
    return (
        signal.state,
        signal.pk in _named(),
        bool(signal.about),
        signal.case_id is None,
        signal.pk in _led_to(),
        *(signal.pk in _with(model) for model in _SECTIONS),
    )


@cache
def _named() -> frozenset:
    """The signals on which somebody is named."""
    with bound(WORKER):
        rows = NamedPerson.objects.filter(taken_back_at=None)
        return frozenset(rows.values_list("signal_id", flat=True))


@cache
def _led_to() -> frozenset:
    """The signals that others were brought together with."""
    with bound(WORKER):
        return frozenset(Outcome.objects.filter(kind="merged").values_list("into_id", flat=True))


@cache
def _with(model) -> frozenset:
    with bound(WORKER):
        return frozenset(model.objects.values_list("signal_id", flat=True))
