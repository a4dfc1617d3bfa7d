"""What a role looks at besides its list: process, content, risk owner, partner (screen 1)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from casework import clock
from casework.models import Case, TeamMember
from casework.rights import Role
from casework.views.case import own_memberships
from closure import due as closure_due
from closure import due_monitoring
from closure.sheet import ClosingSheet
from plans import due_carrying, due_checking
from plans.models import FollowUp

FEW = 6
PHASES = (
    gettext_noop("Intake"),
    gettext_noop("Analysis and plan"),
    gettext_noop("Carrying out"),
    gettext_noop("After closure"),
)
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
    rows = due_carrying.open_on_cases_of(user).values("agency__name", "agency__short_name")
    return list(
        rows.annotate(open=Count("pk"), late=Count("pk", filter=late)).order_by(
            "-late", "-open", "agency__name"
        )[: FEW + 2]
    )


def coming_checks(user) -> list:
    """The next checks after closure that the reader holds."""
    return list(due_monitoring.checks_of(user)[:FEW])


def next_checkpoints(rows: list[TeamMember]) -> None:
    """Give each case of ``rows`` the day on which it is looked at next (two queries)."""
    days = due_checking.next_days([row.case_id for row in rows])
    for row in rows:
        row.case.next_checkpoint = days.get(row.case_id)


@dataclass(frozen=True)
class ToSign:
    """One closure that waits for the reader: what it rests on, what is uncertain, who disagrees."""

    sheet: ClosingSheet
    others: int

    @property
    def case(self) -> Case:
        return self.sheet.case

    @property
    def courses(self) -> list[tuple[str, int]]:
        """How many domains went which way, in words."""
        found: dict[str, int] = {}
        for pair in self.sheet.compared:
            found[pair.course_words] = found.get(pair.course_words, 0) + 1
        return sorted(found.items())

    @property
    def stances(self) -> list[tuple[str, int]]:
        """How many agencies said what, disagreement first."""
        found: dict[str, int] = {}
        for opinion in self.sheet.opinions:
            words = opinion.get_stance_display()
            found[words] = found.get(words, 0) + 1
        return list(found.items())


def to_sign(user) -> ToSign | None:
    """The first closure that waits for this signature; one decision a screen."""
    waiting = list(closure_due.to_sign(user).select_related("case__subject", "proposed_by")[:FEW])
    if not waiting:
        return None
    first = waiting[0]
    return ToSign(ClosingSheet.of(first.case, first), len(waiting) - 1)


def where_things_stand(user) -> list[dict]:
    """The cases that the reader answers for, by phase."""
    rows = own_memberships(user).filter(role=Role.RISK_OWNER).order_by()
    found = dict(rows.values_list("case__state").annotate(number=Count("case", distinct=True)))
    phases = [
        {"phase": phase, "words": _(words), "number": 0}
        for phase, words in enumerate(PHASES, start=1)
    ]
    for state, number in found.items():
        if Case.PHASES.get(state):
            phases[Case.PHASES[state] - 1]["number"] += number
    return phases


def of(user) -> dict:
    """The blocks of every role that the reader holds."""
    roles = roles_of(user)
    blocks: dict = {"roles": roles}
    if Role.PROCESS_COORDINATOR in roles:
        blocks |= {"waits": who_waits_for_whom(user), "checks": coming_checks(user)}
    if Role.RISK_OWNER in roles:
        blocks |= {"to_sign": to_sign(user), "stand": where_things_stand(user)}
    return blocks
