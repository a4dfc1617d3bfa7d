"""A case whose plan is in its second version: a full draft beside the one that applies."""

from __future__ import annotations

from datetime import timedelta

from casework.models import Case, Code, TeamMember
from casework.persons import decisions as persons
from casework.persons.rules import FIELDS
from casework.rights import Role
from casework.team import decisions as team
from common import clock
from common.scope import WORKER, bound
from intake.opening.decisions import start_analysis
from plans.models import Action, Checkpoint, Factor, Goal, Plan
from plans.plan.decisions import approval, proposals, versions
from plans.plan.decisions import lines as lines_decisions
from plans.plan.sheet import Sheet
from tests import people as cast

TEAM = ("karim", "odile", "sophie", "julie", "marek", "rachid", "elise")
TITLES = (
    "Mentorat hebdomadaire", "Atelier projet, deux fois par semaine", "Entretiens de soutien",
    "Accord au lycée, un adulte de confiance", "Boxe, deux fois par semaine",
    "Plan d’apurement des dettes", "Entretien volontaire", "Visites à deux",
)  # fmt: skip


def build(stage) -> None:
    """«planned» with versions 1 and 2, «crowded» with sixty actions, «analysed» without a plan."""
    stage.cases["analysed"] = _analysed(stage)
    stage.cases["planned"] = planned = _analysed(stage)
    _around(stage, planned)
    _first(stage, planned)
    _second(stage, planned)
    stage.cases["crowded"] = crowded = _analysed(stage)
    _first(stage, crowded, sixty=True)


def _around(stage, case: Case) -> None:
    """Who may not be approached, and who by somebody alone: red lines on the plan."""
    cast.around(
        case, stage.people["lea"], "Son frère aîné", kind="sibling",
        approach_because="Il décide pour lui. Une visite d’un service l’a mis en colère en mars.",
        approach="no",
    )  # fmt: skip
    cast.around(
        case, stage.people["bruno"], "Sa mère", kind="parent", approach="only_by",
        only_by="Odile Perrin, du CCAS",
    )  # fmt: skip


def _analysed(stage) -> Case:
    people, hugo = stage.people, stage.people["hugo"]
    case = cast.open_case(people)
    with cast.acting(people["claire"]):
        for name in TEAM:
            team.join(case, by=people["claire"], user=people[name], role=Role.PARTNER)
    for name in ("claire", "hugo", "paul", "bruno", "lea", *TEAM):
        with cast.acting(people[name]):
            team.declare(case, by=people[name], interest=TeamMember.Interest.NONE,
                         aim_accepted=name != "odile")  # fmt: skip
    cast.information(case, people["bruno"], "Vient aux rendez-vous.")
    with cast.acting(hugo):
        person = case.subject
        changes = {name: getattr(person, name) for name in FIELDS}
        persons.correct_person(
            case, by=hugo, expected=person.version, reason="Dit par lui.",
            changes=changes | {"birth_date": clock.today() - timedelta(days=23 * 365 + 100)},
        )  # fmt: skip
        return start_analysis(case, by=hugo, enough=True)


def _ahead(days: int):
    return clock.today() + timedelta(days=days)


def _factor(case, hugo) -> Factor:
    with bound(WORKER):
        return Factor.objects.create(
            case=case, author=hugo, agency=hugo.agency, written_at=clock.now(),
            domain=Code.objects.filter(kind="domain").first(), kind="root_cause", words="Dettes",
            level="strong", basis="fact", evidence="Trois relances.",
        )  # fmt: skip


def _first(stage, case, *, sixty=False) -> None:
    people, hugo = stage.people, stage.people["hugo"]
    factor = _factor(case, hugo)
    with cast.acting(hugo):
        plan = versions.start_plan(case, by=hugo)
        versions.write_texts(
            case, by=hugo, expected=plan.version,
            changes={
                "why_start": "Le revenu d’abord : sans lui, rien ne tient.",
                "reach": "Une formation reprise et des rendez-vous tenus.",
                "why_that": "Il le demande lui-même.",
                "context": "Vit seul ; une tante proche, un groupe en ligne.",
                "person_view": "« Je veux qu’on arrête de me suivre. »",
                "evaluation": "À chaque point d’étape, à partir des présences d’aujourd’hui.",
            },
        )  # fmt: skip
        goal = lines_decisions.add_goal(
            case, by=hugo, statement="Il reprend une formation d’ici au 30 septembre.",
            indicator="Présences signées", baseline="0 jour", target="4 jours sur 5",
            means="Mission locale", due_on=_ahead(200), tag="reintegration", factor=factor,
        )  # fmt: skip
        owners = ("lea", "bruno", "hugo", "sophie", "rachid", "odile", "marek", "julie")
        before = None
        for number in range(60 if sixty else 4):
            owner = people[owners[number % len(owners)]]
            before = lines_decisions.add_action(
                case, by=hugo, title=TITLES[number % len(TITLES)], owner=owner,
                agency=owner.agency, kind="security" if number % 3 == 2 else "social",
                starts_on=_ahead(number * (4 if sixty else 20) - 30),
                ends_on=_ahead(number * (4 if sixty else 20) + 20), after=before, goal=goal,
                meets_person=sixty and number % 2 == 0,
            )  # fmt: skip
        for days in (30, 100, 170):
            lines_decisions.add_checkpoint(
                case, by=hugo, due_on=_ahead(days), looks_at="Présences, dettes"
            )


def _second(stage, case) -> None:
    people, hugo = stage.people, stage.people["hugo"]
    with cast.acting(hugo):
        case = Case.objects.get(pk=case.pk)
        edition = Sheet.draft_of(case).edition
        approval.approve_plan(case, by=hugo, expected=edition, reason="Il attend depuis longtemps.")
        plan = versions.start_version(
            case, by=hugo, trigger="information", reason="Il a un essai dans un garage."
        )
        goal = Goal.objects.get(plan=plan)
        lines_decisions.add_goal(
            case, by=hugo, statement="Il passe moins de temps seul, il va mieux.",
            indicator="Ce qu’il en dit", target="3 soirs", due_on=_ahead(90), tag="care",
        )  # fmt: skip
        lines_decisions.change_line(
            goal, by=hugo, expected=goal.version, why="L’essai suffit d’abord.",
            changes={"target": "3 jours sur 5"},
        )  # fmt: skip
        for number, owner in enumerate(("julie", "rachid", "marek")):
            lines_decisions.add_action(
                case, by=hugo, title=TITLES[number + 2], owner=people[owner],
                agency=people[owner].agency, kind="social", starts_on=_ahead(9 + number),
                ends_on=_ahead(100), meets_person=True, goal=goal, why="À sa demande",
            )  # fmt: skip
        gone = Action.objects.filter(plan=plan).order_by("starts_on").first()
        lines_decisions.remove_line(gone, by=hugo, why="Terminé.")
    with cast.acting(people["bruno"]):
        proposals.propose_action(
            case, by=people["bruno"], title="Atelier CV", kind="social", starts_on=_ahead(40),
            ends_on=_ahead(60), why_fits="Il cherche un apprentissage.", meets_person=True,
        )  # fmt: skip
    with bound(WORKER):
        draft = Plan.objects.get(case=case, state="draft")
        proposal = Action.objects.get(plan=draft, proposal="waiting")
        lines = {
            "goal_planned": Goal.objects.filter(plan=draft).order_by("position").first(),
            "action_planned": Action.objects.filter(plan=draft, title=TITLES[3]).first(),
            "checkpoint_planned": Checkpoint.objects.filter(plan=draft).first(),
            "proposal_planned": proposal,
        }
    stage.rows |= lines
