"""What stands before the plan is carried out, and before an action is answered."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from casework.models import Case
from casework.phases import guards
from casework.refusals import Obstacle
from plans.models import FollowUp

State = FollowUp.State
CARRIED = (Case.State.PLANNED, Case.State.ACTIVE, Case.State.PAUSED, Case.State.CLOSING)


@guards("plan.started")
def every_action_answered(case: Case) -> Iterator[Obstacle]:
    """A plan begins with what was promised, not with what was hoped for (S60)."""
    unsure = FollowUp.objects.filter(
        case=case, state__in=[State.WAITING, State.DECLINED], absence_answered=""
    ).select_related("agency", "action")
    for row in unsure.order_by("answer_due_on", "pk"):
        words = {"agency": row.agency.short_name, "action": row.action.title}
        sentence = (
            _("%(agency)s declined “%(action)s”.")
            if row.state == State.DECLINED
            else _("%(agency)s has not answered “%(action)s” yet.")
        )
        yield Obstacle(
            sentence % words,
            row="S60",
            todo=_("Ask again, change the plan, or write what is done without this action."),
        )


def answerable(case: Case, follow_up: FollowUp, by) -> Iterator[Obstacle]:
    """Whoever does it says yes; nobody says it for another agency (S60)."""
    if case.state not in CARRIED:
        yield Obstacle(
            _("The case is at “%(now)s”: there is no action to answer.")
            % {"now": case.get_state_display()},
            row="S60",
        )
    if follow_up.agency_id != by.agency_id:
        yield Obstacle(
            _("%(agency)s answers for this action.") % {"agency": follow_up.agency.name},
            row="S60",
            todo=_("Ask %(who)s.") % {"who": follow_up.owner.display},
        )
    if follow_up.state not in (State.WAITING, State.DECLINED):
        yield Obstacle(
            _("This action is at “%(now)s” already.") % {"now": follow_up.get_state_display()},
            row="S60",
        )


def unanswered(follow_up: FollowUp) -> Iterator[Obstacle]:
    """What was accepted is not replaced behind its owner's back (S60)."""
    if follow_up.state in (State.WAITING, State.DECLINED):
        return
    yield Obstacle(
        _("This action is at “%(now)s” already.") % {"now": follow_up.get_state_display()},
        row="S60",
        todo=_("Change the plan if it is to be done otherwise."),
    )
