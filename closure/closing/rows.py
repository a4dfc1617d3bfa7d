"""The rows of a closing: how each is found and named, what a form shows of it."""

from __future__ import annotations

from casework.rows import Rows
from closure.closing.sheet import cycle_of
from closure.models import ClosureProposal, Handover, InformedParty
from plans.models import Commitment, FollowUp, Goal, Plan

TAB = "closure:closing"


class Newest(Rows):
    """Rows of which the newest of the case is meant: the address names the case alone."""

    def find(self, user, subject, **kwargs) -> ClosureProposal | None:
        rows = self.model.objects.visible_to(user).filter(case=subject, **self.only)
        rows = rows.select_related(*(self.related or (self.of,)))
        return rows.order_by("-proposed_at", "-pk").first()

    def arguments(self, row) -> list:
        return [row.case_id]


def of_cycle(rows: Newest, user, case, number: int) -> ClosureProposal | None:
    """The newest proposal of that cycle: an earlier cycle's is read, and no longer stands (X29)."""
    found = rows.model.objects.visible_to(user).filter(case=case, cycle=number, **rows.only)
    found = found.select_related(*rows.related)
    return found.order_by("-proposed_at", "-pk").first()


def cycle_asked(request, case) -> tuple[int, bool]:
    """The cycle that the page shows, and whether it is the one that runs: «?cycle=1» asks."""
    now, asked = cycle_of(case), request.GET.get("cycle", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 4 else now
    return number, number == now


class ByLine(Rows):
    """Goals of the plan that applies, named in the address by their ``line``; another is 404."""

    def find(self, user, subject, **kwargs) -> Goal | None:
        goals = self.model.objects.visible_to(user).select_related("plan")
        return goals.filter(
            case=subject, line=kwargs["row"], plan__state=Plan.State.APPROVED
        ).first()

    def arguments(self, row) -> list:
        return [row.case_id, row.line]


PEOPLE = ("proposed_by", "signed_by", "signed_for", "withdrawn_by")
PROPOSAL = Newest(ClosureProposal, tab=TAB, related=PEOPLE, only={"way": "joint"})
GOAL = ByLine(Goal, tab=TAB, words=lambda row: row.statement, about=lambda row: row.statement)
HANDOVER = Rows(Handover, tab=TAB, related=("proposal",), about=lambda row: row.service)
PARTY = Rows(InformedParty, tab=TAB, related=("proposal",), about=lambda row: row.who)
RUNNING = Rows(
    FollowUp,
    tab=TAB,
    related=("action", "agency", "owner"),
    place=lambda row: "running",
    words=lambda row: row.action.title,
    about=lambda row: row.action.title,
)
PROMISE = Rows(
    Commitment,
    tab=TAB,
    related=("agency", "author"),
    place=lambda row: "promises",
    words=lambda row: row.words,
    about=lambda row: row.said_to,
)
