"""What rules, decisions and pages read of a checkpoint, and of all checkpoints of a case (S64)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from agencies.models import Agency
from casework.models import Case
from common import clock
from common.compiled import Rows, compiled
from common.guarded import Versioned
from common.together import ask_together
from common.words import Words
from plans.carrying.stand import in_words
from plans.models import (
    Action,
    AdverseEffect,
    Checkpoint,
    CheckpointAction,
    CheckpointGoal,
    CheckpointMeeting,
    CheckpointSeat,
    FollowUp,
    Goal,
    LevelRating,
    Plan,
)
from plans.plan.sheet import counts

State = CheckpointMeeting.State


@dataclass(frozen=True)
class Looked:
    """An action of the meeting's version, its follow-up, and what the meeting found of it."""

    action: Action
    follow_up: FollowUp
    found: CheckpointAction | None

    @property
    def line(self):
        return self.action.line

    @property
    def says(self) -> Words:
        """Where the agency says that it stands, in words."""
        return in_words(self.follow_up, self.follow_up.case)

    @property
    def seen(self) -> bool:
        return self.found is not None and bool(self.found.standing)


def _seats(meeting: CheckpointMeeting) -> QuerySet[CheckpointSeat]:
    return CheckpointSeat.objects.filter(meeting=meeting)


def _actions(meeting: CheckpointMeeting) -> QuerySet[CheckpointAction]:
    return CheckpointAction.objects.filter(meeting=meeting)


def _goals(meeting: CheckpointMeeting) -> QuerySet[CheckpointGoal]:
    return CheckpointGoal.objects.filter(meeting=meeting)


_OF_MEETING = {"seats": _seats, "actions": _actions, "goals": _goals}


@dataclass
class CheckpointSheet:
    """One meeting and its lines, as the bound person may read them; each part one query."""

    case: Case
    meeting: CheckpointMeeting

    @cached_property
    def actions(self) -> list[Looked]:
        """The actions of the version that the meeting looks at, whatever version came later.

        A follow-up moves on with its line when a version is approved; the action does not.
        """
        rows = Action.objects.filter(plan=self.meeting.plan_id)
        rows = rows.select_related("agency", "owner").order_by("ends_on", "pk")
        if "plan" in self.meeting._state.fields_cache:
            for row in rows:  # its names are those of the version
                row.plan = self.meeting.plan
        follow_ups = {row.line: row for row in FollowUp.objects.filter(case=self.case)}
        for row in follow_ups.values():
            row.case = self.case
        return [
            Looked(row, follow_ups[row.line], self.actions_found.get(row.line))
            for row in rows
            if counts(row) and row.line in follow_ups
        ]

    @cached_property
    def goals(self) -> list[Goal]:
        rows = Goal.objects.filter(plan=self.meeting.plan_id, removed_at__isnull=True)
        return list(rows.order_by("position", "pk"))

    @cached_property
    def _found(self) -> dict[str, Rows]:
        """All that was written of the meeting, section by section (one query)."""
        found = {name: compiled(ask, self.meeting) for name, ask in _OF_MEETING.items()}
        ask_together(*found.values())
        return found

    @cached_property
    def actions_found(self) -> dict:
        """Line of an action -> what the meeting found of it."""
        return {row.line: row for row in self._found["actions"]}

    @cached_property
    def goals_found(self) -> dict:
        """Line of a goal -> how far it was."""
        return {row.line: row for row in self._found["goals"]}

    @cached_property
    def seats(self) -> list[CheckpointSeat]:
        """The agencies of which a presence was written, with it."""
        rows = CheckpointSeat.objects.filter(meeting=self.meeting).exclude(presence="")
        return list(rows.select_related("agency").order_by("presence", "agency__name_key"))

    @cached_property
    def agencies(self) -> list[Agency]:
        return agencies_of(self.case, self.meeting)

    @cached_property
    def open_effects(self) -> list[AdverseEffect]:
        """Negative effects that nobody has closed yet."""
        rows = AdverseEffect.objects.filter(case=self.case, closed_at__isnull=True)
        return list(rows.select_related("kind").order_by("noticed_on", "pk"))

    @cached_property
    def online_seen_on(self) -> date | None:
        """When somebody last looked at the online side, before this meeting."""
        looked = CheckpointMeeting.objects.filter(
            case=self.case, state=State.CONCLUDED, online=CheckpointMeeting.Online.LOOKED
        ).aggregate(day=Max("held_on"))
        rated = LevelRating.objects.filter(case=self.case, domain__code="online").exclude(
            level=LevelRating.Level.NO_INFORMATION
        )
        days = (looked["day"], rated.aggregate(day=Max("rated_on"))["day"])
        return max((day for day in days if day), default=None)

    @property
    def everything_found(self) -> list[Versioned]:
        """The meeting and every row that was written of it, those that say nothing any more too."""
        return [self.meeting, *(row for rows in self._found.values() for row in rows)]

    @property
    def results(self) -> list[tuple]:
        return [(row, self.goals_found.get(row.line)) for row in self.goals]

    @property
    def actions_not_seen(self) -> list[Looked]:
        """Actions without a choice: a row with words alone counts as not looked at."""
        return [row for row in self.actions if not row.seen]

    @property
    def goals_not_seen(self) -> list[Goal]:
        return [row for row, found in self.results if found is None or not found.rating]


