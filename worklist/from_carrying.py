"""Items of My work while a case is carried out: actions, promises, negative effects (phase 3)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from casework.models import Case
from common import clock
from common.compiled import compiled
from common.together import Asking
from plans.carrying import due as carrying_due
from plans.checkpoints import due as checkpoints_due
from plans.models import FollowUp
from worklist.item import MOST, Item, case_item

# So long before a checkpoint a report is asked for, unless there is one since the last.
REPORTS_BEFORE = timedelta(days=14)


def actions(user) -> Asking[list[Item]]:
    """The reader's own actions: to answer, to report before a checkpoint, to end (S50, S60)."""
    rows = compiled(carrying_due.actions_of, user, most=MOST)
    yield [rows]
    cases = [row.case_id for row in rows]
    looked_at = (yield from checkpoints_due.next_days(cases)) if cases else {}
    return [_action(row, looked_at.get(row.case_id)) for row in rows]


def _action(row: FollowUp, checkpoint) -> Item:
    at = f"?at={row.pk}#a-{row.pk}"
    if row.state == FollowUp.State.WAITING:
        title = _("Accept or decline: %(action)s") % {"action": row.action.title}
        until = clock.end_of(row.answer_due_on)
        return case_item(row, title, "plans:carrying", until, at=at, kind="action", act=_("Answer"))
    if row.case.state == Case.State.PLANNED:
        return case_item(
            row, row.action.title, "plans:carrying", clock.end_of(row.ends_on), at=at,
            meta=row.get_state_display(), kind="action", act=_("See it"),
        )  # fmt: skip
    title, due = row.action.title, row.ends_on
    if _is_reported_before(row, checkpoint):
        title = _("Report before the checkpoint: %(action)s") % {"action": title}
        due = min(due, checkpoint - timedelta(days=1))
    return case_item(
        row, title, "plans:action_report", clock.end_of(due), row.pk, meta=row.get_state_display(),
        kind="action", act=_("Report"),
    )  # fmt: skip


def _is_reported_before(row: Any, checkpoint: date | None) -> bool:
    """Whether a checkpoint is near and no report was written since the last one."""
    today = clock.today()
    if checkpoint is None or not today <= checkpoint <= today + REPORTS_BEFORE:
        return False
    return row.reported_on is None or bool(row.looked_at_on and row.reported_on < row.looked_at_on)


def promises(user) -> Asking[list[Item]]:
    """Promises of the reader that are still open (S59)."""
    rows = compiled(carrying_due.promises_of, user, most=MOST)
    yield [rows]
    return [
        case_item(
            row, _("Commitment to be kept"), "plans:commitment_settle",
            clock.end_of(row.due_on) if row.due_on else None, row.pk, meta=row.said_to,
            kind="action", act=_("Settle"),
        )
        for row in rows
    ]  # fmt: skip


def effects(user) -> Asking[list[Item]]:
    """Open negative effects on the cases that the reader coordinates (S67)."""
    rows = compiled(carrying_due.effects_open_for, user, most=MOST, keys_first=True)
    yield [rows]
    return [
        case_item(
            row, _("Open negative effect: %(kind)s") % {"kind": row.kind.label}, "plans:carrying",
            None, at=f"#e-{row.pk}", meta=row.get_severity_display(), act=_("See it"),
        )
        for row in rows
    ]  # fmt: skip


def outcomes(user) -> Asking[list[Item]]:
    """Outcomes to verify on the cases that the reader coordinates (S68)."""
    rows = compiled(carrying_due.outcomes_to_verify, user, most=MOST, keys_first=True)
    yield [rows]
    return [
        case_item(
            row, _("Outcome to be verified: %(action)s") % {"action": row.action.title},
            "plans:action_verify", None, row.pk, meta=row.agency.short_name,
            act=_("Verify the outcome"),
        )
        for row in rows
    ]  # fmt: skip
