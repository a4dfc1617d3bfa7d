"""A checkpoint as it is held, read once with everything that it looks at (S64)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from casework import clock
from casework.models import Case
from plans.models import (
    AdverseEffect,
    CheckedAction,
    CheckedGoal,
    CheckMeeting,
    Checkpoint,
    CheckSeat,
    FollowUp,
    Goal,
    Plan,
)

State = CheckMeeting.State


@dataclass
class CheckSheet:
    """One meeting and its lines, as the bound person may read them; each part one query."""

    case: Case
    meeting: CheckMeeting

    @cached_property
    def follow_ups(self) -> list[FollowUp]:
        """The actions of the version that the meeting looks at."""
        rows = FollowUp.objects.filter(case=self.case, action__plan=self.meeting.plan_id)
        return list(rows.select_related("action", "agency", "owner").order_by("ends_on", "pk"))

    @cached_property
    def goals(self) -> list[Goal]:
        rows = Goal.objects.filter(plan=self.meeting.plan_id, removed_at__isnull=True)
        return list(rows.order_by("position", "pk"))

    @cached_property
    def actions_found(self) -> dict:
        """Line of an action -> what the meeting found of it."""
        return {row.line: row for row in CheckedAction.objects.filter(meeting=self.meeting)}

    @cached_property
    def goals_found(self) -> dict:
        """Line of a goal -> how far it was."""
        return {row.line: row for row in CheckedGoal.objects.filter(meeting=self.meeting)}

    @cached_property
    def seats(self) -> list[CheckSeat]:
        rows = CheckSeat.objects.filter(meeting=self.meeting).select_related("agency")
        return list(rows.order_by("presence", "agency__name"))

    @cached_property
    def open_effects(self) -> list[AdverseEffect]:
        """Negative effects that nobody has closed yet."""
        rows = AdverseEffect.objects.filter(case=self.case, closed_at__isnull=True)
        return list(rows.select_related("kind").order_by("noticed_on", "pk"))

    @property
    def actions(self) -> list[tuple]:
        """Each action beside what was found, or None."""
        return [(row, self.actions_found.get(row.line)) for row in self.follow_ups]

    @property
    def results(self) -> list[tuple]:
        """Each goal beside how far it was, or None."""
        return [(row, self.goals_found.get(row.line)) for row in self.goals]

    @property
    def actions_not_seen(self) -> list[FollowUp]:
        return [row for row in self.follow_ups if row.line not in self.actions_found]

    @property
    def goals_not_seen(self) -> list[Goal]:
        return [row for row in self.goals if row.line not in self.goals_found]


def held(case: Case) -> list[CheckMeeting]:
    """The checkpoints of the case: the open one, then the concluded ones, newest first."""
    rows = CheckMeeting.objects.filter(case=case).exclude(state=State.CANCELLED)
    return list(rows.select_related("plan", "concluded_by").order_by("-held_on", "-opened_at"))


def coming(case: Case) -> list[Checkpoint]:
    """Planned checkpoints of the plan that applies that were not held, earliest first."""
    done = CheckMeeting.objects.filter(case=case, state=State.CONCLUDED, line__isnull=False)
    rows = Checkpoint.objects.filter(
        case=case, plan__state=Plan.State.APPROVED, removed_at__isnull=True
    ).exclude(line__in=done.values("line"))
    return list(rows.order_by("due_on", "pk"))


def next_day(case: Case):
    """When the case is looked at next: the earliest planned day, or the one last agreed; or None.

    A day that is past and was not held stays: it is what is missing. What was agreed on an earlier
    version gave way to the checkpoints of the one that applies.
    """
    planned = [point.due_on for point in coming(case)]
    last = (
        CheckMeeting.objects.filter(
            case=case, state=State.CONCLUDED, plan__state=Plan.State.APPROVED
        )
        .order_by("-held_on", "-concluded_at")
        .first()
    )
    days = planned + ([last.next_on] if last else [])
    return min(days, default=None)


def is_late(day) -> bool:
    """Whether that day is past."""
    return day is not None and day < clock.today()
