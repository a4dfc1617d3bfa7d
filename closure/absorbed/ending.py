"""What stands open on a file that is absorbed ends with it, and can stand again (X29, X04)."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from casework.models import Case
from closure.closing.decisions import take_back
from closure.models import Absorption, ClosureProposal, MonitoringCheck, Transfer
from closure.monitoring.decisions import drop_remaining
from closure.without_year.ending import end_all
from common import clock
from plans.models import CheckpointMeeting, FollowUp, Pause

# What ends, by its condition, with the columns that its end is written in.
ENDS: dict[Any, tuple[dict[str, Any], tuple[str, ...]]] = {
    FollowUp: ({"state__in": FollowUp.OPEN}, ("state", "ended_on", "outcome")),
    CheckpointMeeting: (
        {"state": CheckpointMeeting.State.OPEN}, ("state", "cancelled_because"),
    ),
    Pause: ({"ended_at": None}, ("ended_at", "ended_by_id", "ended_because")),
    ClosureProposal: (
        {"state": ClosureProposal.State.OPEN},
        ("state", "withdrawn_at", "withdrawn_by_id", "withdrawn_because"),
    ),
    Transfer: (
        {"state__in": Transfer.OPEN},
        ("state", "called_off_at", "called_off_by_id", "called_off_because"),
    ),
    MonitoringCheck: (
        {"state": MonitoringCheck.State.DUE}, ("state", "reason", "entered_at", "entered_by_id"),
    ),
}  # fmt: skip


def end_what_stands_open(case: Case, *, by, reason: str) -> list[list]:
    """End it; needs the case's lock and the rights of the worker.

    Questions, promises and planned days stay as they were: of a case that is over nobody is
    reminded. Returns what ended: model, key, version before.
    """
    left = [
        [model._meta.label, str(row.pk), row.version]
        for model, (is_open, _columns) in ENDS.items()
        for row in model.objects.filter(case=case, **is_open).order_by("pk")
    ]
    end_all(case, by=by, reason=reason)
    drop_remaining(case, by=by, reason=reason)
    for proposal in ClosureProposal.objects.filter(case=case, state=ClosureProposal.State.OPEN):
        take_back(proposal, by, reason)
    for transfer in Transfer.objects.filter(case=case, state__in=Transfer.OPEN):
        transfer.state, transfer.called_off_at = Transfer.State.CALLED_OFF, clock.now()
        transfer.called_off_by, transfer.called_off_because = by, reason
        transfer.save_changes(reason=reason)
    return left


def let_stand_again(left: list[list], *, reason: str) -> None:
    """Put back what ended, as it stood before; what was written since stays as it is."""
    for label, key, version in left:
        model = apps.get_model(label)
        row = model.objects.select_for_update(of=("self",), no_key=True).get(pk=key)
        before = row.history.filter(version=version).order_by("-history_id").first()
        if before is None or row.version != version + 1:
            continue
        for column in ENDS[model][1]:
            setattr(row, column, getattr(before, column))
        row.save_changes(reason=reason)


def lapse_other_questions(case: Case, *, but: Absorption, by) -> None:
    """Questions about another file that wait on a file that is absorbed wait no more, on both
    sides."""
    waiting = Absorption.objects.filter(case=case, state=Absorption.State.OPEN)
    pairs = waiting.exclude(pair=but.pair).values("pair")
    for row in Absorption.objects.filter(pair__in=pairs, state=Absorption.State.OPEN):
        row.state, row.settled_at, row.settled_by = (
            Absorption.State.TAKEN_BACK, clock.now(), by,
        )  # fmt: skip
        row.save_changes()
