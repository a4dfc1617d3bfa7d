"""After closure on the stage: both cases were closed once, checked once, and opened again.

The rows are written while the case is at the state that they belong to; it goes back to where it
stood, for the stage is about who reads.
"""

from __future__ import annotations

from datetime import timedelta

from casework.models import Case
from closure.models import (
    ClosureProposal,
    GoalResult,
    Handover,
    InformedParty,
    MonitoringCheck,
    Opinion,
)
from closure.monitoring import decisions as monitoring
from closure.reopening import decisions as reopening
from common import clock
from plans.models import Pause
from tests import people as cast

# case -> process coordinator, content coordinator, risk owner, who holds the check
HANDS = {"a": ("pia", "hugo", "paul", "bruno"), "b": ("elise", "marc", "aicha", "karim")}
CHECK = ("check sources", "check words", "check late", "check answer", "check corrected")
AFTER = (*CHECK, "reopened because", "told who", "told tie")
CLOSING = (
    "closing grounds", "closing risk", "closing means", "closing signed",
    "closing withdrew", "closing basis", "closing back", "not told", "handover role",
    "opinion words", "handover service", "handover content", "handover who", "handover answer",
    "goal result",
)  # fmt: skip


def after_closure(stage, put, canary) -> None:
    """A signed closure, a check entered late, answered and corrected, a reopening."""
    with clock.at(clock.now() - timedelta(hours=1)):
        for name in HANDS:
            _one(stage, name, put, canary)


def _one(stage, name: str, put, canary) -> None:
    case = stage.cases[name]
    process, content, owner, holder = (stage.people[key] for key in HANDS[name])
    put(case, Case.State.MONITORING)
    signed = clock.now() - timedelta(days=110)
    with cast.acting(owner):
        proposal = ClosureProposal(
            case=case, state="signed", why="goals_reached", proposed_by=content,
            grounds=canary(f"closing grounds {name}"),
            residual_risk=canary(f"closing risk {name}"), proposed_at=signed,
            resources=canary(f"closing means {name}"), withdrew_on=signed.date(),
            withdrew_words=canary(f"closing withdrew {name}"),
            monitoring_basis=canary(f"closing basis {name}"),
            signed_words=canary(f"closing signed {name}"),
            opinions_due_on=signed.date(), signed_at=signed, signed_by=owner,
        )  # fmt: skip
        proposal.save(force_insert=True)
        check = monitoring.plan_checks(proposal)[0]
    _heard(stage, name, proposal, content, holder, canary)
    with cast.acting(process):
        monitoring.name_person(check, by=process, person=holder)
    found = {
        "held_on": clock.today(), "result": MonitoringCheck.Result.CONCERN,
        "sources": canary(f"check sources {name}"), "words": canary(f"check words {name}"),
        "late_because": canary(f"check late {name}"),
    }  # fmt: skip
    with cast.acting(holder):
        check = monitoring.enter_check(check, by=holder, decision="reopen", **found)
    with cast.acting(content):
        check = monitoring.decline_reopening(
            check, by=content, reason=canary(f"check answer {name}")
        )
    with cast.acting(holder):
        check = monitoring.correct_check(
            check, by=holder, expected=check.version, reason=canary(f"check corrected {name}"),
            **found,
        )  # fmt: skip
    with cast.acting(content):
        told = InformedParty.objects.create(
            case=case, proposal=proposal, who=canary(f"told who {name}"),
            tie=canary(f"told tie {name}"), told_on=signed.date(), told_by=content,
            how=InformedParty.How.IN_PERSON,
        )  # fmt: skip
        reopening.reopen(
            case, by=content, trigger="other", reason=canary(f"reopened because {name}")
        )
    stage.rows |= {f"check_{name}": check, f"told_{name}": told}


def _heard(stage, name: str, proposal, content, partner, canary) -> None:
    """An opinion against, a hand-over that was answered, how far a goal was reached."""
    case, at = proposal.case, proposal.signed_at
    with cast.acting(partner):
        Opinion.objects.create(
            case=case, proposal=proposal, agency_id=partner.agency_id, author=partner,
            stance="against", words=canary(f"opinion words {name}"), given_at=at,
        )  # fmt: skip
    with cast.acting(content):
        handover = Handover.objects.create(
            case=case, proposal=proposal, service=canary(f"handover service {name}"),
            content=canary(f"handover content {name}"), state="accepted", offered_at=at,
            offered_by=content, answered_on=at.date(),
            answered_by_words=canary(f"handover who {name}"),
            answer=canary(f"handover answer {name}"), worker=content,
            new_role=canary(f"handover role {name}"), access_ends_on=clock.today(),
        )  # fmt: skip
        InformedParty.objects.create(
            case=case, proposal=proposal, who="Son employeur", told=False,
            not_told_because=canary(f"not told {name}"),
        )  # fmt: skip
        ClosureProposal.objects.create(
            case=case, state="withdrawn", why="goals_reached", proposed_by=content,
            grounds="Trop tôt.", proposed_at=at - timedelta(days=9), opinions_due_on=at.date(),
            withdrawn_at=at - timedelta(days=8), withdrawn_by=content,
            withdrawn_because=canary(f"closing back {name}"),
        )  # fmt: skip
        Pause.objects.create(
            case=case, author=content, agency_id=content.agency_id, written_at=at,
            reason="Vacances.", review_on=at.date(), ended_at=at, ended_by=content,
            ended_because=canary(f"resumed {name}"),
        )  # fmt: skip
        row = stage.rows["followed" if name == "a" else "followed_b"]
        row = type(row).objects.get(pk=row.pk)
        row.declined_because = canary(f"declined once {name}")
        row.absence_answered = canary(f"absence once {name}")
        row.save_changes()
        stage.rows["followed" if name == "a" else "followed_b"] = row
        goal = stage.rows["goal" if name == "a" else "goal_b"]
        GoalResult.objects.create(
            case=case, proposal=proposal, goal=goal, line=goal.line, result="partly",
            words=canary(f"goal result {name}"), author=content, written_at=at,
        )  # fmt: skip
    stage.rows[f"handover_{name}"] = handover
