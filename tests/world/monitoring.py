"""Monitoring on the stage: a, b and «again» reopened after checks; «quiet» monitored."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from casework.models import Case
from closure.models import MonitoringCheck
from closure.monitoring import decisions as monitoring
from closure.reopening import decisions as reopening
from closure.transfer import decisions as transfers
from closure.without_year.decisions import propose_without_year
from common import clock
from common.scope import WORKER, bound
from tests import people as cast
from tests.closure import following
from tests.world.canary import canary

# case -> process coordinator, content coordinator, risk owner, who holds the check
HANDS = {
    "a": ("pia", "hector", "pauline", "basile"),
    "b": ("esther", "mathieu", "amina", "kamel"),
}
CHECK = ("check sources", "check words", "check late", "check answer", "check corrected")
AFTER = (*CHECK, "reopened because", "told who", "told tie")


def build(stage) -> None:
    """A check entered late, answered and corrected, a reopening; then the same in words."""
    with clock.at(clock.now() - timedelta(hours=1)):
        for name in HANDS:
            _in_canaries(stage, name)
    for name, days in (("quiet", 240), ("again", 100)):
        stage.cases[name] = _closed(stage, days)
    with bound(WORKER):
        held, waits, *_later = following.checks(stage.cases["quiet"])
    _late(stage, held)
    stage.rows |= {"check_held": held, "check_open": waits}
    _again(stage)
    _moves(stage)


def _moves(stage) -> None:
    """«checked» goes over to another authority, which has accepted it."""
    with cast.acting(stage.people["hugo"]) as hugo:
        row = transfers.ask_transfer(
            Case.objects.get(pk=stage.cases["checked"].pk), by=hugo, contact="Mme Vidal",
            authority="Ville de Lille, coordination de la prévention", basis="Convention de 2024.",
            grounds="Il a déménagé à Lille.", goes_along="Le plan, le dernier point d’étape.",
        )  # fmt: skip
        stage.rows["transfer_checked"] = transfers.note_acceptance(
            row, by=hugo, who="M. Roux, adjoint", accepted_on=clock.today(), paper_at="Courrier 118"
        )


def _in_canaries(stage, name: str) -> None:
    process, content, owner, holder = (stage.people[key] for key in HANDS[name])
    found = {
        "held_on": clock.today(), "result": MonitoringCheck.Result.CONCERN,
        "sources": canary(f"check sources {name}"), "words": canary(f"check words {name}"),
        "late_because": canary(f"check late {name}"),
    }  # fmt: skip
    with cast.acting(owner):
        check = monitoring.plan_checks(stage.rows[f"closure_{name}"])[0]
    with cast.acting(process):
        monitoring.name_person(check, by=process, person=holder)
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
    stage.rows[f"check_{name}"] = check
    with cast.acting(content):
        reopening.reopen(
            stage.cases[name], by=content, trigger="other",
            reason=canary(f"reopened because {name}"),
        )  # fmt: skip


def _closed(stage, days: int) -> Case:
    people = stage.people
    case = cast.open_case(people)
    with bound(WORKER), clock.at(clock.now() - timedelta(days=days)):
        following.closed(case, people)
        following.informed(case, people)
        following.informed(case, people, "Dr Perrin", "médecin")
    return case


def _late(stage, check: MonitoringCheck) -> None:
    noon = datetime.combine(check.due_on + timedelta(days=26), time(12))
    with clock.at(timezone.make_aware(noon, timezone.get_default_timezone())):
        with cast.acting(stage.people["claire"]) as claire:
            monitoring.name_person(check, by=claire, person=stage.people["lea"])
        following.enter(
            check, stage.people["lea"], decision="reopen", result="concern",
            words="Il ne répond plus depuis août.",
            late_because="Éducatrice malade, sans suppléance.",
        )  # fmt: skip


def _again(stage) -> None:
    case = stage.cases["again"]
    with cast.acting(stage.people["hugo"]) as hugo:
        reopening.reopen(case, by=hugo, trigger="person", reason="Il demande de l’aide.")
        aunt = case.informed.order_by("who").last()
        stage.rows["told_again"] = reopening.tell_again(aunt, by=hugo, on=clock.today())
        propose_without_year(
            Case.objects.get(pk=case.pk), by=hugo, why="moved_away", grounds="Parti à Lille.",
            checks="yes", checks_because="Sa tante reste ici.",
        )  # fmt: skip
