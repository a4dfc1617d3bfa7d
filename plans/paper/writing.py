"""The case that a file from paper becomes: every row with the day on which it happened (X14).

In the caller's transaction, as the worker: whoever confirms is on no team yet.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from agencies.models import User
from casework import journal, phases, references
from casework.calendar import WorkingDays
from casework.models import Case, Deconfliction, TerritoryProfile
from casework.team import decisions as team
from common import clock
from common.windows import shifted
from plans.models import (
    Action,
    Checkpoint,
    CheckpointGoal,
    CheckpointMeeting,
    FollowUp,
    Goal,
    PaperFile,
    Plan,
)
from plans.paper.content import PLAN, ActionRow, Content, told
from plans.paper.rules import content_of

State = FollowUp.State
SIGNED_WITHIN = 7  # days in which the risk owner signs the plan in force
_WORDS = (
    "grounds", "given_name", "family_name", "alias", "age_text", "concern", "concern_grounds",
    "asked_of", "answer", "wording", "given_back_because",
)  # fmt: skip


def write(paper: PaperFile, *, by, reason: str = "") -> Case:
    """Everything that was typed, as rows of a case that is carried out. Returns the case."""
    content = content_of(paper)
    case = _case(content, by)
    plan = _plan(content, case)
    goals = _goals(content, plan)
    _actions(content, plan, goals)
    _checkpoints(content, plan, goals)
    plan.state, plan.approved_by = Plan.State.APPROVED, paper.confirms
    plan.approved_at = clock.happened(told(content.held.approved_on))
    plan.approval_entered_at = clock.now()
    plan.save_changes()
    _journal(content, case, by, reason)
    return case


def empty(paper: PaperFile, case: Case) -> None:
    """What was typed is the case's now: the row keeps who, when, and where the paper lies."""
    for name in _WORDS:
        setattr(paper, name, "")
    paper.birth_date = paper.answered_on = None
    paper.typed, paper.others = {}, []
    paper.file, paper.confirmed_at = case, clock.now()
    paper.sign_due_on = WorkingDays().next_working(shifted(clock.today(), SIGNED_WITHIN))
    paper.save_changes()


def signed(case: Case, by) -> None:
    """The sentence of the risk owner's signature in the journal."""
    journal.record("case.paper_signed", by=by, case=case)


def _case(content: Content, by) -> Case:
    paper, person = content.paper, content.person
    person.created_at = clock.now()
    person.save(force_insert=True)
    case = Case(
        id=uuid.uuid4(),
        reference=references.next_in(TerritoryProfile.load().reference_prefix, clock.now().year),
        subject=person,
        entry_route=Case.Route.PAPER,
        prevention_level=paper.prevention_level,
        grounds=paper.grounds,
        opened_at=clock.happened(paper.opened_on),
        opened_by=paper.opened_by,
    )
    for part in content.team:
        joined = clock.happened(told(part.on))
        team.first_member(case, told(part.user), part.role, joined_at=joined)
    phases.open_at(case, "case.taken_over").save(force_insert=True)
    answered = clock.happened(paper.answered_on) if paper.answered_on else None
    asked = bool(paper.asked_of and answered)
    Deconfliction.objects.create(
        case=case,
        concern=paper.concern,
        grounds=paper.concern_grounds,
        stated_by=paper.opened_by,
        stated_at=paper.opened_at,
        asked_of=paper.asked_of if asked else "",
        due_at=answered if asked else None,
        answer=paper.answer if asked else "",
        answered_at=answered if asked else None,
        noted_by=paper.opened_by if asked else None,
        wording=paper.wording,
    )
    return case


def _plan(content: Content, case: Case) -> Plan:
    texts = {name: getattr(content.held, name) for name in PLAN if name != "approved_on"}
    return Plan.objects.create(
        case=case,
        number=1,
        trigger=Plan.Trigger.FIRST,
        started_at=clock.happened(told(content.held.approved_on)),
        started_by=content.paper.types,
        **texts,
    )


