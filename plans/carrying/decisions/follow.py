"""Follow-ups: each action of the plan that applies has one, whatever the version (S53, S60)."""

from __future__ import annotations

from casework.calendar import WorkingDays
from casework.models import TerritoryProfile
from common import clock
from plans.models import Action, FollowUp, Plan
from plans.plan.sheet import counts

State = FollowUp.State


def follow(plan: Plan) -> list[FollowUp]:
    """Make or move on the follow-up of each action of an approved version; stop those left out.

    Called in the transaction of the approval. The follow-up of a line that stays keeps what stands.
    Its answer is asked for anew only when another agency or person is to do it, when it had been
    declined, when its line returns to the plan, or when a finished action is planned again (S78).
    The delay of the answer counts from the day of the approval; nobody is late before they are
    told (X14).
    """
    known = {
        row.line: row
        for row in FollowUp.objects.select_for_update(of=("self",), no_key=True)
        .filter(case=plan.case_id)
        .select_related("action")
    }
    actions = [a for a in Action.objects.filter(plan=plan).order_by("position", "pk") if counts(a)]
    days = TerritoryProfile.load().action_acceptance_working_days
    working = WorkingDays()
    due = max(
        working.add(clock.day_of(plan.approved_at), days), working.next_working(clock.today())
    )
    made = [_followed(action, known.pop(action.line, None), due) for action in actions]
    for left in known.values():
        if left.state in FollowUp.OPEN or left.state == State.DECLINED:
            _stop(left, plan)
    return made


def _followed(action: Action, follow_up: FollowUp | None, due) -> FollowUp:
    if follow_up is None:
        return FollowUp.objects.create(
            case_id=action.case_id,
            line=action.line,
            action=action,
            agency_id=action.agency_id,
            owner_id=action.owner_id,
            ends_on=action.ends_on,
            answer_due_on=due,
        )
    # A line that had left the plan and was put back is asked for like a new one.
    is_back = follow_up.state == State.STOPPED and follow_up.action.plan_id != action.plan.base_id
    is_back = is_back or _is_planned_anew(action, follow_up)
    if is_back:
        _begin_again(follow_up)
    over = follow_up.state in FollowUp.OVER and not is_back
    other_hands = (follow_up.agency_id, follow_up.owner_id) != (action.agency_id, action.owner_id)
    follow_up.action, follow_up.goes_on = action, ""
    if not over:  # what is over keeps who did it and until when it was to be done
        follow_up.ends_on, follow_up.agency_id, follow_up.owner_id = (
            action.ends_on,
            action.agency_id,
            action.owner_id,
        )
    if is_back or (not over and (other_hands or follow_up.state == State.DECLINED)):
        follow_up.state, follow_up.answer_due_on = State.WAITING, due
        follow_up.answered_at = follow_up.answered_by = None
        follow_up.declined_because = follow_up.absence_answered = ""
    follow_up.save_changes()
    return follow_up


def _is_planned_anew(action: Action, follow_up: FollowUp) -> bool:
    """Whether a finished action gets new days after its end in this version."""
    before = follow_up.action
    moved = (action.starts_on, action.ends_on) != (before.starts_on, before.ends_on)
    return follow_up.state in FollowUp.OVER and moved and action.starts_on > follow_up.ended_on


def _begin_again(follow_up: FollowUp) -> None:
    """Empty the outcome of a finished action; the history keeps it, and the page shows it."""
    follow_up.ended_on, follow_up.outcome, follow_up.not_done_because = None, "", ""
    follow_up.performer = follow_up.checked_by = follow_up.checked_at = None
    follow_up.check_words = ""


def _stop(follow_up: FollowUp, plan: Plan) -> None:
    follow_up.state, follow_up.ended_on, follow_up.outcome = (
        State.STOPPED,
        clock.today(),
        plan.reason,
    )
    follow_up.save_changes(reason=plan.reason)
