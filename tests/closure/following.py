"""A case at «monitoring», as the signature of its closure leaves it, with its checks."""

from __future__ import annotations

from datetime import timedelta

from casework import phases
from casework.models import Case
from closure.models import ClosureProposal, InformedParty, MonitoringCheck
from closure.monitoring import decisions as acts
from common import clock
from common.scope import WORKER, bound
from tests import people as town
from tests.browsing import paris

__all__ = ["at_state", "checks", "closed", "enter", "found", "informed", "paris", "sign"]


def at_state(case: Case, state: str) -> Case:
    """The same case, put at that state by the worker (its decisions are other tests')."""
    with bound(WORKER):
        row = Case.objects.get(pk=case.pk)
        row.state, row.state_since = state, clock.now()
        row.save_changes()
    return row


def sign(case: Case, who, cycle: int = 1, **more) -> ClosureProposal:
    """A proposal of Hugo's, signed by Paul now, with its checks; the state is not touched."""
    fields = {
        "case": case,
        "cycle": cycle,
        "state": ClosureProposal.State.SIGNED,
        "why": ClosureProposal.Why.GOALS_REACHED,
        "grounds": "Les buts du plan sont atteints.",
        "residual_risk": "Rechute possible si les dettes reviennent.",
        "proposed_at": clock.now(),
        "proposed_by": who["hugo"],
        "opinions_due_on": clock.today() + timedelta(days=10),
        "signed_at": clock.now(),
        "signed_by": who["paul"],
    }
    with town.acting(who["paul"]):
        proposal = ClosureProposal(**(fields | more))
        proposal.save(force_insert=True)
        acts.plan_checks(proposal)
    return proposal


def closed(case: Case, who, **more) -> Case:
    """The case at «monitoring», as the table of moves leads there, with its checks."""
    at_state(case, phases.the_move("closure.signed").target)
    sign(case, who, **more)
    with bound(WORKER):
        return Case.objects.get(pk=case.pk)


def informed(case: Case, who, name: str = "Mme Roux", tie: str = "tante") -> InformedParty:
    """Somebody around the person who was told that the file may be reopened."""
    with town.acting(who["hugo"]):
        return InformedParty.objects.create(
            case=case,
            proposal=case.closures.get(state="signed"),
            who=name,
            tie=tie,
            told_on=clock.today(),
            told_by=who["hugo"],
            how=InformedParty.How.IN_PERSON,
        )


def checks(case: Case) -> list[MonitoringCheck]:
    """The checks of the case, by their number."""
    return list(MonitoringCheck.unscoped.filter(case=case).order_by("proposal", "number"))


def found(**more) -> dict:
    """What a calm check finds, held today."""
    return {
        "held_on": clock.today(),
        "sources": "Mission locale, sa tante",
        "result": MonitoringCheck.Result.STABLE,
        "words": "Il travaille.",
        "decision": MonitoringCheck.Decision.GO_ON,
    } | more


def enter(check: MonitoringCheck, by, **more) -> MonitoringCheck:
    """This person enters the check."""
    with town.acting(by):
        return acts.enter_check(check, by=by, **found(**more))


def enter_all(case: Case, by) -> None:
    """Every check is entered on its own day."""
    for check in checks(case):
        day = check.due_on
        if check.state == MonitoringCheck.State.DUE:
            with clock.at(paris(day.year, day.month, day.day, 10)):
                enter(check, by)
