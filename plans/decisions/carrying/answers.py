"""The agency that owns an action says yes or no; a no comes back to the coordinator (S60)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from casework import clock, journal
from casework.models import Case
from casework.rights import Role
from plans.decisions.analysis.lines import refuse
from plans.decisions.carrying.base import locked_follow_up, tell
from plans.models import FollowUp
from plans.rules import carrying as rules

State = FollowUp.State


@transaction.atomic
def accept_action(follow_up: FollowUp, *, by) -> FollowUp:
    """«We do it», also instead of an earlier no. Raises Refused: another agency's, over, a yes."""
    case, follow_up = locked_follow_up(follow_up)
    refuse(rules.acceptable(case, follow_up), rules.own_agency(follow_up, by))
    follow_up.declined_because = ""
    return _answered(case, follow_up, State.ACCEPTED, by)


@transaction.atomic
def decline_action(follow_up: FollowUp, *, by, reason: str) -> FollowUp:
    """«We do not»; until the plan is carried out also instead of an earlier yes.

    The content coordinator is told. Raises Refused, without a reason too.
    """
    case, follow_up = locked_follow_up(follow_up)
    refuse(
        rules.declinable(case, follow_up),
        rules.own_agency(follow_up, by),
        rules.is_said(
            reason,
            _("Write why the action is declined."),
            "S60",
            _("The content coordinator reads it and looks for another way."),
        ),
    )
    follow_up.declined_because = reason
    _answered(case, follow_up, State.DECLINED, by, reason)
    key = f"action:{follow_up.pk}:declined:{follow_up.version}"
    tell(case, "action_declined", key, by, roles=[Role.CONTENT_COORDINATOR])
    return follow_up


def _answered(case: Case, follow_up: FollowUp, state: str, by, reason: str = "") -> FollowUp:
    follow_up.state, follow_up.answered_at, follow_up.answered_by = state, clock.now(), by
    follow_up.absence_answered = ""
    follow_up.save_changes(reason=reason)
    journal.record(
        f"action.{state}", by=by, case=case, reason=reason, agency=follow_up.agency.short_name
    )
    return follow_up


@transaction.atomic
def answer_absence(follow_up: FollowUp, *, by, words: str) -> FollowUp:
    """Say what is done without an action that was declined or never answered (S60).

    Raises Refused: it was accepted meanwhile, or without words.
    """
    case, follow_up = locked_follow_up(follow_up)
    refuse(
        rules.unanswered(case, follow_up),
        rules.is_said(
            words,
            _("Write what is done without this action."),
            "S60",
            _("One sentence is enough: who does it instead, or why it can wait."),
        ),
    )
    follow_up.absence_answered = words
    follow_up.save_changes(reason=words)
    journal.record(
        "action.absence_answered",
        by=by,
        case=case,
        reason=words,
        agency=follow_up.agency.short_name,
    )
    return follow_up