def _goals(content: Content, plan: Plan) -> dict[int, Goal]:
    return {
        row.number: Goal.objects.create(
            case=plan.case,
            plan=plan,
            position=row.number,
            statement=row.statement,
            indicator=row.indicator,
            target=row.target,
            due_on=told(row.due_on),
            tag=row.tag,
        )
        for row in content.goals
    }


def _actions(content: Content, plan: Plan, goals: dict[int, Goal]) -> None:
    for row in content.actions:
        owner = told(row.owner)
        action = Action.objects.create(
            case=plan.case,
            plan=plan,
            position=row.number,
            title=row.title,
            kind=row.kind,
            agency_id=told(owner.agency_id),
            owner=owner,
            starts_on=told(row.starts_on),
            ends_on=told(row.ends_on),
            goal=goals.get(row.goal or 0),
            meets_person=row.meets_person,
        )
        _follow_up(content, action, row)


def _follow_up(content: Content, action: Action, row: ActionRow) -> None:
    """What became of it on paper; its answer was a yes, given when the plan was approved."""
    over = row.state in FollowUp.OVER
    approved = told(content.held.approved_on)
    FollowUp.objects.create(
        case=action.case,
        line=action.line,
        action=action,
        agency_id=action.agency_id,
        owner=action.owner,
        ends_on=action.ends_on,
        state=row.state,
        answer_due_on=approved,
        answered_at=clock.happened(approved),
        answered_by=action.owner,
        ended_on=row.ended_on if over else None,
        outcome=row.outcome if over else "",
        performer=action.owner if row.state == State.DONE else None,
        not_done_because=FollowUp.NotDone.NOT_CARRIED_OUT if row.state == State.NOT_DONE else "",
    )


def _checkpoints(content: Content, plan: Plan, goals: dict[int, Goal]) -> None:
    """The last one as it was held, with the day of the next; or the first one, planned."""
    held, now = content.held, clock.now()
    if held.none_held:
        Checkpoint.objects.create(case=plan.case, plan=plan, position=1, due_on=told(held.next_on))
        return
    meeting = CheckpointMeeting.objects.create(
        case=plan.case,
        plan=plan,
        state=CheckpointMeeting.State.CONCLUDED,
        held_on=told(held.held_on),
        effects=held.effects,
        effects_words=held.effects_words,
        online=held.online,
        online_words=held.online_words,
        conclusion=held.conclusion,
        grounds=held.grounds,
        next_on=held.next_on,
        opened_at=now,
        opened_by=content.paper.types,
        concluded_at=now,
        concluded_by=content.paper.confirms,
    )
    for row in content.goals:
        if row.rating:
            goal = goals[row.number]
            CheckpointGoal.objects.create(
                case=plan.case,
                meeting=meeting,
                line=goal.line,
                goal=goal,
                rating=row.rating,
                written_at=now,
                author=content.paper.types,
            )


def _journal(content: Content, case: Case, by, reason: str) -> None:
    """What happened on paper, each with its day, and that it was brought in, by whom, from where.

    The stream shows the newest first: each sentence is a moment later than the one before.
    """
    paper, held = content.paper, content.held
    said: list[tuple[str, User, date | None, str, dict[str, Any]]] = [
        ("case.opened", paper.opened_by, paper.opened_on, case.grounds, {})
    ]
    for part in content.team:
        user = told(part.user)
        facts = {"name": user.display, "agency": told(user.agency).short_name}
        said.append(("team.joined", paper.types, part.on, "", facts | {"role": part.role.value}))
    said.append(("plan.approved", paper.confirms, held.approved_on, "", {}))
    said.append(("plan.started", paper.types, held.approved_on, "", {}))
    if not held.none_held:
        event = f"checkpoint.{held.conclusion}"
        said.append((event, paper.confirms, held.held_on, held.grounds, {}))
    brought = {"who": paper.types.display, "decider": paper.opened_by.display}
    said.append(("case.taken_over", by, None, reason, brought | {"place": paper.paper_place}))
    now = clock.now()
    for place, (event, who, day, words, more) in enumerate(said, start=1):
        with clock.at(now - timedelta(milliseconds=len(said) - place)):
            journal.record(event, by=who, case=case, reason=words, happened_on=day, **more)
