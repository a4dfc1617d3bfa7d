"""A case in analysis and a plan that may be approved, made by the people who would make it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone, translation

from casework.models import Case, TeamMember
from casework.persons import decisions as persons
from casework.persons.rules import FIELDS
from casework.team import decisions as team
from common import clock
from intake.opening.decisions import start_analysis
from plans.models import Factor, Plan
from plans.plan.decisions import approval, lines, versions
from plans.plan.decisions.approval import standing
from plans.plan.sheet import Sheet
from tests import people as town
from tests.plans import scenes

# A Monday; the case was opened three weeks before.
MONDAY = date(2026, 3, 2)
EVERYBODY = ("claire", "hugo", "paul", "bruno", "lea")
TEXTS = {
    "why_start": "Le revenu d’abord : sans lui, rien ne tient.",
    "reach": "Une formation et des rendez-vous tenus.",
    "why_that": "Il le demande lui-même.",
    "context": "Vit seul ; une tante, un groupe en ligne.",
    "evaluation": "Au point d’étape, par l’équipe, à partir des présences d’aujourd’hui.",
}


def noon(day: date) -> datetime:
    """Midday of the territory."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


def day(offset: int) -> date:
    """So many days after the Monday."""
    return MONDAY + timedelta(days=offset)


def in_analysis(who, **more) -> Case:
    """A case of a grown-up, opened three weeks ago, in the in-depth analysis."""
    with clock.at(noon(MONDAY - timedelta(days=21))):
        case = town.open_case(who, **more)
        for name in EVERYBODY:
            with town.acting(who[name]):
                team.declare(case, by=who[name], interest=TeamMember.Interest.NONE,
                             aim_accepted=True)  # fmt: skip
                stated = case.statements.filter(agency=who[name].agency).first()
                team.state_agency(
                    case, by=who[name], expected=stated.version if stated else 0, goal="Avancer."
                )
        town.information(case, who["bruno"], "Vient aux rendez-vous.")
        born(case, who, date(2003, 2, 28))
        with town.acting(who["hugo"]):
            return start_analysis(case, by=who["hugo"], enough=True)


def born(case: Case, who, when: date | None) -> None:
    """The content coordinator writes the date of birth."""
    with town.acting(who["hugo"]):
        case = Case.objects.get(pk=case.pk)
        person = case.subject
        changes = {name: getattr(person, name) for name in FIELDS} | {"birth_date": when}
        persons.correct_person(
            case, by=who["hugo"], expected=person.version, changes=changes, reason="Su."
        )


def factor(case: Case, who) -> Factor:
    """A root cause of the content coordinator's, and what else an analysis has before a plan."""
    cause = scenes.factor(case, who["hugo"])
    scenes.factor(case, who["bruno"], "protective", "family", words="Sa tante.")
    scenes.gap(case, who["bruno"])
    scenes.view(case, who["hugo"], voice="person")
    return cause


def goal_fields(case: Case, who, **more) -> dict:
    """A SMART goal about reintegration."""
    fields = {
        "statement": "Il reprend une formation avant le 30 septembre.",
        "indicator": "Présences signées",
        "baseline": "0 jour",
        "target": "4 jours sur 5",
        "means": "Mission locale",
        "due_on": day(200),
        "tag": "reintegration",
        "factor": Factor.unscoped.filter(case=case).first() or factor(case, who),
    }
    return fields | more


def action_fields(owner, start: int = 1, end: int = 60, **more) -> dict:
    """An action of this person's agency, social, that does not meet the person."""
    fields = {
        "title": f"Action de {owner.full_name}",
        "kind": "social",
        "agency": owner.agency,
        "owner": owner,
        "starts_on": day(start),
        "ends_on": day(end),
    }
    return fields | more


def draft(case: Case, who) -> Plan:
    """A first draft that nothing stands in the way of, written by Hugo on the Monday."""
    hugo = who["hugo"]
    goal = goal_fields(case, who)
    with town.acting(hugo):
        plan = versions.start_plan(case, by=hugo)
        versions.write_texts(case, by=hugo, expected=plan.version, changes=TEXTS)
        lines.add_goal(case, by=hugo, **goal)
        lines.add_action(case, by=hugo, **action_fields(who["bruno"], title="Atelier projet"))
        lines.add_action(
            case, by=hugo, **action_fields(who["lea"], 2, title="Visites à deux", kind="security")
        )
        lines.add_checkpoint(case, by=hugo, due_on=day(60), looks_at="Présences")
        return Plan.objects.get(pk=plan.pk)


def edition(case: Case) -> int:
    """The edition of the case's draft, as a page that is opened now has it."""
    return Sheet.draft_of(case).edition


def approve(case: Case, by, reason: str = "", **more) -> Plan:
    """Approve the draft as it is now."""
    with town.acting(by):
        case = Case.objects.get(pk=case.pk)
        expected = more.pop("expected", None) or edition(case)
        return approval.approve_plan(case, by=by, expected=expected, reason=reason)


def new_version(case: Case, by, reason: str = "Il a un contrat.") -> Plan:
    """Begin a new version of the plan that applies."""
    with town.acting(by):
        return versions.start_version(case, by=by, trigger="information", reason=reason)


def obstacles(case: Case, person) -> list:
    """What stands before the approval, as this person reads it."""
    with town.acting(person), translation.override("en"):
        return standing(Case.objects.get(pk=case.pk))


def rows(case: Case, person, strength=None) -> list[str]:
    """The rows of those sentences."""
    found = obstacles(case, person)
    return [o.row for o in found if strength is None or o.strength == strength]