def sheet_of(meeting: CheckpointMeeting) -> CheckpointSheet:
    """The sheet of the meeting, kept on this instance; one under lock reads anew."""
    return meeting.__dict__.setdefault("_sheet", CheckpointSheet(meeting.case, meeting))


def agencies_of(case: Case, meeting: CheckpointMeeting) -> list[Agency]:
    """The agencies with a seat: those of the team, and those seated that have left it since."""
    team = case.members.running().values("agency_id")
    seated = CheckpointSeat.objects.filter(meeting=meeting).exclude(presence="").values("agency_id")
    return list(Agency.objects.filter(Q(pk__in=team) | Q(pk__in=seated)).order_by("name_key", "pk"))


@dataclass(frozen=True)
class Ahead:
    """A checkpoint to come: of the plan, or agreed on at the checkpoint of a day."""

    due_on: date
    looks_at: str = ""
    agreed_at: date | None = None


@dataclass
class Checkpoints:
    """The checkpoints of one case, as the bound person may read them; each part one query."""

    case: Case

    @cached_property
    def held(self) -> list[CheckpointMeeting]:
        """The open one and the concluded ones, newest first."""
        return list(compiled(_held, self.case))

    @property
    def open_one(self) -> CheckpointMeeting | None:
        return next((one for one in self.held if one.state == State.OPEN), None)

    @property
    def concluded(self) -> list[CheckpointMeeting]:
        return [one for one in self.held if one.state == State.CONCLUDED]

    @cached_property
    def plan(self) -> Plan | None:
        return next(iter(compiled(_plan, self.case, most=1)), None)

    @property
    def coming(self) -> list[Checkpoint]:
        """Planned and not held yet; none of a plan that is not carried out any more (X29)."""
        return list(self.of_next_day[0]) if self.case.state in Case.WITH_PLAN else []

    @property
    def ahead(self) -> list[Ahead]:
        """The days to come: planned, and agreed on at the last checkpoint; soonest first (S52)."""
        points = [Ahead(point.due_on, point.looks_at) for point in self.coming]
        last = self._agreed
        if last and last.next_on and last.next_on not in {point.due_on for point in points}:
            points.append(Ahead(last.next_on, agreed_at=last.held_on))
        return sorted(points, key=lambda point: point.due_on)

    @property
    def _agreed(self) -> CheckpointMeeting | None:
        """The last meeting, whose next day counts while its plan is carried out."""
        if self.case.state not in Case.WITH_PLAN:
            return None
        return next(iter(self.of_next_day[1]), None)

    @property
    def numbers(self) -> dict[UUID, str]:
        """Key of a meeting -> «1/2», for those that were held on one day (X29)."""
        by_day: dict[date, list[CheckpointMeeting]] = {}
        for one in sorted(self.held, key=lambda one: (one.opened_at, str(one.pk))):
            by_day.setdefault(one.held_on, []).append(one)
        return {
            one.pk: f"{number}/{len(together)}"
            for together in by_day.values()
            if len(together) > 1
            for number, one in enumerate(together, start=1)
        }

    @cached_property
    def of_next_day(self) -> tuple[Rows[Checkpoint], Rows[CheckpointMeeting]]:
        """What ``coming`` and ``next_day`` ask: checkpoints to come, the last meeting."""
        return compiled(coming, self.case), compiled(_agreed, self.case, most=1)

    @cached_property
    def next_day(self) -> date | None:
        """The day of the next checkpoint: the earliest planned day, or the one last agreed.

        A past day on which none was held stays: it is overdue. A day agreed on an earlier version
        of the plan no longer counts.
        """
        return min((point.due_on for point in self.ahead), default=None)


