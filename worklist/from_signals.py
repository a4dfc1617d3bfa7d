"""Items of My work of signals: to acknowledge, to analyse, to read a second time (phase 1)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.roster import roster
from casework import access
from casework.models import TableAnswer, TerritoryProfile
from casework.rights import Right
from common import clock
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


def _urgent(signal: Signal, waits: Waiting) -> Item:
    on_call = [f"{turn.user.display}, {turn.phone}" for turn in signal.called]
    told = _("On call now: %(who)s") % {"who": "; ".join(on_call)}
    return Item(
        title=_("Possible danger, not acknowledged by anybody: %(channel)s")
        % {"channel": signal.channel.name},
        href=reverse("intake:page", args=[signal.pk]),
        reference=signal.reference,
        meta=told if on_call else _("Nobody is on call now."),
        due_at=waits.due_at,
        kind=waits.kind,
        act=_("Acknowledge"),
        act_url=reverse("intake:acknowledge", args=[signal.pk]),
        version=signal.version,
    )


def _since() -> tuple[datetime]:
    """By when a signal came in of which the coordinators are shown the number on call."""
    hours = TerritoryProfile.load().urgent_number_hours
    return (clock.now() - timedelta(hours=hours),)


def _with_who_is_on_call(user, rows: list[Any]) -> Asking[None]:
    """Mark each row with the turns that run now."""
    now = clock.now()
    found = yield from roster(now - timedelta(seconds=1), now + timedelta(seconds=1))
    for row in rows:
        row.called = found.called(now)


def urgent(user) -> Asking[list[Waiting]]:
    """Possible dangers that nobody has acknowledged for hours, with the number on call (S63)."""
    if not access.may(user, Right.ANALYSE_SIGNAL):
        return []
    found = yield from _urgents(user)
    return found


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


def conferences(user) -> Asking[list[Item]]:
    """Signals taken to the conference: to be held, then what follows from it (S22, X23)."""
    rows = yield from due.conferences_of(user, MOST + 1)
    return first([_conference(signal) for signal in rows])


def _conference(signal: Any) -> Item:
    if not signal.useful:
        title, act = _("Conference to be held and recorded"), _("Go on")
    elif signal.useful == TableAnswer.YES:
        title, act = _("The conference said yes: the file waits to be opened"), _("Go on")
    else:
        title, act = _("The conference is held: decide what follows"), _("Read and decide")
    return _of_analysis(signal, title, signal.due, "decision", act)


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
_urgents = Source(
    due.urgent_of, _urgent, "signal", "received_at",
    due=at_once, more=_since, before=_with_who_is_on_call,
)  # fmt: skip
_answers = Source(due.answers_awaited_by, _answer, "asked", "due_on")
