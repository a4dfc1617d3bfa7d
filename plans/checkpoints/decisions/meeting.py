"""Decisions on a checkpoint: begun, concluded, cancelled, its day corrected (S64)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from casework import journal
from casework.deciding import decides
from casework.models import Case
from casework.rights import Right
from common import clock
from common.guarded import Versioned
from common.refusals import Refused, in_the_way, is_written, refuse
from plans.carrying.decisions.base import tell
from plans.checkpoints import rules
from plans.checkpoints.sheet import checkpoints_of, sheet_of
from plans.models import Checkpoint, CheckpointMeeting, Plan
from plans.plan.decisions.versions import start_version

State = CheckpointMeeting.State


def everything_found(meeting: CheckpointMeeting, by) -> list[Versioned]:
    """For ``rests_on``: the meeting and all of its sections (X35)."""
    return sheet_of(meeting).everything_found


@decides(
    Right.PLAN_MEETINGS,
    when=(rules.is_carried_out, rules.none_is_open, rules.a_plan_applies),
    adds=True,
)
def open_checkpoint(
    case: Case, *, by, held_on: date, line=None, why_extra: str = ""
) -> CheckpointMeeting:
    """Begin to write the planned checkpoint ``line``, or one out of turn with its reason.

    Raises Refused: a day that cannot be, out of turn without a reason, a planned one that is held
    already or no longer in the plan.
    """
    plan = checkpoints_of(case).plan
    refuse(
        [
            *rules.day_is_possible(held_on, plan),
            *rules.extra_says_why(line, why_extra),
            *rules.is_still_to_be_held(case, line),
        ]
    )
    point = Checkpoint.objects.get(plan=plan, line=line) if line else None
    meeting = CheckpointMeeting.objects.create(
        case=case,
        plan=plan,
        line=point.line if point else None,
        due_on=point.due_on if point else None,
        held_on=held_on,
        why_extra="" if point else why_extra,
        opened_at=clock.now(),
        opened_by=by,
    )
    journal.record("checkpoint.opened", by=by, case=case, happened_on=held_on)
    return meeting


@decides(
    Right.RECORD_DECISION, when=(rules.is_open,), rules=rules.OF_MEETING, rests_on=everything_found
)
def conclude_checkpoint(
    meeting: CheckpointMeeting,
    *,
    by,
    conclusion: str,
    grounds: str,
    next_on: date | None,
    dissent: str = "",
    reason: str = "",
) -> CheckpointMeeting:
    """Conclude a checkpoint: go on, or adjust the plan; the team is told.

    «Adjust» begins the next version of the plan, unless a draft is open. ``reason`` answers the
    obstacles that ask for one. Raises Refused: no grounds, no next day, a serious effect left
    unanswered.
    """
    case = meeting.case
    standing = in_the_way(
        [
            *rules.next_day_is_set(next_on),
            *rules.all_is_not_fine(meeting, conclusion),
            *is_written(
                grounds,
                _("The grounds are not written yet."),
                "2.3",
                todo=_("Two or three sentences that a colleague can follow in a year."),
            ),
        ],
        reason,
    )
    if standing:
        raise Refused(*standing)
    meeting.state, meeting.concluded_at, meeting.concluded_by = State.CONCLUDED, clock.now(), by
    meeting.conclusion, meeting.grounds, meeting.dissent = conclusion, grounds, dissent
    meeting.next_on = next_on
    meeting.save_changes(reason=reason)
    journal.record(
        f"checkpoint.{conclusion}",
        by=by,
        case=case,
        reason=grounds,
        happened_on=meeting.held_on,
    )
    tell(case, "checkpoint_concluded", f"checkpoint:{meeting.pk}:concluded", by)
    drafts = Plan.objects.filter(case=case, state=Plan.State.DRAFT)
    if conclusion == CheckpointMeeting.Conclusion.ADJUST and not drafts.exists():
        start_version(case, by=by, trigger=Plan.Trigger.CHECKPOINT, reason=grounds)
    return meeting


@decides(Right.PLAN_MEETINGS, when=(rules.is_open,), at=Case.ON_FILE, rests_on=everything_found)
def cancel_checkpoint(meeting: CheckpointMeeting, *, by, reason: str) -> CheckpointMeeting:
    """Cancel a checkpoint that did not take place or was begun by mistake; its text stays.

    Raises Refused without a reason.
    """
    refuse(is_written(reason, _("Why it is cancelled is not written."), "2.3"))
    meeting.state, meeting.cancelled_because = State.CANCELLED, reason
    meeting.save_changes(reason=reason)
    journal.record("checkpoint.cancelled", by=by, case=meeting.case, reason=reason)
    return meeting


@decides(Right.PLAN_MEETINGS, at=Case.ON_FILE)
def correct_day(meeting: CheckpointMeeting, *, by, held_on: date, reason: str) -> CheckpointMeeting:
    """Write the day on which it was really held; what stood before is in the history.

    Raises Refused: a day that cannot be, no reason.
    """
    refuse(
        [
            *rules.day_is_possible(held_on, meeting.plan),
            *is_written(reason, _("Write why it is corrected."), "2.3"),
        ]
    )
    meeting.held_on = held_on
    meeting.save_changes(reason=reason)
    journal.record("checkpoint.corrected", by=by, case=meeting.case, reason=reason)
    return meeting
