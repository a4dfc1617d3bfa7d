"""Moments of the plan and of phase 4: for tests/acts/moments.py (``OF_ROW``, ``AT`` of a type).

``AT`` are the states of the case in which the moments of a type are asked.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from agencies.models import User
from casework.models import Case, TeamMember, TerritoryProfile
from closure.closing.sheet import ClosingSheet
from closure.models import (
    Absorption,
    ClosureProposal,
    FormerPart,
    Handover,
    InformedParty,
    MonitoringCheck,
    Silence,
    Transfer,
)
from common import clock
from common.scope import WORKER, bound
from plans.models import (
    Action,
    Checkpoint,
    Commitment,
    FollowUp,
    Goal,
    LevelRating,
    PaperFile,
    Plan,
)
from tests.acts.putting import moment, put

State = Case.State
UNSIGNED = {
    "state": "open", "signed_at": None, "signed_by": None, "signed_for": None,
    "withdrawn_at": None, "withdrawn_by": None, "withdrawn_because": "",
}  # fmt: skip
DUE = {
    "state": "due", "held_on": None, "entered_at": None, "entered_by": None, "reason": "",
    "sources": "", "result": "", "words": "", "decision": "", "late_because": "",
}  # fmt: skip


# --- a proposal of closure and its rows -----------------------------------------------------
def before_the_signature(row) -> None:
    """The row's proposal open again, if it is the newest; an older one as it is."""
    with bound(WORKER):
        way = getattr(row, "way", ClosureProposal.Way.JOINT)
        rows = ClosureProposal.objects.filter(case=row.case, way=way)
        newest = rows.order_by("-proposed_at").first()
    if newest is None:
        raise ClosureProposal.DoesNotExist
    if not isinstance(row, ClosureProposal) or row == newest:
        put(ClosureProposal, newest.pk, **UNSIGNED)


def nothing_is_missing(proposal: ClosureProposal) -> None:
    """Open again; each silence has its sentence, each action that runs goes on."""
    before_the_signature(proposal)
    with bound(WORKER):
        case = Case.objects.get(pk=proposal.case_id)
        silent = ClosingSheet.of(case, ClosureProposal.objects.get(pk=proposal.pk)).silent
        by, at = proposal.proposed_by, clock.now() - timedelta(days=9)
        asked = {"asked": by, "asked_by": by, "asked_at": at, "answer_by": at.date()}
        for agency in silent:
            if not Silence.objects.filter(proposal=proposal, agency=agency).exists():
                Silence(
                    case=case, proposal=proposal, agency=agency, version=0, written_by=by,
                    words="Vue au téléphone.", written_at=clock.now(), **asked,
                ).save_changes()  # fmt: skip
        running = list(FollowUp.objects.filter(case=case, state__in=FollowUp.OPEN))
        promised = list(Commitment.objects.filter(case=case, state=Commitment.State.OPEN))
    for row in running:
        put(FollowUp, row.pk, goes_on="Jusqu’à l’été.")
    for row in promised:
        put(Commitment, row.pk, goes_on_until=clock.today() + timedelta(days=90))


def offered(handover: Handover) -> None:
    """The hand-over without the answer of the service."""
    before_the_signature(handover)
    unanswered = {"answered_on": None, "answered_by_words": "", "answer": ""}
    put(Handover, handover.pk, state="offered", **unanswered)


def measured(goal: Goal) -> None:
    """The draft with this goal applies, and closure is proposed."""
    with bound(WORKER):
        plans = list(Plan.objects.filter(case=goal.case).order_by("number"))
    if len(plans) < 2:
        raise Plan.DoesNotExist
    *earlier, last = plans
    now = clock.now()
    if last.state != "approved":
        for plan in earlier:
            if plan.state == "approved":
                put(Plan, plan.pk, state="superseded", superseded_at=now)
        put(Plan, last.pk, state="approved", approved_at=now, approved_by=last.started_by)
    before_the_signature(goal)


