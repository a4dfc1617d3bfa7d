"""Items of My work of signals: to acknowledge, to analyse, to read a second time (phase 1)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from casework import access
from casework.rights import Right
from common import clock
from common.compiled import compiled
from common.together import Asking
from intake.models import Signal
from intake.signals import due
from worklist.item import MOST, Item


def received(user) -> Asking[list[Item]]:
    """Signals that nobody has acknowledged yet (S24)."""
    rows = compiled(due.waiting_for, user, most=MOST)
    yield [rows]
    return [
        Item(
            title=_("New signal, not acknowledged: %(channel)s") % {"channel": signal.channel.name},
            href=reverse("intake:page", args=[signal.pk]),
            reference=signal.reference,
            meta=_("danger reported") if signal.danger == Signal.Danger.YES else "",
            due_at=signal.answer_due_at,
            kind="signal",
            act=_("Acknowledge"),
            act_url=reverse("intake:acknowledge", args=[signal.pk]),
        )
        for signal in rows
    ]


def _of_analysis(signal: Signal, title: str, due_at: datetime, kind: str, act: str) -> Item:
    href = reverse("intake:first_analysis", args=[signal.pk])
    return Item(title=title, href=href, reference=signal.reference, due_at=due_at, kind=kind,
                act=act)  # fmt: skip


def second_readings(user) -> Asking[list[Item]]:
    """Outcomes that a second person reads first (S41)."""
    rows = compiled(due.second_readings_of, user, most=MOST)
    yield [rows]
    return [
        _of_analysis(
            outcome.signal,
            _("Second reading asked by %(name)s") % {"name": outcome.proposed_by.display},
            outcome.proposed_at + timedelta(days=1),
            "decision",
            _("Read and decide"),
        )
        for outcome in rows
    ]


def analyses(user) -> Asking[list[Item]]:
    """First analyses that wait for their outcome (S40)."""
    rows = yield from due.analyses_of(user, MOST)
    return [
        _of_analysis(
            signal, _("First analysis without an outcome"), signal.due, "decision", _("Go on")
        )
        for signal in rows
    ]


def answers(user) -> Asking[list[Item]]:
    """Answers of others without which a signal is not decided (S40)."""
    if not access.may(user, Right.ANALYSE_SIGNAL):
        return []
    rows = compiled(due.answers_awaited_by, user, most=MOST)
    yield [rows]
    return [
        _of_analysis(
            outcome.signal,
            _("Answer awaited from %(name)s") % {"name": outcome.addressee},
            clock.end_of(outcome.due_on),
            "asked",
            _("See the question"),
        )
        for outcome in rows
    ]
