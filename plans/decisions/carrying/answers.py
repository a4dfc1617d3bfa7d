"""The agency that owns an action says yes or no; a no comes back to the coordinator (S60)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from casework import clock, journal, notices
from casework.models import Case
from casework.refusals import refuse, refuse_unless
from casework.rights import Role
from plans.models import FollowUp
from plans.rules import carrying as rules

State = FollowUp.State


def locked_follow_up(follow_up: FollowUp) -> tuple[Case, FollowUp]:
    """The case and the follow-up under their locks, case first."""
    case = Case.locked(follow_up.case_id)
    return case, FollowUp.locked(follow_up.pk)


@transaction.atomic
def accept_action(follow_up: FollowUp, *, by) -> FollowUp:
    """«We do it.» Raises Refused: not the agency's, or answered already."""
    case, follow_up = locked_follow_up(follow_up)
    refuse(rules.answerable(case, follow_up, by))
    return _answered(case, follow_up, State.ACCEPTED, by)


@transaction.atomic
def decline_action(follow_up: FollowUp, *, by, reason: str) -> FollowUp:
    """«We do not.» The content coordinator is told. Raises Refused, without a reason too."""
    case, follow_up = locked_follow_up(follow_up)
    refuse(rules.answerable(case, follow_up, by))
    refuse_unless(
        bool(reason.strip()),
        _("Write why the action is declined."),
        "S60",
        _("The content coordinator reads it and looks for another way."),
    )
    follow_up.declined_because = reason
    _answered(case, follow_up, State.DECLINED, by, reason)
    coordinators = case.members.filter(role=Role.CONTENT_COORDINATOR, active=True).exclude(user=by)
    notices.queue(
        "action_declined",
        key=f"action:{follow_up.pk}:declined:{follow_up.version}",
        to=set(coordinators.values_list("user_id", flat=True)),
        case=case,
    )
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
    refuse(rules.unanswered(follow_up))
    refuse_unless(
        bool(words.strip()),
        _("Write what is done without this action."),
        "S60",
        _("One sentence is enough: who does it instead, or why it can wait."),
    )
    follow_up.absence_answered = words
    follow_up.save_changes(reason=words)
    journal.record("action.absence_answered", by=by, case=case, agency=follow_up.agency.short_name)
    return follow_up
