"""What of phases 2 and 3 has a day, and whom it concerns (S44, S52, S59, S60)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from casework.models import Case, TeamMember
from casework.reminders import Duty, Occurrence, registry
from casework.rights import Role
from plans.checks import agreed_days
from plans.models import CheckMeeting, Checkpoint, Commitment, FollowUp, Gap, Plan

State = Case.State
WORKED_ON = (State.ANALYSIS, State.PLANNED, State.ACTIVE, State.PAUSED, State.CLOSING)
CARRIED_OUT = (State.ACTIVE, State.PAUSED, State.CLOSING)
COORDINATORS = (Role.PROCESS_COORDINATOR, Role.CONTENT_COORDINATOR)


def gaps(horizon: date, limit: int) -> Iterator[Occurrence]:
    """Questions that somebody finds out until a day (S44)."""
    rows = Gap.objects.filter(
        status=Gap.Status.TO_FIND_OUT, due_on__lte=horizon, case__state__in=WORKED_ON
    )
    for row in rows.select_related("case").order_by("due_on", "pk")[:limit]:
        yield Occurrence(f"gap:{row.pk}", row.case, row.due_on, (row.finder_id,))


def answers(horizon: date, limit: int) -> Iterator[Occurrence]:
    """Actions that their agency has neither accepted nor declined (S60)."""
    rows = FollowUp.objects.filter(
        state=FollowUp.State.WAITING,
        answer_due_on__lte=horizon,
        case__state__in=(State.PLANNED, *CARRIED_OUT),
    )
    for row in rows.select_related("case").order_by("answer_due_on", "pk")[:limit]:
        yield Occurrence(f"answer:{row.pk}", row.case, row.answer_due_on, (row.owner_id,))


def actions(horizon: date, limit: int) -> Iterator[Occurrence]:
    """Actions that run past their last day without an outcome (S60)."""
    rows = FollowUp.objects.filter(
        state__in=(FollowUp.State.ACCEPTED, FollowUp.State.RUNNING),
        ends_on__lte=horizon,
        case__state__in=CARRIED_OUT,
    )
    for row in rows.select_related("case").order_by("ends_on", "pk")[:limit]:
        yield Occurrence(f"action:{row.pk}", row.case, row.ends_on, (row.owner_id,))


def promises(horizon: date, limit: int) -> Iterator[Occurrence]:
    """Commitments that nobody has settled (S59)."""
    rows = Commitment.objects.filter(
        state=Commitment.State.OPEN, due_on__lte=horizon, case__state__in=CARRIED_OUT
    )
    for row in rows.select_related("case").order_by("due_on", "pk")[:limit]:
        yield Occurrence(f"promise:{row.pk}", row.case, row.due_on, (row.author_id,))


def checkpoints(horizon: date, limit: int) -> Iterator[Occurrence]:
    """Planned checkpoints of the plan that applies that were not held (S52)."""
    held = CheckMeeting.objects.filter(state=CheckMeeting.State.CONCLUDED, line__isnull=False)
    rows = Checkpoint.objects.filter(
        plan__state=Plan.State.APPROVED,
        removed_at__isnull=True,
        due_on__lte=horizon,
        case__state__in=CARRIED_OUT,
    ).exclude(line__in=held.values("line"))
    found = [
        (f"checkpoint:{row.line}", row.case, row.due_on)
        for row in rows.select_related("case").order_by("due_on", "pk")[:limit]
    ]
    found += _agreed(horizon, limit)
    holders = _process_coordinators([case.pk for _key, case, _day in found])
    for key, case, day in sorted(found, key=lambda one: (one[2], one[0])):
        yield Occurrence(key, case, day, tuple(holders.get(case.pk, ())))


def _agreed(horizon: date, limit: int) -> list[tuple]:
    """Days that a checkpoint agreed on for the next one, while no later one was concluded."""
    rows = agreed_days(CheckMeeting.objects).filter(
        next_on__lte=horizon, case__state__in=CARRIED_OUT
    )
    return [
        (f"agreed:{row.pk}", row.case, row.next_on)
        for row in rows.select_related("case").order_by("next_on", "pk")[:limit]
    ]


def _process_coordinators(cases: list) -> dict:
    found: dict = {}
    rows = TeamMember.objects.filter(case_id__in=cases, active=True, role=Role.PROCESS_COORDINATOR)
    for case, user in rows.values_list("case_id", "user_id"):
        found.setdefault(case, []).append(user)
    return found


registry.add(
    Duty("gap", gaps, escalates_to=COORDINATORS),
    "plans:analysis",
    soon=_("A question of %(reference)s is to be answered soon."),
    today=_("A question of %(reference)s is to be answered today."),
    late=_("A question of %(reference)s has no answer yet."),
    escalated=_("A question of %(reference)s still has no answer."),
)
registry.add(
    Duty("action_answer", answers, before=1),
    "plans:carrying",
    soon=_("An action of %(reference)s waits for your agency’s yes or no."),
    today=_("Today is the last day to accept or decline an action of %(reference)s."),
    late=_("An action of %(reference)s was neither accepted nor declined in time."),
    escalated=_("An action of %(reference)s still has no answer."),
)
registry.add(
    Duty("action_end", actions, before=3, escalates_to=COORDINATORS),
    "plans:carrying",
    soon=_("An action of %(reference)s ends soon."),
    today=_("An action of %(reference)s ends today."),
    late=_("An action of %(reference)s is past its last day."),
    escalated=_("An action of %(reference)s is long past its last day."),
)
registry.add(
    Duty("promise", promises, escalates_to=COORDINATORS),
    "plans:carrying",
    soon=_("A commitment made on %(reference)s is due soon."),
    today=_("A commitment made on %(reference)s is due today."),
    late=_("A commitment made on %(reference)s is past its day."),
    escalated=_("A commitment made on %(reference)s is long past its day."),
)
registry.add(
    Duty(
        "checkpoint",
        checkpoints,
        before="checkpoint_reminder_days",
        escalates_to=(Role.CONTENT_COORDINATOR, Role.RISK_OWNER),
    ),
    "plans:checkpoints",
    soon=_("The checkpoint of %(reference)s is near."),
    today=_("The checkpoint of %(reference)s is today."),
    late=_("The checkpoint of %(reference)s was not held on its day."),
    escalated=_("The checkpoint of %(reference)s still has not been held."),
)
