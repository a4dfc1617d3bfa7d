"""Carrying out on the stage: cases a and b some time ago, «carried», «checked», «closing» now."""

from __future__ import annotations

from datetime import timedelta

from casework.models import Case, Code
from common import clock
from common.scope import WORKER, bound
from plans.carrying.decisions import answers, commitments, effects, follow, pauses, progress
from plans.models import FollowUp
from tests import people as cast
from tests.closure import scenes
from tests.plans import planning
from tests.world.canary import canaries, canary
from tests.world.files import put

# case -> who coordinates the content, a partner
HANDS = {"a": ("hector", "basile"), "b": ("mathieu", "kamel")}


def build(stage) -> None:
    """Carry out a and b and put them back where they were; the others stay carried out."""
    with clock.at(clock.now() - timedelta(hours=1)):
        for name in HANDS:
            put(stage.cases[name], Case.State.ACTIVE)
            _in_canaries(stage, name)
            put(stage.cases[name], Case.State.ANALYSIS)
    for name in ("carried", "checked", "closing"):
        stage.cases[name] = scenes.carried_out(stage.people)
    _in_words(stage)


def _stigma() -> Code:
    return Code.objects.get(kind=Code.List.EFFECT, code="stigma")


def _in_canaries(stage, name: str) -> None:
    """An action up to its verified outcome, an effect, a promise, a pause: each text a canary."""
    case, today = stage.cases[name], clock.today()
    content, partner = (stage.people[key] for key in HANDS[name])
    end = "" if name == "a" else "_b"
    with cast.acting(content):
        (row,) = follow.follow(stage.rows[f"action{end}"].plan)
        answers.accept_action(row, by=content)
        report = progress.report_action(
            row, by=content, happened_on=today, words=canary(f"report {name}")
        )
        progress.finish_action(
            row, by=content, result="done", on=today, outcome=canary(f"outcome {name}")
        )
    with cast.acting(partner):
        progress.verify_outcome(row, by=partner, words=canary(f"outcome check {name}"))
        effect = effects.record_effect(
            case, by=partner, kind=_stigma(), noticed_on=today, severity="low",
            words=canary(f"effect {name}"),
        )  # fmt: skip
        effects.respond_to_effect(
            effect, by=partner, expected=1, response=canary(f"response {name}")
        )
        said = canaries(("said_to", "words", "limit"), name, "promise ")
        promise = commitments.record_commitment(case, by=partner, said_on=today, **said)
        commitments.settle_commitment(
            promise, by=partner, state="kept", words=canary(f"promise kept {name}")
        )
        handed = commitments.record_commitment(
            case, by=partner, said_on=today, said_to="sa tante", words="Un appel."
        )
    with bound(WORKER):
        handed.state, handed.settled_at, handed.settled_by = "handed_on", clock.now(), partner
        handed.settled_words, handed.goes_on_until = "Repris.", today + timedelta(days=9)
        handed.handed_to = canary(f"promise handed {name}")
        handed.goes_on = canary(f"promise goes on {name}")
        handed.save_changes()
    with cast.acting(content):
        effects.close_effect(effect, by=content, reason=canary(f"effect closed {name}"))
        review = today + timedelta(days=9)
        pauses.pause(case, by=content, reason=canary(f"pause {name}"), review_on=review)
    rows = {"followed": row, "report": report, "effect": effect, "promise": promise}
    stage.rows |= {f"{key}{end}": one for key, one in rows.items()}


def _in_words(stage) -> None:
    """A report, a serious effect, a promise past its day, in ordinary words."""
    case, day = stage.cases["carried"], scenes.FIRST + timedelta(days=20)
    with bound(WORKER):
        row = FollowUp.objects.get(case=case, owner=stage.people["bruno"])
    with clock.at(planning.noon(day)), cast.acting(stage.people["bruno"]) as bruno:
        case = Case.objects.get(pk=case.pk)
        report = progress.report_action(
            row, by=bruno, happened_on=day, words="Deux rendez-vous tenus."
        )
        effect = effects.record_effect(
            case, by=bruno, severity="high", noticed_on=day, kind=_stigma(),
            words="Les voisins ont vu la voiture de la ville.",
        )  # fmt: skip
        promise = commitments.record_commitment(
            case, by=bruno, said_to="sa tante", said_on=day, due_on=day + timedelta(days=5),
            words="Un appel avant vendredi.", limit="Aucune promesse sur la formation.",
        )  # fmt: skip
    rows = {"followed": row, "report": report, "effect": effect, "promise": promise}
    stage.rows |= {f"{key}_carried": one for key, one in rows.items()}
