"""A file that ran on paper for fourteen months, brought in by the people who would do it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from casework.models import Case
from common import clock
from common.scope import WORKER, bound
from plans.models import PaperFile
from plans.paper import decisions
from plans.paper.content import kept
from tests import people as town

TODAY = date(2026, 3, 2)  # a Monday; what lies ahead is counted from the day it is typed
OPENED = date(2025, 1, 6)
APPROVED = date(2025, 2, 24)
HELD = date(2026, 2, 10)
NEXT = date(2026, 4, 7)
PLACE = "Mairie, bureau 12, armoire 3, chemise verte"
OPENING = {
    "paper_place": PLACE,
    "opened_on": OPENED,
    "grounds": "Isolement, dettes et menaces : aucun service ne suffit.",
    "prevention_level": Case.Level.INDIVIDUAL,
    "given_name": "Idriss",
    "family_name": "Vauquelin",
    "alias": "",
    "birth_date": date(2001, 5, 14),
    "age_text": "",
    "concern": "none",
    "concern_grounds": "Ni arme, ni départ, disait la cellule.",
    "asked_of": "",
    "answer": "",
    "answered_on": None,
    "wording": "",
}


def ahead(days: int) -> date:
    return clock.today() + timedelta(days=days)


def noon(day: date = TODAY) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


def opened(who, **more) -> PaperFile:
    """Opened by Thomas: Claire types, Hugo confirms, Paul answers for the risk."""
    said = OPENING | {"types": who["claire"], "confirms": who["hugo"], "risk_owner": who["paul"]}
    with town.acting(who["thomas"]) as thomas:
        return decisions.open_paper(by=thomas, **(said | more))


def typed(who, **more) -> dict:
    """Every field of the form, as cleaned: a goal, three actions, the last checkpoint, the next."""
    said = {
        "process_on": OPENED,
        "content_on": OPENED,
        "owner_on": OPENED,
        "partner_1_user": who["bruno"],
        "partner_1_on": OPENED,
        "partner_2_user": who["lea"],
        "partner_2_on": date(2025, 9, 1),
        "approved_on": APPROVED,
        "why_start": "Le revenu d’abord.",
        "reach": "Une formation tenue.",
        "why_that": "Il le demande lui-même.",
        "context": "Vit chez sa tante ; un groupe en ligne.",
        "evaluation": "Au point d’étape, à partir des présences.",
        "goal_1_statement": "Il tient sa formation jusqu’en juin.",
        "goal_1_indicator": "Présences signées",
        "goal_1_target": "4 jours sur 5",
        "goal_1_due_on": ahead(120),
        "goal_1_tag": "reintegration",
        "goal_1_rating": "partly",
        "action_1_title": "Atelier projet",
        "action_1_owner": who["bruno"],
        "action_1_kind": "social",
        "action_1_goal": "1",
        "action_1_starts_on": date(2025, 3, 3),
        "action_1_ends_on": ahead(116),
        "action_1_state": "running",
        "action_1_meets_person": True,
        "action_2_title": "Visites à deux",
        "action_2_owner": who["lea"],
        "action_2_kind": "social",
        "action_2_starts_on": ahead(7),
        "action_2_ends_on": ahead(88),
        "action_2_state": "accepted",
        "action_3_title": "Dossier de surendettement",
        "action_3_owner": who["bruno"],
        "action_3_kind": "social",
        "action_3_starts_on": date(2025, 3, 3),
        "action_3_ends_on": date(2025, 6, 30),
        "action_3_state": "done",
        "action_3_ended_on": date(2025, 6, 12),
        "action_3_outcome": "Plan de remboursement accepté.",
        "held_on": HELD,
        "conclusion": "go_on",
        "grounds": "Il vient, et le dit.",
        "effects": "none",
        "online": "looked",
        "online_words": "Un compte public, rien de nouveau.",
        "next_on": ahead(36),
    }
    return kept(said | more)


def handed(who, paper: PaperFile | None = None, **more) -> PaperFile:
    """Typed by Claire, whole, and handed over."""
    paper = paper or opened(who)
    with town.acting(who["claire"]) as claire:
        decisions.type_paper(paper, by=claire, said=typed(who, **more))
        return decisions.hand_over(PaperFile.objects.get(pk=paper.pk), by=claire)


def confirmed(who, paper: PaperFile | None = None, **more) -> Case:
    """Confirmed by Hugo: a case."""
    paper = paper or handed(who, **more)
    with town.acting(who["hugo"]) as hugo:
        case = decisions.confirm_paper(
            PaperFile.objects.get(pk=paper.pk), by=hugo, read=True, reason="Vu."
        )
    with bound(WORKER):
        return Case.objects.get(pk=case.pk)
