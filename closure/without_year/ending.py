"""What ends with the signature: nothing goes on asking about somebody who is not there (X25)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from casework import journal
from casework.models import Case
from common import clock
from common.scope import elevated
from plans.carrying.decisions.commitments import settle
from plans.carrying.rules import open_pause
from plans.models import CheckpointMeeting, Commitment, FollowUp, Gap

Meeting = CheckpointMeeting.State


@dataclass(frozen=True)
class Ending:
    """What stands open on a case, as a page says it before the signature."""

    actions: list[FollowUp]
    meetings: list[CheckpointMeeting]
    questions: int
    promises: list[Commitment]

    @classmethod
    def of(cls, case: Case) -> Ending:
        """As the bound person sees it: what is on the team's file."""
        rows = FollowUp.objects.filter(case=case, state__in=FollowUp.OPEN)
        rows = rows.select_related("action", "agency").order_by("ends_on", "pk")
        for row in rows:
            row.case = case
        return cls(
            list(rows),
            list(CheckpointMeeting.objects.filter(case=case, state=Meeting.OPEN)),
            Gap.objects.filter(case=case, status=Gap.Status.TO_FIND_OUT).count(),
            list(_open_promises(case).order_by("due_on", "pk")),
        )


def end_all(case: Case, *, by, reason: str) -> None:
    """Stop the actions, take promises back, cancel a checkpoint, end a pause.

    Needs the case's lock.

    Planned days and questions stay as they were: of a case that is over nobody is reminded.
    """
    with elevated():  # they are other people's: whoever signs writes none of them otherwise
        for row in list(_still_open(case)):
            row.state, row.ended_on, row.outcome = FollowUp.State.STOPPED, clock.today(), reason
            row.save_changes(reason=reason)
            journal.record(
                "action.stopped", by=by, case=case, reason=reason, agency=row.agency.short_name
            )
        for meeting in CheckpointMeeting.objects.select_for_update(of=("self",)).filter(
            case=case, state=Meeting.OPEN
        ):
            meeting.state, meeting.cancelled_because = Meeting.CANCELLED, reason
            meeting.save_changes(reason=reason)
            journal.record("checkpoint.cancelled", by=by, case=case, reason=reason)
        for promise in list(_open_promises(case).select_for_update(of=("self",)).order_by("pk")):
            promise.case = case
            settle(promise, by, Commitment.State.TAKEN_BACK, reason)
        pause = open_pause(case)
        if pause:
            pause.ended_at, pause.ended_by, pause.ended_because = clock.now(), by, reason
            pause.save_changes(reason=reason)


def _open_promises(case: Case) -> QuerySet[Commitment]:
    return Commitment.objects.filter(case=case, state=Commitment.State.OPEN)


def _still_open(case: Case) -> Iterator[FollowUp]:
    rows = FollowUp.objects.select_for_update(of=("self",)).filter(
        case=case, state__in=FollowUp.OPEN
    )
    yield from rows.select_related("agency").order_by("pk")
