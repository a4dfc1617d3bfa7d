"""A case that is carried out and may be closed, made by the decisions of its people."""

from __future__ import annotations

from datetime import timedelta

from casework.models import Case, Code
from closure.closing import around, going_on, promises
from closure.closing import decisions as closing
from closure.closing.sheet import ClosingSheet
from closure.models import ClosureProposal, Opinion
from common import clock
from common.scope import WORKER, bound
from plans.carrying.decisions import commitments, effects, progress
from plans.carrying.decisions.answers import accept_action
from plans.carrying.decisions.start import start_carrying_out
from plans.models import Commitment, FollowUp, Goal
from tests import people as town
from tests.plans import planning, scenes

FIRST = planning.MONDAY
LATER = FIRST + timedelta(days=120)
GROUNDS = "Les buts sont atteints ; le droit commun suffit."
RISK = "Rechute possible si les dettes reviennent."
STILL = "L’éducatrice termine ses trois semaines."


def carried_out(who) -> Case:
    """A case at «active»: a plan approved on the Monday, every action accepted."""
    with clock.at(planning.noon(FIRST)):
        case = planning.in_analysis(who)
        levels(case, who, "high")
        planning.draft(case, who)
        planning.approve(case, who["hugo"])
        with bound(WORKER):
            waiting = list(FollowUp.objects.filter(case=case).select_related("owner"))
        for row in waiting:
            with town.acting(row.owner):
                accept_action(row, by=row.owner)
        with town.acting(who["claire"]):
            start_carrying_out(Case.objects.get(pk=case.pk), by=who["claire"])
    with bound(WORKER):
        return Case.objects.get(pk=case.pk)


def happened(case: Case, who, day) -> None:
    """Bruno records a negative effect and a promise, and ends his action, on a day."""
    with clock.at(planning.noon(day)), town.acting(who["bruno"]) as bruno:
        case = Case.objects.get(pk=case.pk)
        effects.record_effect(
            case, by=bruno, severity="high", noticed_on=day, words="Les voisins ont vu.",
            kind=Code.objects.get(kind="effect", code="stigma"),
        )  # fmt: skip
        commitments.record_commitment(
            case, by=bruno, said_to="sa tante", said_on=day, due_on=day + timedelta(days=2),
            words="Un appel.", limit="Rien de plus.",
        )  # fmt: skip
        row = FollowUp.objects.filter(case=case, owner=bruno).first()
        progress.finish_action(row, by=bruno, result="done", on=day, outcome="Trois visites.")


def harm(case: Case, by, severity: str, follow_up: FollowUp | None = None):
    """A negative effect that this person notices today."""
    return effects.record_effect(
        Case.objects.get(pk=case.pk), by=by, severity=severity, noticed_on=clock.today(),
        words="Les voisins ont vu.", follow_up=follow_up,
        kind=Code.objects.get(kind="effect", code="stigma"),
    )  # fmt: skip


def levels(case: Case, who, level: str) -> None:
    """The team's joint levels of two domains, as of today."""
    for code in ("online", "money"):
        said = f"Vu en équipe : {level}."
        scenes.level(case, who["hugo"], level=level, code=code, joint=True, evidence=said)


def proposed(case: Case, who, **more) -> ClosureProposal:
    """Closure proposed by Hugo, the assessment repeated the same day."""
    levels(case, who, "low")
    return propose(case, who, **more)


def propose(case: Case, who, **more) -> ClosureProposal:
    """Closure proposed by Hugo, as the assessment stands."""
    said = {"why": "goals_reached", "grounds": GROUNDS, "residual_risk": RISK, "reason": STILL}
    with town.acting(who["hugo"]):
        return closing.propose_closure(
            Case.objects.get(pk=case.pk), by=who["hugo"], **(said | more)
        )


def opinion(proposal, who, key: str, stance: str = "for", words: str = "") -> Opinion:
    """What the agency of this person thinks."""
    with town.acting(who[key]) as user:
        return closing.give_opinion(proposal, by=user, stance=stance, words=words)


def results(proposal, who, result: str = "reached") -> None:
    """Each goal has its result."""
    with town.acting(who["hugo"]) as hugo:
        for goal in Goal.objects.filter(case=proposal.case_id, plan__state="approved"):
            closing.write_result(goal, by=hugo, expected=0, result=result)


def told(proposal, who, name: str = "Mme Roux"):
    """Somebody around the person knows the way back."""
    with town.acting(who["hugo"]) as hugo:
        return around.inform_party(
            proposal, by=hugo, told=True, who=name, tie="tante", told_on=clock.today(),
            how="in_person", not_told_because="",
        )  # fmt: skip


def go_on(case: Case, who, words: str = STILL) -> None:
    """Hugo says of each action that runs that it goes on under monitoring."""
    with town.acting(who["hugo"]) as hugo:
        rows = FollowUp.objects.filter(case=case, state__in=["accepted", "running"])
        for row in list(rows.order_by("pk")):
            going_on.let_go_on(row, by=hugo, changes={"goes_on": words})


def promises_kept_on(case: Case, who, words: str = STILL) -> None:
    """Hugo says of each open promise that it is kept under monitoring."""
    until = clock.today() + timedelta(days=60)
    with town.acting(who["hugo"]) as hugo:
        for row in list(Commitment.objects.filter(case=case, state="open").order_by("pk")):
            promises.decide_promise(row, by=hugo, becomes="goes_on", words=words, until=until)


def ready(case: Case, who) -> ClosureProposal:
    """A proposal that needs the signature alone."""
    return ready_but(case, who)


def ready_but(case: Case, who, *silent: str) -> ClosureProposal:
    """The same, without the opinions of these people's agencies."""
    proposal = proposed(case, who)
    for key in ("claire", "hugo", "bruno", "lea"):
        if key not in silent:
            opinion(proposal, who, key)
    results(proposal, who)
    told(proposal, who)
    go_on(case, who)
    promises_kept_on(case, who)
    return proposal


def signed(proposal, who, by: str = "paul", **more) -> ClosureProposal:
    """Signed by the risk owner, who read everything."""
    with town.acting(who[by]) as user:
        case = Case.objects.get(pk=proposal.case_id)
        edition = ClosingSheet.of(case, ClosureProposal.objects.get(pk=proposal.pk)).edition
        return closing.sign_off(proposal, by=user, **({"expected": edition, "agrees": True} | more))
