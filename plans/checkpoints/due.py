"""Checkpoints that need this person: to be held, to be concluded (S52, S64)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import chain
from operator import itemgetter
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from casework.mine import on_cases_as
from casework.models import Case
from casework.rights import WORKERS, Role
from common import clock
from common.among import Among
from common.compiled import compiled
from common.together import Asking
from plans.checkpoints.sheet import agreed_days
from plans.models import Checkpoint, CheckpointGoal, CheckpointMeeting, Plan

AHEAD = timedelta(days=30)
State, Rating = CheckpointMeeting.State, CheckpointGoal.Rating


def to_attend(user, limit: int, until: date) -> Asking[list[tuple[date, str, Any, str]]]:
    """Ask for the checkpoints from today on, held on cases on which they work; soonest first.

    Planned in the plan that applies, or agreed on at the last checkpoint. Of each the day, the
    reference and the key of the case, and what it looks at.
    """
    days, of_case = (user, WORKERS, clock.today(), until), ("case__reference", "case_id")
    by_plan = compiled(_planned_soon, *days, most=limit, columns=("due_on", *of_case, "looks_at"))
    since = compiled(_agreed_soon, *days, most=limit, columns=("next_on", *of_case))
    yield [by_plan, since]
    found = [*by_plan, *((*row, "") for row in since)]
    return sorted(found, key=itemgetter(0, 1))[:limit]


def _of_plans(own: Any) -> Among:
    """The condition that a row is of the plan that applies, of the cases that ``own`` names.

    The plans are read first: of each case there is one, and all rows of the plans before it are
    not looked at.
    """
    return Among("plan_id", Plan.objects.filter(own, state=Plan.State.APPROVED).values("pk"))


def _not_held(rows: Any) -> Any:
    """Those of the planned checkpoints that were not held."""
    held = CheckpointMeeting.objects.filter(
        case_id=OuterRef("case_id"), line=OuterRef("line"), state=State.CONCLUDED
    )
    return rows.filter(~Exists(held), removed_at__isnull=True)


def planned(user, roles: tuple, since: date, until: date):
    """Checkpoints of plans that apply, on their cases in these roles; soonest first."""
    rows = _not_held(Checkpoint.objects.visible_to(user)).filter(
        _of_plans(on_cases_as(user, *roles, states=Case.UNDER_WAY)), due_on__range=(since, until)
    )
    return rows.select_related("case").order_by("due_on", "pk")


def agreed(user, roles: tuple, since: date, until: date):
    """Checkpoints at which the day of the next one was agreed on, likewise."""
    rows = agreed_days(CheckpointMeeting.objects.visible_to(user)).filter(
        _of_plans(on_cases_as(user, *roles, states=Case.UNDER_WAY)), next_on__range=(since, until)
    )
    return rows.select_related("case").order_by("next_on", "pk")


def _planned_soon(user, roles: tuple, since: date, until: date):
    """``planned`` of a few days: each case is looked up with the day, most have nothing then."""
    own = on_cases_as(user, *roles, states=Case.UNDER_WAY)
    rows = _not_held(Checkpoint.objects.visible_to(user)).filter(
        own, plan__state=Plan.State.APPROVED, due_on__range=(since, until)
    )
    return rows.select_related("case").order_by("due_on", "pk")


def _agreed_soon(user, roles: tuple, since: date, until: date):
    """``agreed`` of a few days, likewise."""
    own = on_cases_as(user, *roles, states=Case.UNDER_WAY)
    rows = agreed_days(CheckpointMeeting.objects.visible_to(user)).filter(
        own, next_on__range=(since, until)
    )
    return rows.select_related("case").order_by("next_on", "pk")


def to_conclude(user):
    """Open checkpoints on cases whose content they coordinate."""
    rows = CheckpointMeeting.objects.visible_to(user).filter(
        on_cases_as(user, Role.CONTENT_COORDINATOR), state=State.OPEN
    )
    return rows.select_related("case").order_by("held_on", "pk")


def without_a_day(user):
    """Cases whose process they coordinate and that are looked at on no day to come (S52, X23).

    ``since``: the day of the last checkpoint, else that on which carrying out began.
    """
    mine = on_cases_as(user, Role.PROCESS_COORDINATOR, column="pk", states=(Case.State.ACTIVE,))
    meetings = CheckpointMeeting.objects.filter(case_id=OuterRef("pk"))
    ahead = _not_held(Checkpoint.objects.filter(plan_id=OuterRef("pk")))
    planned = Plan.objects.filter(Exists(ahead), case_id=OuterRef("pk"), state=Plan.State.APPROVED)
    last = meetings.filter(state=State.CONCLUDED).order_by("-held_on").values("held_on")[:1]
    rows = Case.objects.visible_to(user).filter(
        mine,
        ~Exists(planned),
        ~Exists(agreed_days(meetings)),
        ~Exists(meetings.filter(state=State.OPEN)),
    )
    begun = TruncDate("state_since", tzinfo=timezone.get_default_timezone())
    return rows.annotate(since=Coalesce(Subquery(last), begun)).order_by("since", "pk")


def with_goals_reached(user):
    """The last checkpoint of cases whose content they coordinate, at which no goal stayed (X23).

    Every goal was reached or dropped, one at least reached, and nobody proposed closure yet.
    """
    mine = on_cases_as(user, Role.CONTENT_COORDINATOR, states=(Case.State.ACTIVE,))
    goals = CheckpointGoal.objects.filter(meeting_id=OuterRef("pk"))
    over = (Rating.REACHED, Rating.DROPPED)
    later = CheckpointMeeting.objects.filter(
        case_id=OuterRef("case_id"), state__in=(State.OPEN, State.CONCLUDED),
        opened_at__gt=OuterRef("opened_at"),
    )  # fmt: skip
    rows = CheckpointMeeting.objects.visible_to(user).filter(
        mine,
        Exists(goals.filter(rating=Rating.REACHED)),
        ~Exists(goals.exclude(rating__in=over)),
        ~Exists(later),
        state=State.CONCLUDED,
        plan__state=Plan.State.APPROVED,
    )
    return rows.select_related("case").order_by("next_on", "pk")


def to_begin(user):
    """Cases at «planned» whose process they coordinate: carrying out may begin."""
    planned = (Case.State.PLANNED,)
    mine = on_cases_as(user, Role.PROCESS_COORDINATOR, column="pk", states=planned)
    return Case.objects.visible_to(user).filter(mine).order_by("state_since", "pk")


def next_days(cases: list, until: date = date.max) -> Asking[dict]:
    """Ask for: key of a case -> the day on which it is looked at next; one step for all of them.

    Of a case that is looked at after ``until`` no day is read.
    """
    days = compiled(_next_planned, cases, until), compiled(_next_agreed, cases, until)
    yield days
    found: dict = {}
    for case, day in chain(*days):
        found[case] = min(day, found.get(case, day))
    return found


def _next_planned(cases: list, until: date):
    rows = _not_held(Checkpoint.objects.filter(_of_plans(_under_way(cases)), due_on__lte=until))
    return rows.order_by().values_list("case_id").annotate(day=Min("due_on"))


def _next_agreed(cases: list, until: date):
    rows = CheckpointMeeting.objects.filter(_of_plans(_under_way(cases)), next_on__lte=until)
    return agreed_days(rows).values_list("case_id", "next_on")


def _under_way(cases: list) -> Q:
    return Q(case__in=cases, case__state__in=Case.UNDER_WAY)
