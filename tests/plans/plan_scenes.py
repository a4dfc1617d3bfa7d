"""A case in analysis, and a draft that lacks nothing: what a test takes away, it takes here."""

from __future__ import annotations

from datetime import date, timedelta

from casework import clock, team
from casework.models import Case, Person
from casework.scope import WORKER, bound
from plans.decisions import plan as acts
from plans.models import Goal, Plan
from tests import people as cast
from tests.plans import scenes
from tests.plans.conftest import at_state


def in_analysis(people, **more) -> Case:
    """A case of somebody of age, ten working days old, at «in-depth analysis»."""
    case = cast.open_case(people, **more)
    with bound(WORKER):
        person = Person.objects.get(pk=case.subject_id)
        person.birth_date = date(2001, 3, 4)
        person.save_changes()
        row = Case.objects.get(pk=case.pk)
        row.opened_at -= timedelta(days=14)
        row.save_changes()
    return at_state(case, Case.State.ANALYSIS)


def fresh(case: Case) -> Case:
    """The case as whoever is bound reads it now."""
    return Case.objects.select_related("subject").get(pk=case.pk)


TEXTS = {
    "why_start": "La dette bloque tout le reste.",
    "reach": "Un revenu et un créneau tenu.",
    "why_that": "Il le demande lui-même.",
    "context": "Vit seul, une tante au village.",
    "person_view": "« Je veux travailler. »",
    "family_view": "",
    "best_interest": "",
    "evaluation": "Chaque trimestre, par l’université.",
}


def ready(people, case: Case) -> Plan:
    """A draft of Hugo's that can be approved without a word of warning."""
    hugo, today = people["hugo"], clock.today()
    cause = scenes.factor(case, hugo)
    scenes.factor(case, people["bruno"], "protective", "family", words="Sa tante.")
    scenes.gap(case, people["bruno"])
    scenes.view(case, hugo, voice="person")
    for key in ("claire", "hugo", "bruno", "lea", "paul"):
        with cast.acting(people[key]):
            team.declare(case, by=people[key], interest="none", aim_accepted=True)
    for key in ("claire", "hugo", "bruno", "lea"):
        with cast.acting(people[key]):
            team.state_agency(case, by=people[key], expected=0, goal="Un emploi.")
    with cast.acting(hugo):
        plan = acts.start_plan(fresh(case), by=hugo)
        plan = acts.write_texts(plan, by=hugo, expected=1, changes=TEXTS)
        goal = acts.add_goal(
            plan, by=hugo, statement="Signer un plan d’apurement.",
            indicator="Le plan signé", baseline="rien", target="signé",
            means="CCAS, deux rendez-vous", factor=cause,
            due_on=today + timedelta(days=60), tag=Goal.Tag.REINTEGRATION,
        )  # fmt: skip
        for key, kind, first, meets in (
            ("bruno", "social", 1, True),
            ("lea", "security", 20, False),
        ):
            acts.add_action(
                plan, by=hugo, title=f"Action de {people[key].display}", kind=kind,
                owner=people[key], starts_on=today + timedelta(days=first),
                ends_on=today + timedelta(days=90), meets_person=meets, goal=goal, after=None,
                why_fits="Il l’a demandé.",
            )  # fmt: skip
        acts.add_checkpoint(plan, by=hugo, due_on=today + timedelta(days=30))
    return plan
