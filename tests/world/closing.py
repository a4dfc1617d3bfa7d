"""Closing on the stage: a and b closed once with every text; «closing» ready to be signed."""

from __future__ import annotations

from datetime import timedelta

from casework.models import Case
from closure.closing import around
from closure.models import (
    ClosureProposal,
    GoalResult,
    Handover,
    InformedParty,
    Opinion,
    Silence,
    Transfer,
)
from common import clock
from plans.models import Pause
from tests import people as cast
from tests.closure import scenes
from tests.plans import planning
from tests.world.canary import canaries, canary
from tests.world.files import put

# case -> content coordinator, risk owner, a partner
HANDS = {"a": ("hector", "pauline", "basile"), "b": ("mathieu", "amina", "kamel")}
CLOSING = (
    "closing grounds", "closing risk", "closing means", "closing signed",
    "closing withdrew", "closing basis", "closing back", "not told", "handover role",
    "opinion words", "handover service", "handover content", "handover who", "handover answer",
    "goal result", "without year grounds", "without year checks", "without year back",
    "silence words", "transfer authority", "transfer contact", "transfer grounds",
    "transfer basis", "transfer goes_along", "transfer accepted_by_words", "transfer paper_at",
    "transfer signed_words", "transfer called_off_because",
)  # fmt: skip

TRANSFERRED = (
    "authority", "contact", "grounds", "basis", "goes_along", "accepted_by_words", "paper_at",
    "signed_words", "called_off_because",
)  # fmt: skip


def build(stage) -> None:
    """Write the rows of a and b while they are closed; monitoring.py reopens them."""
    with clock.at(clock.now() - timedelta(hours=1)):
        for name in HANDS:
            put(stage.cases[name], Case.State.MONITORING)
            _signed(stage, name)
            _around(stage, name)
            _once(stage, name)
    with clock.at(planning.noon(scenes.LATER)):
        _nearly(stage)


def _signed(stage, name: str) -> None:
    content, owner, _partner = (stage.people[key] for key in HANDS[name])
    signed = clock.now() - timedelta(days=110)
    with cast.acting(owner):
        proposal = ClosureProposal(
            case=stage.cases[name], state="signed", why="goals_reached", proposed_by=content,
            grounds=canary(f"closing grounds {name}"),
            residual_risk=canary(f"closing risk {name}"), proposed_at=signed,
            resources=canary(f"closing means {name}"), withdrew_on=signed.date(),
            withdrew_words=canary(f"closing withdrew {name}"),
            monitoring_basis=canary(f"closing basis {name}"),
            signed_words=canary(f"closing signed {name}"),
            opinions_due_on=signed.date(), signed_at=signed, signed_by=owner,
        )  # fmt: skip
        proposal.save(force_insert=True)
    stage.rows[f"closure_{name}"] = proposal


def _around(stage, name: str) -> None:
    """An opinion against, a hand-over with its answer, who was told and who was not."""
    proposal, case = stage.rows[f"closure_{name}"], stage.cases[name]
    content, owner, partner = (stage.people[key] for key in HANDS[name])
    of, at = {"case": case, "proposal": proposal}, proposal.signed_at
    with cast.acting(partner):
        Opinion.objects.create(
            **of, agency_id=partner.agency_id, author=partner, stance="against",
            words=canary(f"opinion words {name}"), given_at=at,
        )  # fmt: skip
    with cast.acting(owner):
        Silence.objects.create(
            **of, agency_id=content.agency_id, asked=content, asked_by=owner, asked_at=at,
            answer_by=at.date(), words=canary(f"silence words {name}"), written_by=owner,
            written_at=at,
        )  # fmt: skip
    with cast.acting(content):
        stage.rows[f"handover_{name}"] = Handover.objects.create(
            **of, service=canary(f"handover service {name}"), state="accepted", offered_at=at,
            content=canary(f"handover content {name}"), offered_by=content,
            answered_on=at.date(), answered_by_words=canary(f"handover who {name}"),
            answer=canary(f"handover answer {name}"), worker=content,
            new_role=canary(f"handover role {name}"), access_ends_on=clock.today(),
        )  # fmt: skip
        InformedParty.objects.create(
            **of, who="Son employeur", told=False, not_told_because=canary(f"not told {name}")
        )
        stage.rows[f"told_{name}"] = InformedParty.objects.create(
            **of, who=canary(f"told who {name}"), tie=canary(f"told tie {name}"),
            told_on=at.date(), told_by=content, how=InformedParty.How.IN_PERSON,
        )  # fmt: skip


