"""A partner proposes an action of the own agency; the content coordinator answers (rulings 2)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casework import clock, journal, notices
from casework.models import TeamMember
from casework.refusals import Obstacle
from casework.rights import Role
from plans.decisions.plan.lines import _added
from plans.decisions.plan.locks import locked_draft, locked_line, refuse, touched
from plans.models import Action, Plan
from plans.rules import plan_acts as rules


@transaction.atomic
def propose_action(plan: Plan, *, by, **values: Any) -> Action:
    """Propose an action of the own agency for the draft; it counts once it is taken in.

    The content coordinator is told. Raises Refused as ``add_action``, and for another's agency.
    """
    plan = locked_draft(plan)
    refuse(
        rules.ends_after_it_starts(values["starts_on"], values["ends_on"]),
        rules.owner_is_of_the_agency(plan.case, values["owner"]),
        _own_agency(by, values["owner"]),
    )
    action = _added(Action(plan=plan, agency_id=by.agency_id, proposed_by=by, **values))
    journal.record("action.proposed", by=by, case=plan.case)
    coordinators = TeamMember.objects.filter(
        case=plan.case, active=True, role=Role.CONTENT_COORDINATOR
    ).exclude(user=by)
    notices.queue(
        "action_proposed",
        key=f"action:{action.pk}:proposed",
        to=coordinators.values_list("user_id", flat=True),
        case=plan.case,
    )
    return action


def _own_agency(by, owner):
    if owner.agency_id != by.agency_id:
        yield Obstacle(
            _("%(who)s is of another agency.") % {"who": owner.display},
            row="S50",
            todo=_("Propose what your own agency would do; the coordinator asks the others."),
        )


@transaction.atomic
def take_in_action(action: Action, *, by) -> Action:
    """Take a proposal into the plan; whoever proposed it is told. Twice is once."""
    action = locked_line(action)
    if action.proposed_by is None:
        return action
    proposer, action.proposed_by = action.proposed_by, None
    action.save_changes()
    touched(action.plan)
    journal.record("action.taken_in", by=by, case=action.plan.case)
    _tell(action, proposer, "taken_in")
    return action


@transaction.atomic
def decline_action(action: Action, *, by, reason: str) -> Action:
    """Decline a proposal with a reason that its author reads. Raises Refused without one."""
    action = locked_line(action)
    refuse(_still_waits(action), _says_why(reason))
    action.removed_at = clock.now()
    action.declined_reason = reason
    action.save_changes(reason=reason)
    journal.record("action.declined", by=by, case=action.plan.case, reason=reason)
    _tell(action, action.proposed_by, "declined")
    return action


def _still_waits(action: Action):
    if action.proposed_by is None or action.removed_at is not None:
        yield Obstacle(_("This proposal has its answer already."), row="S60")


def _says_why(reason: str):
    if not reason.strip():
        yield Obstacle(
            _("Write why it is not taken in."),
            row="2.3",
            todo=_("Whoever proposed it reads the reason."),
        )


def _tell(action: Action, proposer, answer: str) -> None:
    notices.queue(
        "proposal_answered",
        key=f"action:{action.pk}:{answer}",
        to=[proposer],
        case=action.plan.case,
    )
