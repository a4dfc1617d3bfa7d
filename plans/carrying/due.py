"""What of the carrying out needs somebody: answers, late actions, effects, promises.

Each is one query along its partial index, narrowed to what the bound actor may see.
"""

from __future__ import annotations

from django.db.models import OuterRef, Subquery

from casework.mine import is_own, on_cases_as
from casework.models import Case
from casework.rights import COORDINATORS, Role
from plans.models import (
    ActionReport,
    AdverseEffect,
    CheckpointMeeting,
    Commitment,
    FollowUp,
    Pause,
)

State = FollowUp.State


def actions_of(user):
    """The actions that this person answers for and that are not over, soonest end first.

    Under monitoring those that go on: what was never accepted is asked of nobody any more (S89).
    ``reported_on``: the day of the last report on it; ``looked_at_on``: of the last checkpoint.
    """
    reports = ActionReport.objects.filter(follow_up=OuterRef("pk")).order_by("-happened_on")
    meetings = CheckpointMeeting.objects.filter(
        case=OuterRef("case"), state=CheckpointMeeting.State.CONCLUDED
    ).order_by("-held_on")
    rows = FollowUp.objects.visible_to(user).filter(
        owner=user,
        agency_id=user.agency_id,
        state__in=FollowUp.OPEN,
        case__state__in=Case.WITH_ACTIONS,
    )
    rows = _asked_of_somebody(rows).annotate(
        reported_on=Subquery(reports.values("happened_on")[:1]),
        looked_at_on=Subquery(meetings.values("held_on")[:1]),
    )
    return rows.select_related("case", "action").order_by("ends_on", "pk")


def _asked_of_somebody(rows):
    """Those but what was never accepted when the case closed: nobody answers it any more (S89)."""
    return rows.exclude(case__state=Case.State.MONITORING, state=State.WAITING)


def of_colleagues(user):
    """What others of this partner's agency have to do on their cases, soonest end first."""
    rows = FollowUp.objects.visible_to(user).filter(
        agency_id=user.agency_id, state__in=FollowUp.OPEN
    )
    rows = _asked_of_somebody(rows.filter(is_own(user, Role.PARTNER, states=Case.WITH_ACTIONS)))
    rows = rows.exclude(owner=user).select_related("case", "action", "owner")
    return rows.order_by("ends_on", "pk")


def _coordinates(user):
    return on_cases_as(user, *COORDINATORS, states=Case.WITH_ACTIONS)


def pauses_of(user):
    """Pauses of cases whose content they coordinate, by the day they are looked at again (X23)."""
    paused = (Case.State.PAUSED,)
    mine = on_cases_as(user, Role.CONTENT_COORDINATOR, states=paused)
    rows = Pause.objects.visible_to(user).filter(mine, ended_at__isnull=True)
    return rows.select_related("case").order_by("review_on", "pk")


def effects_open_for(user):
    """Open negative effects on the cases that this person coordinates, oldest first (S67)."""
    rows = AdverseEffect.objects.visible_to(user).filter(_coordinates(user), closed_at__isnull=True)
    return rows.select_related("case", "kind").order_by("noticed_on", "pk")


def open_on_cases_of(user):
    """What every agency still has to do on the cases that this person coordinates (S60)."""
    rows = FollowUp.objects.visible_to(user).filter(_coordinates(user), state__in=FollowUp.OPEN)
    return _asked_of_somebody(rows)


def outcomes_to_verify(user):
    """Outcomes that another than the performer has still to verify, oldest first (S68)."""
    rows = FollowUp.objects.visible_to(user).filter(
        _coordinates(user),
        state=State.DONE,
        checked_at__isnull=True,
    )
    rows = rows.exclude(performer=user).select_related("case", "action", "agency")
    return rows.order_by("ended_on", "pk")


def promises_of(user):
    """Open promises that this person made, soonest first (S59); under monitoring too (X28)."""
    rows = Commitment.objects.visible_to(user).filter(
        author=user, state=Commitment.State.OPEN, case__state__in=Case.WITH_ACTIONS
    )
    return rows.select_related("case").order_by("due_on", "pk")