def _once(stage, name: str) -> None:
    """Rows that no longer count: a proposal withdrawn, a pause ended, an action declined."""
    proposal, case = stage.rows[f"closure_{name}"], stage.cases[name]
    content, at = stage.people[HANDS[name][0]], proposal.signed_at
    end = "" if name == "a" else "_b"
    with cast.acting(content):
        ClosureProposal.objects.create(
            case=case, state="withdrawn", why="goals_reached", proposed_by=content,
            grounds="Trop tôt.", proposed_at=at - timedelta(days=9), opinions_due_on=at.date(),
            withdrawn_at=at - timedelta(days=8), withdrawn_by=content,
            withdrawn_because=canary(f"closing back {name}"),
        )  # fmt: skip
        stage.rows[f"without_year_{name}"] = ClosureProposal.objects.create(
            case=case, way="without_year", cycle=2, state="withdrawn", why="moved_away",
            grounds=canary(f"without year grounds {name}"), checks_asked=True,
            checks_because=canary(f"without year checks {name}"), proposed_by=content,
            proposed_at=at - timedelta(days=7), opinions_due_on=at.date(),
            withdrawn_at=at - timedelta(days=6), withdrawn_by=content,
            withdrawn_because=canary(f"without year back {name}"),
        )  # fmt: skip
        stage.rows[f"transfer_{name}"] = Transfer.objects.create(
            case=case, state="called_off", asked_at=at, asked_by=content, answer_by=at.date(),
            called_off_at=at, called_off_by=content, accepted_on=at.date(), noted_at=at,
            noted_by=content, **canaries(TRANSFERRED, name, "transfer "),
        )  # fmt: skip
        Pause.objects.create(
            case=case, author=content, agency_id=content.agency_id, written_at=at,
            reason="Vacances.", review_on=at.date(), ended_at=at, ended_by=content,
            ended_because=canary(f"resumed {name}"),
        )  # fmt: skip
        row = stage.rows[f"followed{end}"]
        row = stage.rows[f"followed{end}"] = type(row).objects.get(pk=row.pk)
        row.declined_because = canary(f"declined once {name}")
        row.absence_answered = canary(f"absence once {name}")
        row.goes_on = canary(f"goes on {name}")
        row.save_changes()
        goal = stage.rows[f"goal{end}"]
        GoalResult.objects.create(
            case=case, proposal=proposal, goal=goal, line=goal.line, result="partly",
            words=canary(f"goal result {name}"), author=content, written_at=at,
        )  # fmt: skip


def _nearly(stage) -> None:
    """A closing that lacks the signature: one reserve, one hand-over without an answer."""
    people, rows = stage.people, stage.rows
    proposal = scenes.proposed(stage.cases["closing"], people)
    scenes.opinion(proposal, people, "bruno")
    scenes.opinion(proposal, people, "lea", "with_reserve", "Si la dette est suivie jusqu’en mars.")
    scenes.results(proposal, people)
    rows["informed_closing"] = scenes.told(proposal, people)
    with cast.acting(people["hugo"]) as hugo:
        rows["handover_closing"] = around.offer_handover(
            proposal, by=hugo, service="CMP, suivi ordinaire", content="Un rendez-vous par semaine."
        )
        rows["goal_closing"] = scenes.Goal.objects.get(
            case=proposal.case_id, plan__state="approved"
        )
