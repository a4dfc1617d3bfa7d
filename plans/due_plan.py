"""What of the plans needs somebody: the own agency's actions, for My work and partners."""

from __future__ import annotations

from casework import clock
from plans.models import Action, Plan


def actions_of(user, case=None):
    """The running and coming actions of the user's agency in plans that apply, soonest end first.

    Narrowed to what the user may see; of one ``case`` when it is given. One query.
    """
    rows = Action.objects.visible_to(user).filter(
        plan__state=Plan.State.APPROVED,
        agency_id=user.agency_id,
        removed_at__isnull=True,
        proposal=Action.Proposal.TAKEN,
        ends_on__gte=clock.today(),
    )
    if case is not None:
        rows = rows.filter(case=case)
    return rows.select_related("case", "plan", "owner", "goal").order_by("ends_on", "pk")
