"""Items of My work while a case is carried out: actions, promises, negative effects (phase 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from casework.models import Case
from common import clock
from common.together import Asking
from plans.carrying import due as carrying_due
from plans.carrying.stand import in_words
from plans.checkpoints import due as checkpoints_due
from plans.models import FollowUp
from worklist.item import Item, case_item
from worklist.source import Source, Waiting

# So long before a checkpoint a report is asked for, unless there is one since the last.
REPORTS_BEFORE = timedelta(days=14)


@dataclass(frozen=True)
class _Actions(Source):
    """The reader's own actions: to answer, to report before a checkpoint, to end (S50, S60)."""

    def days(self, rows: list[tuple[Any, ...]]) -> Asking[list[datetime | None]]:
        """The end of the action, or the day before a checkpoint that is sooner.

        An action that is late already is due on its own day, whatever the checkpoint.
        """
        known = [_Known(*row) for row in rows]
        today = clock.today()
        cases = {one.case for one in known if one.is_reported and one.ends_on >= today}
        found = (yield from _looked_at(cases)) if cases else {}
        return [clock.end_of(_day(one, found.get(one.case))) for one in known]


class _Known(NamedTuple):
    """What is read of an action before it is shown."""

    pk: Any
    ends_on: date
    case: Any
    state: str
    answer_due_on: date
    case_state: str
    reported_on: date | None
    looked_at_on: date | None

    @classmethod
    def of(cls, row: Any) -> _Known:
        return cls(
            row.pk, row.ends_on, row.case_id, row.state, row.answer_due_on, row.case.state,
            row.reported_on, row.looked_at_on,
        )  # fmt: skip

    @property
    def is_reported(self) -> bool:
        """Whether a report on it is written: it was accepted, and the carrying out has begun."""
        return self.state != FollowUp.State.WAITING and self.case_state != Case.State.PLANNED


def _looked_at(cases) -> Asking[dict]:
    """The next checkpoint of each of these cases, where it is near."""
    return (yield from checkpoints_due.next_days(list(cases), clock.today() + REPORTS_BEFORE))


def _know_checkpoints(user, rows: list[Any]) -> Asking[None]:
    cases = {row.case_id for row in rows if _Known.of(row).is_reported}
    found = (yield from _looked_at(cases)) if cases else {}
    for row in rows:
        row.checkpoint = found.get(row.case_id)


def _day(known: _Known, checkpoint: date | None) -> date:
    if known.state == FollowUp.State.WAITING:
        return known.answer_due_on
    if checkpoint is not None and _is_reported_before(known, checkpoint):
        return min(known.ends_on, checkpoint - timedelta(days=1))
    return known.ends_on


def _is_reported_before(known: _Known, checkpoint: date | None) -> bool:
    """Whether a checkpoint is near and no report was written since the last one."""
    today = clock.today()
    if not known.is_reported or checkpoint is None:
        return False
    if not today <= checkpoint <= today + REPORTS_BEFORE:
        return False
    reported, looked_at = known.reported_on, known.looked_at_on
    return reported is None or bool(looked_at and reported < looked_at)


def _action(row: Any, waits: Waiting) -> Item:
    at = f"?at={row.pk}#a-{row.pk}"
    title, known = row.action.title, _Known.of(row)
    if row.state == FollowUp.State.WAITING:
        title = _("Accept or decline: %(action)s") % {"action": title}
        return case_item(
            row, title, "plans:carrying", waits.due_at, at=at, kind=waits.kind, act=_("Answer")
        )
    words = {"meta": str(in_words(row, row.case)), "kind": waits.kind}
    if not known.is_reported:
        return case_item(
            row, title, "plans:carrying", waits.due_at, at=at, act=_("See it"), **words
        )
    if _is_reported_before(known, row.checkpoint):
        title = _("Report before the checkpoint: %(action)s") % {"action": title}
    return case_item(
        row, title, "plans:action_report", waits.due_at, row.pk, act=_("Report"), **words
    )


def _promise(row, waits: Waiting) -> Item:
    return case_item(
        row, _("Commitment to be kept"), "plans:commitment_settle", waits.due_at, row.pk,
        meta=row.said_to, kind=waits.kind, act=_("Settle"),
    )  # fmt: skip


def _effect(row, waits: Waiting) -> Item:
    return case_item(
        row, _("Open negative effect: %(kind)s") % {"kind": row.kind.label}, "plans:carrying",
        None, at=f"#e-{row.pk}", meta=row.get_severity_display(), act=_("See it"),
    )  # fmt: skip


def _outcome(row, waits: Waiting) -> Item:
    return case_item(
        row, _("Outcome to be verified: %(action)s") % {"action": row.action.title},
        "plans:action_verify", None, row.pk, meta=row.agency.short_name,
        act=_("Verify the outcome"),
    )  # fmt: skip


actions = _Actions(
    carrying_due.actions_of, _action, "action", "ends_on", before=_know_checkpoints,
    columns=(
        "case_id", "state", "answer_due_on", "case__state", "reported_on", "looked_at_on",
    ),
)  # fmt: skip
# Promises of the reader that are still open (S59).
promises = Source(carrying_due.promises_of, _promise, "action", "due_on")
# Open negative effects on the cases that the reader coordinates (S67).
effects = Source(carrying_due.effects_open_for, _effect, "plain")
# Outcomes to verify on the cases that the reader coordinates (S68).
outcomes = Source(carrying_due.outcomes_to_verify, _outcome, "plain")
