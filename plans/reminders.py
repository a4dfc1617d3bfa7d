"""The reminders of phases 2 and 3: what has a day, and whom it concerns (S44, S52, S59, S60)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from casework.models import Case
from casework.reminders import Found, Reminder, declared, each
from casework.rights import COORDINATORS, Role
from plans.checkpoints.sheet import agreed_days
from plans.models import Checkpoint, CheckpointMeeting, Commitment, FollowUp, Gap, PaperFile, Plan


def gaps() -> QuerySet:
    """Questions that somebody finds out until a day (S44)."""
    return Gap.objects.filter(
        status=Gap.Status.TO_FIND_OUT, due_on__isnull=False, case__state__in=Case.WORKED_ON
    )


def answers() -> QuerySet:
    """Actions that their agency has neither accepted nor declined (S60)."""
    return FollowUp.objects.filter(state=FollowUp.State.WAITING, case__state__in=Case.WITH_PLAN)


def actions() -> QuerySet:
    """Actions past their last day without an outcome, after the closure too (S60, S89)."""
    return FollowUp.objects.filter(
        state__in=(FollowUp.State.ACCEPTED, FollowUp.State.RUNNING),
        case__state__in=(*Case.CARRIED_OUT, Case.State.MONITORING),
    )


def promises() -> QuerySet:
    """Commitments that nobody has settled (S59); under monitoring those that go on (X28)."""
    at = (*Case.CARRIED_OUT, Case.State.MONITORING)
    return Commitment.objects.filter(state=Commitment.State.OPEN, case__state__in=at)


def checkpoints() -> QuerySet:
    """Planned checkpoints of the plan that applies that were not held (S52)."""
    # By the case, whose few meetings an index finds: a list of all of them is read for every row.
    held = CheckpointMeeting.objects.filter(
        case_id=OuterRef("case_id"), line=OuterRef("line"), state=CheckpointMeeting.State.CONCLUDED
    )
    return Checkpoint.objects.filter(
        each(~Exists(held)),
        plan__state=Plan.State.APPROVED,
        removed_at__isnull=True,
        case__state__in=Case.CARRIED_OUT,
    )


def agreed() -> QuerySet:
    """Days of the next checkpoint that a checkpoint agreed on, none concluded since."""
    return agreed_days(CheckpointMeeting.objects, each).filter(case__state__in=Case.CARRIED_OUT)


def unsigned() -> QuerySet:
    """Plans in force that came from paper and that the risk owner has not signed (X14)."""
    return PaperFile.objects.filter(
        file__isnull=False, signed_at__isnull=True, file__state__in=Case.RUNNING
    )


RUNS_IT = (Role.PROCESS_COORDINATOR,)

REMINDERS = (
    declared(
        Reminder("gap", (Found(gaps, "gap", person="finder_id"),), escalates_to=COORDINATORS),
        "plans:analysis",
        soon=_("A question of %(reference)s is to be answered soon."),
        today=_("A question of %(reference)s is to be answered today."),
        late=_("A question of %(reference)s has no answer yet."),
        escalated=_("A question of %(reference)s still has no answer."),
    ),
    declared(
        Reminder(
            "action_answer",
            (Found(answers, "answer", "answer_due_on", person="owner_id"),),
            before=1,
        ),
        "plans:carrying",
        soon=_("An action of %(reference)s waits for your agency’s yes or no."),
        today=_("Today is the last day to accept or decline an action of %(reference)s."),
        late=_("An action of %(reference)s was neither accepted nor declined in time."),
        escalated=_("An action of %(reference)s still has no answer."),
    ),
    declared(
        Reminder(
            "action_end",
            (Found(actions, "action", "ends_on", person="owner_id"),),
            before=3,
            escalates_to=COORDINATORS,
        ),
        "plans:carrying",
        soon=_("An action of %(reference)s ends soon."),
        today=_("An action of %(reference)s ends today."),
        late=_("An action of %(reference)s is past its last day."),
        escalated=_("An action of %(reference)s is long past its last day."),
    ),
    declared(
        Reminder(
            "promise", (Found(promises, "promise", person="author_id"),), escalates_to=COORDINATORS
        ),
        "plans:carrying",
        soon=_("A commitment made on %(reference)s is due soon."),
        today=_("A commitment made on %(reference)s is due today."),
        late=_("A commitment made on %(reference)s is past its day."),
        escalated=_("A commitment made on %(reference)s is long past its day."),
    ),
    declared(
        Reminder(
            "checkpoint",
            (
                Found(checkpoints, "checkpoint", ident="line", roles=RUNS_IT),
                Found(agreed, "agreed", "next_on", roles=RUNS_IT),
            ),
            before="checkpoint_reminder_days",
            escalates_to=(Role.CONTENT_COORDINATOR, Role.RISK_OWNER),
        ),
        "plans:checkpoints",
        soon=_("The checkpoint of %(reference)s is near."),
        today=_("The checkpoint of %(reference)s is today."),
        late=_("The checkpoint of %(reference)s was not held on its day."),
        escalated=_("The checkpoint of %(reference)s still has not been held."),
    ),
    declared(
        Reminder(
            "paper_signature",
            (
                Found(
                    unsigned,
                    "paper",
                    "sign_due_on",
                    subject="file_id",
                    reference="file__reference",
                    roles=(Role.RISK_OWNER,),
                ),
            ),
            before=30,
        ),
        "plans:plan",
        soon=_("The plan of %(reference)s came from paper and waits for your signature."),
        today=_("The plan of %(reference)s that came from paper is to be signed today."),
        late=_("The plan of %(reference)s that came from paper is still not signed."),
        escalated=_("The plan of %(reference)s that came from paper has waited long."),
    ),
)
