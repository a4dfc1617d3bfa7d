"""A plan of hundreds of actions, written set-wise: what no town has, and every page must stand."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from html import unescape
from urllib.parse import urljoin

from django.db.models import F

from casework.models import Case, Code
from common import clock
from common.scope import WORKER, bound
from plans.models import (
    Action,
    ActionReport,
    CheckpointMeeting,
    Commitment,
    FollowUp,
    Goal,
    LevelRating,
    Plan,
)
from tests.plans import planning

MOST_BYTES = 200_000
WHY = "Il le demande lui-même ; l’éducatrice le connaît depuis deux ans et le voit chaque semaine."
LINK = re.compile(r'href="(\?[^"#]*)[^"]*"')


def drafted(who, actions: int = 500, goals: int = 20, ahead: int = 0) -> Case:
    """A case with a draft of so many actions under so many goals.

    Every fortieth is Bruno's, the others Léa's. All but a few end ``ahead`` days later than by
    themselves, so that they are not late on a day long after the Monday.
    """
    case = planning.in_analysis(who)
    plan = planning.draft(case, who)
    with bound(WORKER):
        first = Goal.objects.filter(plan=plan).first()
        made = [_goal(first, number) for number in range(goals)]
        Goal.objects.bulk_create(made)
        Action.objects.bulk_create(
            _action(plan, who, made, number, ahead) for number in range(actions)
        )
    return case


def carried_out(case: Case, who) -> Case:
    """The same, approved and begun: some are late, some without an answer."""
    planning.approve(case, who["hugo"], reason="Vu en équipe.")
    with bound(WORKER):
        rows = FollowUp.unscoped.filter(case=case)
        accepted = {"state": "accepted", "version": F("version") + 1}
        rows.exclude(action__title__endswith="09").update(**accepted)
        rows.filter(state="waiting").update(
            answer_due_on=planning.day(-1), version=F("version") + 1
        )
        Case.unscoped.filter(pk=case.pk).update(state=Case.State.ACTIVE, version=F("version") + 1)
        return Case.objects.get(pk=case.pk)


def one_more(case: Case, who) -> None:
    """One action more in the draft."""
    with bound(WORKER):
        plan = Plan.objects.get(case=case, state=Plan.State.DRAFT)
        goals = list(Goal.objects.filter(plan=plan))
        Action.objects.bulk_create([_action(plan, who, goals, 999)])


def versions(case: Case, many: int) -> None:
    """So many more versions of the plan, without a line, none of which applies any more."""
    with bound(WORKER):
        plan = Plan.objects.get(case=case, state=Plan.State.APPROVED)
        row = {field.attname: getattr(plan, field.attname) for field in Plan._meta.concrete_fields}
        gone = {"state": "superseded", "superseded_at": plan.approved_at}
        Plan.objects.bulk_create(
            Plan(**row | gone | {"id": uuid.uuid4(), "number": number})
            for number in range(2, many + 1)
        )


def _goal(first: Goal, number: int) -> Goal:
    return Goal(
        case_id=first.case_id, plan_id=first.plan_id, position=100 + number, tag=first.tag,
        factor_id=first.factor_id, due_on=planning.day(200), target="4 jours sur 5",
        statement=f"But numéro {number} : il tient ses rendez-vous, semaine après semaine.",
        indicator="Présences signées", means="Mission locale",
    )  # fmt: skip


def _action(plan: Plan, who, goals: list[Goal], number: int, ahead: int = 0) -> Action:
    owner = who["bruno"] if number % 40 == 0 else who["lea"]
    return Action(
        case_id=plan.case_id, plan=plan, line=uuid.uuid4(), position=100 + number,
        title=f"Action {number:03}", why_fits=WHY, owner=owner, agency=owner.agency,
        kind="security" if number % 3 else "social", starts_on=planning.day(number % 50 - 60),
        ends_on=planning.day(number % 200 + 100 + ahead if number % 45 else -1 - number % 5),
        goal=goals[number % len(goals)] if number % 50 else None,
    )  # fmt: skip


def promises(case: Case, who, many: int) -> None:
    """So many commitments of Bruno's."""
    with bound(WORKER):
        Commitment.objects.bulk_create(
            Commitment(
                case=case, author=who["bruno"], agency=who["bruno"].agency, said_to="sa tante",
                said_on=planning.MONDAY, due_on=planning.MONDAY + timedelta(days=number),
                words=f"Promesse {number:03}. {WHY}", written_at=clock.now(),
            )
            for number in range(many)
        )  # fmt: skip


def levels(case: Case, who, many: int) -> None:
    """So many joint levels of one domain, each of a day of its own."""
    domain = Code.objects.get(kind=Code.List.DOMAIN, code="online")
    with bound(WORKER):
        LevelRating.objects.bulk_create(
            LevelRating(
                case=case, author=who["hugo"], agency=who["hugo"].agency, written_at=clock.now(),
                domain=domain, joint=True,
                direction="risk", level=("high", "moderate")[number % 2], basis="assessment",
                evidence="Deux canaux.", rated_on=planning.day(-number),
            )
            for number in range(many)
        )  # fmt: skip


def held(meeting: CheckpointMeeting, who, many: int) -> None:
    """So many checkpoints that were held before that one."""
    columns = CheckpointMeeting._meta.concrete_fields
    row = {field.attname: getattr(meeting, field.attname) for field in columns}
    row |= {"state": "concluded", "conclusion": "go_on", "concluded_at": clock.now()}
    row |= {"concluded_by_id": who["hugo"].pk, "effects": "none", "online": "looked"}
    row |= {"effects_words": "Rien.", "online_words": "Rien.", "next_on": planning.day(30)}
    with bound(WORKER):
        CheckpointMeeting.objects.bulk_create(
            CheckpointMeeting(**row | {"id": uuid.uuid4(), "grounds": f"Motif {number:03}."})
            for number in range(many)
        )


def reports(case: Case, who, many: int) -> None:
    """So many reports of Bruno's on his action."""
    with bound(WORKER):
        row = FollowUp.objects.filter(case=case, owner=who["bruno"]).first()
        ActionReport.objects.bulk_create(
            ActionReport(
                case=case, follow_up=row, author=who["bruno"], agency=who["bruno"].agency,
                happened_on=planning.MONDAY - timedelta(days=number % 30),
                words=f"Compte rendu {number:03}. {WHY}", written_at=clock.now(),
            )
            for number in range(many)
        )  # fmt: skip


def links(html: str) -> list[str]:
    """The addresses on a page that lead to another state of the same page."""
    return [unescape(one) for one in LINK.findall(html)]


def walk(browser, url: str, only: str, most: int = 400) -> dict[str, str]:
    """Every page that the links with one of these words (a pattern) reach: address -> HTML."""
    seen: dict[str, str] = {}
    left = [url]
    while left and len(seen) < most:
        at = left.pop()
        if at in seen:
            continue
        answer = browser.get(at)
        assert answer.status_code == 200, at
        seen[at] = answer.content.decode()
        left += [urljoin(at, one) for one in links(seen[at]) if re.search(only, one)]
    assert not left, "the links have no end"
    return seen
