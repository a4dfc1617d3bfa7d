"""Cases that are carried out, checked, and closing: what their pages need to show something."""

from __future__ import annotations

from datetime import timedelta

from casework.models import Case, Code
from closure.closing import around
from common import clock
from common.scope import WORKER, bound
from plans.carrying.decisions.commitments import record_commitment
from plans.carrying.decisions.effects import record_effect
from plans.carrying.decisions.progress import report_action
from plans.checkpoints.decisions import meeting as meeting_decisions
from plans.checkpoints.decisions import sections
from plans.checkpoints.sheet import CheckSheet
from plans.models import Checkpoint, FollowUp
from tests import people as cast
from tests.closure import scenes
from tests.plans import planning


def build(world) -> None:
    """«carried»: a checkpoint being held; «checked»: one concluded; «closing»: nearly signed."""
    people = world.people
    for name in ("carried", "checked", "closing"):
        world.cases[name] = scenes.carried_out(people)
    _happened(world)
    with clock.at(planning.noon(scenes.FIRST + timedelta(days=30))):
        world.rows["meeting"] = _held(world, "carried")
        world.rows["concluded"] = _held(world, "checked", conclude=True)
    with clock.at(planning.noon(scenes.LATER)):
        _proposed(world)


def _happened(world) -> None:
    """A report, a serious effect, a promise past its day."""
    case, people = world.cases["carried"], world.people
    day = scenes.FIRST + timedelta(days=20)
    with clock.at(planning.noon(day)):
        with bound(WORKER):
            rows = FollowUp.objects.filter(case=case, owner=people["bruno"])
            row = rows.select_related("owner").first()
        world.rows["followed"] = row
        with cast.acting(row.owner) as owner:
            world.rows["report"] = report_action(
                row, by=owner, happened_on=day, words="Deux rendez-vous tenus."
            )
        with cast.acting(people["bruno"]) as bruno:
            now = Case.objects.get(pk=case.pk)
            world.rows["effect"] = record_effect(
                now, by=bruno, severity="high", noticed_on=day,
                kind=Code.objects.get(kind="effect", code="stigma"),
                words="Les voisins ont vu la voiture de la ville.",
            )  # fmt: skip
            world.rows["promise"] = record_commitment(
                now, by=bruno, said_to="sa tante", said_on=day, due_on=day + timedelta(days=5),
                words="Un appel avant vendredi.", limit="Aucune promesse sur la formation.",
            )  # fmt: skip


def _held(world, name: str, conclude: bool = False):
    case, people = world.cases[name], world.people
    with bound(WORKER):
        line = Checkpoint.objects.filter(case=case).order_by("due_on").first().line
    with cast.acting(people["claire"]) as claire:
        meeting = meeting_decisions.open_checkpoint(
            Case.objects.get(pk=case.pk), by=claire, held_on=clock.today(), line=line
        )
        sections.write_presence(
            meeting, by=claire, expected=0,
            found={people["bruno"].agency_id: "present", people["lea"].agency_id: "written"},
        )  # fmt: skip
        meeting = sections.write_section(
            meeting, "online", by=claire, expected=1, online="looked",
            online_words="Deux comptes ; rien de neuf depuis mars.",
        )  # fmt: skip
    if conclude:
        _concluded(meeting, people)
    return meeting


def _concluded(meeting, people) -> None:
    with cast.acting(people["claire"]) as claire:
        sheet = CheckSheet(meeting.case, meeting)
        found = {row.line: ("as_planned", "") for row in sheet.actions}
        sections.check_actions(meeting, by=claire, expected=0, found=found)
        goals = {row.line: ("partly", "Trois fois sur quatre.") for row in sheet.goals}
        sections.check_goals(meeting, by=claire, expected=0, found=goals)
        sections.write_section(
            meeting, "effects", by=claire, expected=2, effects="none", effects_words="À tous."
        )
    with cast.acting(people["hugo"]) as hugo:
        meeting_decisions.conclude_checkpoint(
            meeting, by=hugo, conclusion="go_on", grounds="Tout est tenu.",
            dissent="La Mission locale irait plus vite.",
            next_on=clock.today() + timedelta(days=40),
        )  # fmt: skip


def _proposed(world) -> None:
    """Everything but the signature; one reserve, one hand-over that waits."""
    case, people = world.cases["closing"], world.people
    proposal = scenes.proposed(case, people)
    scenes.opinion(proposal, people, "bruno")
    scenes.opinion(proposal, people, "lea", "with_reserve", "Si la dette est suivie jusqu’en mars.")
    scenes.results(proposal, people)
    world.rows["informed"] = scenes.told(proposal, people)
    with cast.acting(people["hugo"]) as hugo:
        world.rows["handover"] = around.offer_handover(
            proposal, by=hugo, service="CMP, suivi ordinaire", content="Un rendez-vous par semaine."
        )
        world.rows["goal_line"] = scenes.Goal.objects.filter(
            case=case, plan__state="approved"
        ).first()
    world.rows["proposal"] = proposal
