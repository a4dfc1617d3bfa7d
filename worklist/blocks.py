"""Blocks of My work for each role: process, content, partner, risk owner (screen 1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from casework import absent, neutrality
from casework.mine import Among
from casework.models import Case, TeamMember
from casework.rights import WORKERS, Role
from casework.views.case import own_memberships
from closure.monitoring import due as monitoring_due
from common import clock
from plans.analysis import due
from plans.carrying import due as carrying_due
from plans.checkpoints import due as checkpoints_due
from plans.models import FollowUp
from worklist import signing
from worklist.item import MOST

FEW = 6
# How far ahead the days of one's cases are shown, and how long an answer stays in sight.
AHEAD = timedelta(days=14)
LATELY = timedelta(days=14)
State = FollowUp.State


def roles_of(user) -> frozenset[str]:
    """Every role that the reader holds on a case (one query)."""
    return frozenset(own_memberships(user).order_by().values_list("role", flat=True).distinct())


def who_waits_for_whom(user) -> list[dict]:
    """Open actions by agency on the cases that the reader coordinates, the latest first."""
    today = clock.today()
    late = Q(state=State.WAITING, answer_due_on__lt=today) | Q(
        state__in=(State.ACCEPTED, State.RUNNING), ends_on__lt=today
    )
    rows = carrying_due.open_on_cases_of(user).values("agency__name", "agency__short_name")
    return list(
        rows.annotate(open=Count("pk"), late=Count("pk", filter=late)).order_by(
            "-late", "-open", "agency__name"
        )[: FEW + 2]
    )


def who_owes_an_answer(user) -> list[dict]:
    """Open questions by agency on cases whose content the reader coordinates (S44)."""
    rows = due.answers_awaited_by(user).order_by()
    rows = rows.values("finder__agency__name", "finder__agency__short_name")
    late = Q(due_on__lt=clock.today())
    return list(
        rows.annotate(open=Count("pk"), late=Count("pk", filter=late)).order_by(
            "-late", "-open", "finder__agency__name"
        )[: FEW + 2]
    )


def answered_lately(user) -> list:
    """Questions that others have answered on those cases, the newest first."""
    return list(due.answered_for(user, clock.now() - LATELY)[:FEW])


@dataclass(frozen=True)
class Day:
    """A day on which something is held on a case of the reader's."""

    on: date
    title: str
    reference: str
    href: str
    looks_at: str = ""


def days_ahead(user) -> list[Day]:
    """Checkpoints on the cases on which the reader works, and checks they hold; soonest first."""
    today = clock.today()
    until = today + AHEAD
    checkpoints = [
        Day(
            point.due_on, _("Checkpoint"), point.case.reference,
            reverse("plans:checkpoints", args=[point.case.pk]), point.looks_at,
        )
        for point in checkpoints_due.to_attend(user, FEW, until)
    ]  # fmt: skip
    checks = [
        Day(
            check.due_on, _("Check after closure"), check.case.reference,
            reverse("closure:monitoring", args=[check.case_id]),
        )
        for check in monitoring_due.checks_of(user).filter(due_on__range=(today, until))[:FEW]
    ]  # fmt: skip
    return sorted([*checkpoints, *checks], key=lambda day: (day.on, day.reference))[:FEW]


def of_colleagues(user) -> list:
    """Open actions of the reader's agency whose owner is a colleague."""
    return list(carrying_due.of_colleagues(user)[:FEW])


def whom_to_ask(user) -> list[dict]:
    """Who coordinates the content of the newest cases on which the reader is a partner."""
    mine = own_memberships(user).filter(role=Role.PARTNER).select_related(None)
    mine = mine.exclude(case__state__in=Case.OVER)
    newest = mine.order_by("-opened_at", "-case_id").values("case_id")[:MOST]
    rows = TeamMember.objects.visible_to(user).filter(
        Among("case_id", newest), role=Role.CONTENT_COORDINATOR, active=True
    )
    rows = rows.select_related("case", "user", "agency")
    members = list(rows.order_by("-opened_at", "pk")[:MOST])
    absent.mark(members)
    found: dict[int, dict] = {}
    for member in members:
        row = found.setdefault(member.user_id, {"member": member, "cases": []})
        row["cases"].append(member.case)
    return list(found.values())[:FEW]


def not_declared(user) -> list[dict]:
    """Who has not declared an interest on the cases that the reader runs, each person once."""
    found: dict[int, dict] = {}
    for member in neutrality.on_cases_of(user, MOST):
        row = found.setdefault(member.user_id, {"member": member, "cases": set()})
        row["cases"].add(member.case_id)
    return list(found.values())[:FEW]


def coming_checks(user) -> list:
    """The next checks after closure that the reader holds."""
    return list(monitoring_due.checks_of(user)[:FEW])


def next_checkpoints(rows: list[TeamMember]) -> None:
    """Give each case of ``rows`` the day on which it is looked at next (two queries)."""
    days = checkpoints_due.next_days([row.case_id for row in rows])
    for row in rows:
        row.case.next_checkpoint = days.get(row.case_id)


def of(user, roles: frozenset[str]) -> dict:
    """The blocks of every role that the reader holds."""
    blocks: dict = {"roles": roles}
    if roles & set(WORKERS):
        blocks |= {"ahead": days_ahead(user)}
    if Role.CONTENT_COORDINATOR in roles:
        blocks |= {"owed": who_owes_an_answer(user), "answered": answered_lately(user)}
    if Role.PROCESS_COORDINATOR in roles:
        blocks |= {
            "waits": who_waits_for_whom(user),
            "checks": coming_checks(user),
            "silent": not_declared(user),
        }
    if Role.PARTNER in roles:
        blocks |= {"colleagues": of_colleagues(user), "ask": whom_to_ask(user)}
    if Role.RISK_OWNER in roles:
        blocks |= {"to_sign": signing.to_sign(user), "stand": signing.where_things_stand(user)}
    return blocks
