"""Decisions on an accepted action: report, end, stop, verify (S60, S68)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from casework import journal
from casework.deciding import decides
from casework.models import Case
from casework.rights import COORDINATORS, Right
from common import clock
from common.refusals import is_written, refuse
from plans.analysis.decisions.lines import change, signed
from plans.carrying import rules
from plans.carrying.decisions.base import tell, tell_one
from plans.models import ActionReport, FollowUp

State = FollowUp.State
_UNDER_WAY = {
    "whose": (rules.own_agency,),
    "when": (rules.has_begun, rules.under_way),
    "at": Case.IN_HAND,
}


@decides(Right.REPORT_ACTION, **_UNDER_WAY, adds=True)
def report_action(
    follow_up: FollowUp, *, by, happened_on: date, words: str, difficulty: bool = False
) -> ActionReport:
    """Say what was done on a day; the first report sets the action under way.

    A difficulty is told to the coordinators. Raises Refused: a day ahead, no words.
    """
    refuse(_report(happened_on, words))
    case = follow_up.case
    report = signed(
        ActionReport(
            case=case,
            follow_up=follow_up,
            happened_on=happened_on,
            words=words,
            difficulty=difficulty,
        ),
        by,
    )
    if follow_up.state == State.ACCEPTED:
        follow_up.state = State.RUNNING
        follow_up.save_changes()
    journal.record("action.reported", by=by, case=case, agency=follow_up.agency.short_name)
    if difficulty:
        tell(case, "action_difficulty", f"report:{report.pk}", by, roles=COORDINATORS)
    return report


@decides(
    Right.REPORT_ACTION,
    whose=(rules.own_report,),
    when=(rules.has_begun, rules.relied_on_by_nobody),
    at=Case.IN_HAND,
)
def correct_report(report: ActionReport, *, by, changes: dict, reason: str = "") -> ActionReport:
    """Correct day, words or difficulty of a report; what stood before is kept (S60, 2.3).

    A difficulty that was not marked before is told to the coordinators. Raises Refused: a day
    ahead, no words.
    """
    refuse(_report(changes["happened_on"], changes["words"]))
    case = report.case
    is_new = changes["difficulty"] and not report.difficulty
    change(report, changes)
    report.save_changes(reason=reason)
    agency = report.agency.short_name
    journal.record("action.report_corrected", by=by, case=case, reason=reason, agency=agency)
    if is_new:
        key = f"report:{report.pk}:v{report.version}"
        tell(case, "action_difficulty", key, by, roles=COORDINATORS)
    return report


def _report(happened_on: date, words: str):
    yield from rules.not_ahead(happened_on, "S60")
    yield from is_written(words, _("Write what was done."), "S60")


@decides(Right.REPORT_ACTION, **_UNDER_WAY)
def finish_action(
    follow_up: FollowUp,
    *,
    by,
    result: str,
    on: date,
    outcome: str,
    performer=None,
    not_done_because: str = "",
) -> FollowUp:
    """End an action as done or not done; ``performer`` is whoever did it, else ``by``.

    The coordinators are told: its outcome is to be verified. Raises Refused: a day ahead, no words,
    no cause, a performer who is not there.
    """
    performer = performer or by
    refuse(_ending(follow_up, result, on, outcome, performer, not_done_because))
    case = follow_up.case
    follow_up.state, follow_up.ended_on, follow_up.outcome = result, on, outcome
    follow_up.performer, follow_up.not_done_because = performer, not_done_because
    follow_up.save_changes()
    agency = follow_up.agency.short_name
    journal.record(f"action.{result}", by=by, case=case, reason=outcome, agency=agency)
    key = f"action:{follow_up.pk}:ended:{follow_up.version}"
    tell(case, "action_ended", key, by, roles=COORDINATORS)
    return follow_up


def _ending(follow_up: FollowUp, result, on, outcome, performer, because):
    if result not in (State.DONE, State.NOT_DONE):
        raise ValueError(f"Not a way to end an action: {result}")
    yield from rules.not_ahead(on, "S60")
    yield from is_written(outcome, _("Write what came of it."), "S60")
    yield from rules.caused(result, because)
    yield from rules.performed(follow_up, performer)


@decides(
    Right.REPORT_ACTION,
    whose=(rules.own_agency,),
    when=(rules.has_begun, rules.unverified),
    at=Case.IN_HAND,
)
def correct_outcome(follow_up: FollowUp, *, by, changes: dict, reason: str = "") -> FollowUp:
    """Correct result, day, words or performer of an outcome that nobody has verified yet.

    Raises Refused as ``finish_action``.
    """
    names = ("state", "ended_on", "outcome", "performer", "not_done_because")
    refuse(_ending(follow_up, *(changes[name] for name in names)))
    change(follow_up, changes)
    follow_up.save_changes(reason=reason)
    agency = follow_up.agency.short_name
    case = follow_up.case
    journal.record("action.outcome_corrected", by=by, case=case, reason=reason, agency=agency)
    return follow_up


@decides(Right.RECORD_DECISION, when=(rules.has_actions, rules.stoppable), at=Case.IN_HAND)
def stop_action(follow_up: FollowUp, *, by, reason: str) -> FollowUp:
    """Stop an action that is not over; its owner is told. Raises Refused without a reason."""
    refuse(is_written(reason, _("Write why the action stops."), "S60"))
    case = follow_up.case
    follow_up.state, follow_up.ended_on, follow_up.outcome = State.STOPPED, clock.today(), reason
    follow_up.save_changes(reason=reason)
    agency = follow_up.agency.short_name
    journal.record("action.stopped", by=by, case=case, reason=reason, agency=agency)
    key = f"action:{follow_up.pk}:stopped:{follow_up.version}"
    tell_one(case, "action_stopped", key, by, follow_up.owner_id)
    return follow_up


@decides(
    Right.REPORT_ACTION,
    when=(rules.has_begun, rules.unverified),
    rules=(rules.may_verify,),
    at=Case.IN_HAND,
)
def verify_outcome(follow_up: FollowUp, *, by, words: str) -> FollowUp:
    """Write what one found of the outcome of an action carried out by somebody else (S68).

    The owner is told. Raises Refused without words.
    """
    refuse(is_written(words, _("Write what was found."), "S68"))
    case = follow_up.case
    follow_up.checked_at, follow_up.checked_by = clock.now(), by
    follow_up.check_words = words
    follow_up.save_changes()
    agency = follow_up.agency.short_name
    journal.record("action.checked", by=by, case=case, reason=words, agency=agency)
    key = f"action:{follow_up.pk}:checked:{follow_up.version}"
    tell_one(case, "action_checked", key, by, follow_up.owner_id)
    return follow_up
