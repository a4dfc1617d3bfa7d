"""Items of My work of signals: to acknowledge, to analyse, to read a second time (phase 1)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from casework import access
from casework.rights import Right
from common.together import Asking
from intake.models import Signal
from intake.signals import due
from worklist.item import MOST, Item, first
from worklist.source import Source, Waiting, at_once


def _received(signal: Signal, waits: Waiting) -> Item:
    return Item(
        title=_("New signal, not acknowledged: %(channel)s") % {"channel": signal.channel.name},
        href=reverse("intake:page", args=[signal.pk]),
        reference=signal.reference,
        meta=_("danger reported") if signal.danger == Signal.Danger.YES else "",
        due_at=waits.due_at,
        kind=waits.kind,
        act=_("Acknowledge"),
        act_url=reverse("intake:acknowledge", args=[signal.pk]),
        version=signal.version,
    )


def _of_analysis(signal: Signal, title: str, due_at: datetime | None, kind: str, act: str) -> Item:
    href = reverse("intake:first_analysis", args=[signal.pk])
    return Item(title=title, href=href, reference=signal.reference, due_at=due_at, kind=kind,
                act=act)  # fmt: skip


def _second_reading(outcome, waits: Waiting) -> Item:
    title = _("Second reading asked by %(name)s") % {"name": outcome.proposed_by.display}
    return _of_analysis(outcome.signal, title, waits.due_at, waits.kind, act=_("Read and decide"))


def _answer(outcome, waits: Waiting) -> Item:
    title = _("Answer awaited from %(name)s") % {"name": outcome.addressee}
    return _of_analysis(outcome.signal, title, waits.due_at, waits.kind, act=_("See the question"))


def analyses(user) -> Asking[list[Item]]:
    """First analyses that wait for their outcome (S40)."""
    rows = yield from due.analyses_of(user, MOST + 1)
    return first(
        [
            _of_analysis(
                signal,
                _("First analysis without an outcome"),
                signal.due,
                "decision",
                act=_("Go on"),
            )
            for signal in rows
        ]
    )


def answers(user) -> Asking[list[Waiting]]:
    """Answers of others without which a signal is not decided (S40)."""
    if not access.may(user, Right.ANALYSE_SIGNAL):
        return []
    found = yield from _answers(user)
    return found


# Signals that nobody has acknowledged yet (S24).
received = Source(due.waiting_for, _received, "signal", "answer_due_at", due=at_once)
# Outcomes that a second person reads first (S41).
second_readings = Source(
    due.second_readings_of, _second_reading, "decision", "proposed_at",
    due=lambda asked: asked + timedelta(days=1),
)  # fmt: skip
_answers = Source(due.answers_awaited_by, _answer, "asked", "due_on")