def the_draft_applies() -> None:
    """Each draft that has a goal applies: of what applies on the stage nothing was aimed at."""
    with bound(WORKER):
        goals = Goal.objects.filter(plan__state="draft", removed_at=None).select_related("case")
        drafts = {goal.plan_id: goal for goal in goals}.values()
        closed = set(ClosureProposal.objects.values_list("case_id", flat=True))
    for goal in drafts:
        if goal.case_id in closed:
            measured(goal)


def proposes(check: MonitoringCheck) -> None:
    """A held check that proposes to reopen, without an answer."""
    if check.state == MonitoringCheck.State.HELD:
        put(MonitoringCheck, check.pk, reason="")


def proposed(action: Action) -> None:
    """It waits for the answer of the content coordinator."""
    waiting = {"proposal": "waiting", "proposed_by": action.owner, "removed_at": None}
    put(Action, action.pk, **waiting)


def came_from_paper(case: Case) -> None:
    """The case was brought in from paper by others, and its plan is not signed."""
    with bound(WORKER):
        thomas, ines, luc, rita = User.objects.filter(
            email__regex="^(thomas|ines|luc|rita)@"
        ).order_by("email")
        if not PaperFile.objects.filter(file=case).exists():
            PaperFile.objects.create(
                file=case, opened_at=clock.now(), opened_by=thomas, types=ines, confirms=luc,
                risk_owner=rita, paper_place="Mairie", opened_on=clock.today(),
                confirmed_at=clock.now(), sign_due_on=clock.today(),
            )  # fmt: skip
    put(Case, case.pk, entry_route=Case.Route.PAPER)


# --- a case ---------------------------------------------------------------------------------
def a_check_is_due(case: Case) -> None:
    """One of the dropped checks is due again."""
    with bound(WORKER):
        check = MonitoringCheck.objects.filter(case=case, state="dropped").first()
    if check is None:
        raise MonitoringCheck.DoesNotExist
    put(MonitoringCheck, check.pk, state="due", entered_at=None, entered_by=None, reason="")


def assessed_again(case: Case) -> None:
    """The first ratings of the team are repeated today."""
    with bound(WORKER):
        rows = list(LevelRating.objects.filter(case=case).order_by("pk"))
        for row in rows:
            put(LevelRating, row.pk, joint=True, rated_on=clock.today() - timedelta(days=90))
            again = LevelRating.objects.get(pk=row.pk)
            again.id, again.version, again.rated_on = uuid.uuid4(), 1, clock.today()
            again.evidence = "Vu de nouveau en équipe, autrement."
            again.save(force_insert=True)


def declared(case: Case) -> None:
    """Whoever works on it has said whether an interest of their own is at stake."""
    with bound(WORKER):
        silent = list(case.members.filter(interest="").values_list("pk", flat=True))
    for member in silent:
        put(TeamMember, member, interest="none", declared_at=clock.now())


def no_draft(case: Case) -> None:
    """The draft was given up."""
    with bound(WORKER):
        draft = Plan.objects.get(case=case, state="draft")
    gone = {"discarded_at": clock.now(), "discarded_by": draft.started_by, "discard_reason": "x"}
    put(Plan, draft.pk, state="discarded", **gone)


def no_plan(case: Case) -> None:
    """No draft, and no plan that applies."""
    no_draft(case)
    with bound(WORKER):
        plan = Plan.objects.get(case=case, state="approved")
    put(Plan, plan.pk, state="superseded", superseded_at=clock.now())


def whole(case: Case) -> None:
    """A draft with nothing in the way of its approval."""
    with bound(WORKER):
        subject = Case.objects.select_related("subject").get(pk=case.pk).subject
        waiting = Action.objects.get(case=case, plan__state="draft", proposal="waiting")
    put(Action, waiting.pk, proposal="taken")
    put(type(subject), subject.pk, birth_date=date(1990, 1, 1))


def asked(case: Case) -> None:
    """A draft that waits for the second person."""
    whole(case)
    profile = TerritoryProfile.load()
    profile.second_approver = True
    profile.save()
    with bound(WORKER):
        draft = Plan.objects.get(case=case, state="draft")
    by = {"approval_asked_at": clock.now(), "approval_asked_by": draft.started_by}
    put(Plan, draft.pk, approval_reason="Il attend.", **by)


