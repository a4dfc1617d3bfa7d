"""Decisions on actions that a partner proposes for its agency (S14, S50)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from casework.deciding import decides
from casework.models import Case
from casework.rights import Right, Role
from common.refusals import is_written, refuse
from notices import telling
from plans.models import Action
from plans.plan import act_rules as rules
from plans.plan.decisions.lines import add_line, record, touch

Proposal = Action.Proposal
_ANSWERED = {
    "right": Right.APPROVE_PLAN,
    "when": (rules.of_the_draft, rules.waits_for_an_answer),
}


@decides(Right.PROPOSE_PLAN, when=(rules.has_draft,), adds=True)
def propose_action(case: Case, *, by, **fields) -> Action:
    """Propose an action of the own agency for the draft; the content coordinator answers.

    Raises Refused when its dates are faulty.
    """
    fields |= {"agency_id": by.agency_id, "proposed_by": by, "proposal": Proposal.WAITING}
    fields.setdefault("owner", by)
    action = add_line(case, Action, by=by, **fields)
    record("plan.action_proposed", action, by, agency=action.agency.short_name)
    coordinators = case.members.filter(role=Role.CONTENT_COORDINATOR, active=True).exclude(user=by)
    telling.queue(
        "plan_proposal",
        key=f"plan:{action.pk}:proposed",
        to=set(coordinators.values_list("user_id", flat=True)),
        case=case,
    )
    return action


@decides(**_ANSWERED)
def take_in(action: Action, *, by) -> Action:
    """Take the proposal into the draft, as it was offered."""
    return _answered(action, Proposal.TAKEN, by, "")


@decides(**_ANSWERED)
def decline_proposal(action: Action, *, by, reason: str) -> Action:
    """Say why a proposal is not taken in. Raises Refused without a reason."""
    refuse(
        is_written(
            reason,
            _("Write why the proposal is not taken in."),
            "S14",
            _("Whoever proposed it reads the reason."),
        )
    )
    return _answered(action, Proposal.DECLINED, by, reason)


def _answered(action: Action, answer: str, by, reason: str) -> Action:
    action.proposal, action.answer = answer, reason
    action.save_changes(reason=reason)
    touch(action.plan)
    event = "plan.proposal_taken" if answer == Proposal.TAKEN else "plan.proposal_declined"
    record(event, action, by, reason=reason, agency=action.agency.short_name)
    if action.proposed_by_id != by.pk:
        telling.queue(
            "plan_proposal_answered",
            key=f"plan:{action.pk}:answered",
            to=[action.proposed_by_id],
            case=action.case,
        )
    return action
