"""The agency that owns an action says yes or no; a no comes back to the coordinator (S60)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from casework import journal
from casework.deciding import decides
from casework.rights import Right, Role
from common import clock
from common.refusals import is_written, refuse
from notices import telling
from plans.carrying import rules
from plans.carrying.decisions.base import tell
from plans.models import FollowUp

State = FollowUp.State


@decides(
    Right.REPORT_ACTION,
    whose=(rules.own_agency,),
    when=(rules.has_actions, rules.acceptable),
)
def accept_action(follow_up: FollowUp, *, by) -> FollowUp:
    """«We do it», also instead of an earlier no: then the notice of that goes (X35)."""
    _call_back(follow_up)
    follow_up.declined_because = ""
    return _answered(follow_up, State.ACCEPTED, by)


@decides(
    Right.REPORT_ACTION,
    whose=(rules.own_agency,),
    when=(rules.has_actions, rules.declinable),
)
def decline_action(follow_up: FollowUp, *, by, reason: str) -> FollowUp:
    """«We do not»: until carrying out begins also instead of an earlier yes.

    The content coordinator is told. Raises Refused without a reason.
    """
    refuse(
        is_written(
            reason,
            _("Write why the action is declined."),
            "S60",
            _("The content coordinator reads it and looks for another way."),
        )
    )
    _call_back(follow_up)
    follow_up.declined_because = reason
    _answered(follow_up, State.DECLINED, by, reason)
    key = f"{_declined(follow_up)}{follow_up.version}"
    tell(follow_up.case, "action_declined", key, by, roles=[Role.CONTENT_COORDINATOR])
    return follow_up


def _declined(follow_up: FollowUp) -> str:
    return f"action:{follow_up.pk}:declined:"


def _call_back(follow_up: FollowUp) -> None:
    telling.call_back(begins=_declined(follow_up))


def _answered(follow_up: FollowUp, state: str, by, reason: str = "") -> FollowUp:
    follow_up.state, follow_up.answered_at, follow_up.answered_by = state, clock.now(), by
    follow_up.absence_answered = ""
    follow_up.save_changes(reason=reason)
    agency = follow_up.agency.short_name
    journal.record(f"action.{state}", by=by, case=follow_up.case, reason=reason, agency=agency)
    return follow_up


@decides(Right.RECORD_DECISION, when=(rules.has_actions, rules.unanswered))
def answer_absence(follow_up: FollowUp, *, by, words: str) -> FollowUp:
    """Say what is done without an action that was declined or never answered (S60).

    Raises Refused without words.
    """
    refuse(
        is_written(
            words,
            _("Write what is done without this action."),
            "S60",
            _("One sentence is enough: who does it instead, or why it can wait."),
        )
    )
    follow_up.absence_answered = words
    follow_up.save_changes(reason=words)
    agency = follow_up.agency.short_name
    journal.record(
        "action.absence_answered", by=by, case=follow_up.case, reason=words, agency=agency
    )
    return follow_up