ASKED = {
    "state": "asked", "signed_at": None, "signed_by": None, "called_off_at": None,
    "called_off_by": None, "called_off_because": "",
}  # fmt: skip


def accepted(transfer: Transfer) -> None:
    """The other authority has accepted, the risk owner has not signed."""
    noted = {"accepted_on": clock.today(), "noted_at": clock.now(), "sign_by": clock.today()}
    said = {"accepted_by_words": "M. Roux", "paper_at": "Courrier 118"}
    put(Transfer, transfer.pk, **ASKED | {"state": "accepted"} | noted | said)


UNSETTLED = {"state": "open", "settled_at": None, "settled_by": None, "settled_because": ""}


def open_again(row: Absorption) -> None:
    """A question that nobody has answered; what was asked of it was asked by the newest file."""
    if row.state in ("declined", "taken_back"):
        put(Absorption, row.pk, **UNSETTLED)
        if row.side == "asked":
            _the_other_side(row, side="asks")


def undoing_is_asked(row: Absorption) -> None:
    """The file absorbed the newest one, on which it is asked to undo that."""
    if row.state != "agreed":
        return
    asked = {
        "undo_at": clock.now(), "undo_by": row.settled_by, "undo_because": "x",
        "undo_answer_by": clock.today(), "state": "undo_asked",
    }  # fmt: skip
    settled = {"settled_at": row.settled_at, "settled_by": row.settled_by}
    other = _the_other_side(row, side="asked", was="analysis", undo_here=True, **asked, **settled)
    if other is not None:
        put(Case, other.case_id, state="absorbed", into=row.case)
        put(Absorption, row.pk, **asked)


def _the_other_side(row: Absorption, **fields) -> Absorption | None:
    """The same question on the newest file; None where it stands on another already."""
    with bound(WORKER):
        if Absorption.objects.filter(pair=row.pair).exclude(pk=row.pk).exists():
            return None
        files = Case.objects.exclude(pk=row.case_id).exclude(state__in=Case.PASSED_ON)
        return Absorption.objects.create(
            case=files.order_by("-opened_at", "-pk").first(), pair=row.pair, met="match",
            other_reference="SA-1998-400", grounds="x", proposed_at=row.proposed_at,
            proposed_by=row.proposed_by, answer_by=row.answer_by, **fields,
        )  # fmt: skip


OUT = {"out": moment(removed_at=clock.now())}
OF_ROW = {
    ClosureProposal: {"open": before_the_signature, "whole": nothing_is_missing},
    Handover: {"offered": offered, "open": before_the_signature},
    InformedParty: {"open": before_the_signature},
    Goal: {"measured": measured} | OUT,
    Action: {"proposed": proposed} | OUT,
    Checkpoint: OUT,
    MonitoringCheck: {"due": moment(**DUE), "proposes": proposes},
    Transfer: {"asked": moment(**ASKED), "accepted": accepted},
    Absorption: {"open": open_again, "undoing asked": undoing_is_asked},
    FormerPart: {
        "to be asked": moment(stays_out_because="", settled_at=None, settled_by=None),
    },
}
OF_PLAN = {
    "whole": whole,
    "asked": asked,
    "assessed again": assessed_again,
    "no draft": no_draft,
    "no plan": no_plan,
    "a check": a_check_is_due,
}
AT = {
    ClosureProposal: (State.CLOSING, State.ACTIVE),
    Handover: (State.CLOSING,),
    InformedParty: (State.CLOSING,),
    Goal: (State.CLOSING, State.ACTIVE),
    MonitoringCheck: (State.MONITORING, State.ENDED),
    Transfer: (State.ACTIVE, State.MONITORING, State.ENDED),
    Absorption: (State.ACTIVE,),
    FormerPart: (State.ACTIVE,),
}
# Of a case itself: the modules whose acts are asked, the states, the moments.
OF_CASE = (
    (
        ("plans.plan", "closure"),
        (State.ANALYSIS, State.PLANNED, State.ACTIVE, State.MONITORING),
        OF_PLAN,
    ),
    (("intake.opening",), (State.GATHERING,), {"declared": declared}),
    (("plans.paper",), (State.ACTIVE,), {"from paper": came_from_paper}),
)
