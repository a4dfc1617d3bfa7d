"""What needs someone after closure, and since when."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q

from casework.calendar import WorkingDays
from casework.mine import on_cases_as
from casework.models import Case, TeamMember
from casework.rights import Role
from closure.models import MonitoringCheck
from common import clock
from common.among import Among
from plans.models import AdverseEffect, FollowUp

State = MonitoringCheck.State
_ENDED = (FollowUp.State.DONE, FollowUp.State.NOT_DONE)
_UNVERIFIED = Q(state__in=_ENDED, checked_by__isnull=True)


def checks_of(user):
    """Due checks that this person holds.

    Named for them; or on cases whose process they coordinate, where nobody named is there.
    """
    return _checks(user, Q())


def checks_between(user, since: date, until: date):
    """Those of them that are due from one day to another."""
    return _checks(user, Q(due_on__range=(since, until)))


def checks_until(user, until: date):
    """Those of them that are due by that day, however late."""
    return _checks(user, Q(due_on__lte=until))


def _checks(user, when: Q):
    """Each of the two ways to hold a check is looked up by its own index."""
    rows = MonitoringCheck.objects.visible_to(user).filter(when, state=State.DUE)
    monitored = (Case.State.MONITORING,)
    named = rows.filter(on_cases_as(user, states=monitored), person=user)
    present = TeamMember.objects.present().filter(
        case_id=OuterRef("case_id"), user_id=OuterRef("person_id")
    )
    nobodys = rows.filter(
        on_cases_as(user, Role.PROCESS_COORDINATOR, states=monitored),
        ~Exists(present),
    )
    keys = Q(Among("pk", named.values("pk"))) | Q(Among("pk", nobodys.values("pk")))
    found = MonitoringCheck.objects.visible_to(user).filter(keys)
    return found.select_related("case", "person").order_by("due_on", "pk")


def reopenings_proposed_to(user):
    """Held checks that propose to open the file again, on whose content this person answers."""
    monitored = (Case.State.MONITORING,)
    rows = MonitoringCheck.objects.visible_to(user).filter(
        on_cases_as(user, Role.CONTENT_COORDINATOR, states=monitored),
        state=State.HELD, decision=MonitoringCheck.Decision.REOPEN, reason="",
    )  # fmt: skip
    return rows.select_related("case").order_by("held_on", "pk")


def ends_waiting(user):
    """Cases whose last check is entered, with nothing left open: their coordinator may end them."""
    checks = MonitoringCheck.objects.filter(case_id=OuterRef("pk"))
    unanswered = checks.filter(
        state=State.HELD, decision=MonitoringCheck.Decision.REOPEN, reason=""
    )
    actions = FollowUp.objects.filter(case_id=OuterRef("pk"))
    effects = AdverseEffect.objects.filter(case_id=OuterRef("pk"), closed_at__isnull=True)
    monitored = (Case.State.MONITORING,)
    coordinates = on_cases_as(user, Role.PROCESS_COORDINATOR, column="pk", states=monitored)
    return (
        Case.objects.visible_to(user)
        .filter(coordinates)
        .exclude(Exists(checks.filter(state=State.DUE)))
        .exclude(Exists(unanswered))
        .exclude(Exists(actions.filter(Q(state__in=FollowUp.OPEN) | _UNVERIFIED)))
        .exclude(Exists(effects))
        .order_by("state_since", "pk")
    )


def entry_ends_on(held_on: date, days: WorkingDays) -> date:
    """The last day on which a check held that day is entered in time (2.4)."""
    return days.add(held_on, days.profile.check_entry_working_days)


def not_held_so_far(check: MonitoringCheck, days: WorkingDays) -> bool:
    """Whether a due check counts as not held: its day and the days to enter it are over (2.4)."""
    return check.state == State.DUE and clock.today() > entry_ends_on(check.due_on, days)