def _held(case: Case) -> QuerySet[CheckpointMeeting]:
    rows = CheckpointMeeting.objects.filter(case=case).exclude(state=State.CANCELLED)
    return rows.select_related("plan", "concluded_by").order_by("-held_on", "-opened_at")


def _plan(case: Case) -> QuerySet[Plan]:
    return Plan.objects.filter(case=case, state=Plan.State.APPROVED).order_by("pk")


def checkpoints_of(case: Case) -> Checkpoints:
    """The ``Checkpoints`` of the case, kept on this instance; one under lock reads anew."""
    return case.__dict__.setdefault("_checkpoints", Checkpoints(case))


def _agreed(case: Case) -> QuerySet[CheckpointMeeting]:
    rows = CheckpointMeeting.objects.filter(
        case=case, state=State.CONCLUDED, plan__state=Plan.State.APPROVED
    )
    return rows.order_by("-held_on", "-concluded_at", "pk")


def coming(case: Case) -> QuerySet[Checkpoint]:
    """Planned checkpoints of the plan that applies that were not held, earliest first."""
    done = CheckpointMeeting.objects.filter(case=case, state=State.CONCLUDED, line__isnull=False)
    rows = Checkpoint.objects.filter(
        case=case, plan__state=Plan.State.APPROVED, removed_at__isnull=True
    ).exclude(line__in=done.values("line"))
    return rows.order_by("due_on", "pk")


def ratings_of_goals(case: Case) -> QuerySet[CheckpointGoal]:
    """How far goals were at the concluded checkpoints that rated them; of a line the last last."""
    rows = CheckpointGoal.objects.filter(case=case, meeting__state=State.CONCLUDED).exclude(
        rating=""
    )
    return rows.select_related("meeting").order_by("meeting__held_on", "meeting__concluded_at")


def agreed_days(meetings: QuerySet, asked: Callable = Q) -> QuerySet:
    """Those of ``meetings`` whose agreed next day counts: the last one, on the plan that applies.

    Where the plan has a checkpoint on that day, the planned one counts instead. ``asked`` says how
    the two conditions stand in the question (``each`` in a sweep).
    """
    later = CheckpointMeeting.objects.filter(
        case=OuterRef("case"), state=State.CONCLUDED, concluded_at__gt=OuterRef("concluded_at")
    )
    planned = Checkpoint.objects.filter(
        plan=OuterRef("plan"), removed_at__isnull=True, due_on=OuterRef("next_on")
    )
    return meetings.filter(
        asked(~Exists(later)),
        asked(~Exists(planned)),
        state=State.CONCLUDED,
        plan__state=Plan.State.APPROVED,
    )


def next_day(case: Case) -> date | None:
    """The day of the next checkpoint of the case (``Checkpoints.next_day``)."""
    return Checkpoints(case).next_day


def is_late(day) -> bool:
    """Whether that day is past."""
    return day is not None and day < clock.today()
