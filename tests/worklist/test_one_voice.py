"""X29: after closure and after reopening every page says one thing, to whoever reads it.

The sentences of all pages are compared for each persona in each state of the case's cycle.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from casework import phases
from casework.models import Case
from closure.models import ClosureProposal
from closure.monitoring import decisions as monitoring
from closure.reopening import decisions as reopening
from closure.transfer import decisions as transfers
from closure.without_year import decisions as without_year
from common import clock
from common.scope import WORKER, bound
from plans.carrying.stand import in_words
from plans.models import CheckpointMeeting, FollowUp
from tests import people as town
from tests import worlds
from tests.browsing import text_of
from tests.cast import in_english
from tests.closure import scenes
from tests.closure.absorbed import files as two_files
from tests.plans import planning

PERSONAS = ("claire", "hugo", "paul", "bruno")
PAGES = (
    "case", "plans:plan", "plans:carrying", "plans:checkpoints", "closure:closing",
    "closure:monitoring", "case_team",
)  # fmt: skip


@worlds.standing
def who():
    return in_english(town.town())


@worlds.standing
def carried(who):
    return scenes.carried_out(who)


@pytest.fixture(autouse=True)
def later():
    with clock.at(planning.noon(scenes.LATER)):
        yield scenes.LATER


def now(case) -> Case:
    with bound(WORKER):
        return Case.objects.get(pk=case.pk)


def closed(case, who) -> None:
    scenes.signed(scenes.ready(case, who), who)


def ended(case, who) -> None:
    closed(case, who)
    with bound(WORKER):
        for row in list(FollowUp.objects.filter(case=case)):
            row.state, row.ended_on, row.outcome = "stopped", clock.today(), "Fini."
            row.save_changes()
    with town.acting(who["claire"]) as claire:
        monitoring.end_early(now(case), by=claire, reason="Parti au loin.")


def reopened(case, who) -> None:
    closed(case, who)
    with town.acting(who["hugo"]) as hugo:
        reopening.reopen(now(case), by=hugo, trigger="person", reason="Il demande de l’aide.")


def not_followed(case, who) -> None:
    with town.acting(who["hugo"]) as hugo:
        said = {"why": "died", "grounds": "Décédé le 3 mai."}
        proposal = without_year.propose_without_year(now(case), by=hugo, **said)
    with town.acting(who["paul"]) as paul:
        without_year.close_without_year(proposal, by=paul, agrees=True)


def absorbed(case, who) -> None:
    two_files.absorbed({"older": two_files.older_file(who), "younger": case}, who)


def transferred(case, who) -> None:
    with town.acting(who["hugo"]) as hugo:
        said = {
            "authority": "Ville de Lille", "contact": "Mme Vidal", "grounds": "Parti à Lille.",
            "basis": "Convention.", "goes_along": "Le plan.",
        }  # fmt: skip
        row = transfers.ask_transfer(now(case), by=hugo, **said)
        more = {"who": "M. Roux", "accepted_on": clock.today(), "paper_at": "Courrier 118"}
        row = transfers.note_acceptance(row, by=hugo, **more)
    with town.acting(who["paul"]) as paul:
        transfers.sign_transfer(row, by=paul, agrees=True)


# What each way does; the words of its state; what some page says; what none says.
PLAN_IN_FORCE = (
    "Plan that applies", "Next checkpoint on", "The checkpoint of", "not held on its day",
    "<b>accepted</b>", "approved on Mon 2 March",
)  # fmt: skip
NOT_DONE = ("Not yet", "No plan yet", "No checkpoint yet")
WAYS = {
    "monitoring": (
        closed, "monitoring after closure",
        {
            "case": ("Closed jointly; monitoring runs.", "Check after closure on"),
            "plans:plan": ("applied until the closure",),
            "plans:carrying": ("goes on under monitoring",),
            "plans:checkpoints": ("No checkpoint is held any more.",),
            "closure:closing": ("signed",),
            "closure:monitoring": ("Actions that go on",),
        },
        (*PLAN_IN_FORCE, *NOT_DONE, "Closure is proposed"),
    ),
    "ended": (
        ended, "ended",
        {
            "case": ("Ended.", "Nothing is followed any more."),
            "plans:plan": ("applied until the end",),
            "plans:carrying": ("stopped",),
            "closure:closing": ("signed",),
        },
        (*PLAN_IN_FORCE, *NOT_DONE, "goes on under monitoring", "monitoring runs"),
    ),
    "without year": (
        not_followed, "ended",
        {
            "case": ("the person died",),
            "plans:plan": ("applied until the end",),
            "plans:carrying": ("stopped",),
        },
        (*PLAN_IN_FORCE, *NOT_DONE, "goes on under monitoring"),
    ),
    "transferred": (
        transferred, "transferred",
        {
            "case": ("Transferred to Ville de Lille on", "Nothing is followed any more."),
            "plans:plan": ("applied until the end",),
            "plans:carrying": ("stopped",),
        },
        (*PLAN_IN_FORCE, *NOT_DONE, "goes on under monitoring"),
    ),
    "absorbed": (
        absorbed, "absorbed by another file",
        {
            "case": ("Absorbed by the file", "Nothing is followed any more."),
            "plans:plan": ("applied until the end",),
            "plans:carrying": ("stopped",),
        },
        (*PLAN_IN_FORCE, *NOT_DONE, "goes on under monitoring"),
    ),
    "reopened": (
        reopened, "in-depth analysis",
        {
            "case": (
                "No plan yet since the reopening; version 1 was the last",
                "Not yet: no plan is approved since the reopening.", "No checkpoint yet",
                "cycle 2 since",
            ),
            "plans:plan": ("applied before the reopening",),
            "plans:carrying": ("of the plan before the reopening",),
            "closure:closing": ("Closure was not proposed since the file was opened again.",),
        },
        (*PLAN_IN_FORCE, "goes on under monitoring", "Signed. The checks", "was signed by"),
    ),
}  # fmt: skip
FRONT_OF_COORDINATORS = {"claire", "hugo", "paul"}


def pages_of(case, user, sign_in) -> dict[str, str]:
    """Every page of the case that this person has a tab to, without its journal of what was."""
    client = sign_in(user)
    found = {}
    front = client.get(reverse("case", args=[case.pk]))
    tabs = {tab["href"] for tab in front.context["tabs"]}
    for name in PAGES:
        url = reverse(name, args=[case.pk])
        if url in tabs:
            found[name] = _of_today(text_of(client.get(url)))
    return found | {
        name: text_of(client.get(url)) for name, url in (("home", "/"), ("cases", "/cases/"))
    }


def _of_today(page: str) -> str:
    """The page without the events, which tell what was true on their day."""
    return re.sub(r'<section[^>]*id="(feed|earlier)".*?</section>', "", page, flags=re.DOTALL)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_says_one_thing(carried, who, sign_in, way, persona):
    """Lines: ``runs`` and ``in_words`` of plans.carrying.stand; plans.plan.stand; ``ahead`` and
    ``coming`` of Checkpoints; ``how`` of front_plans; ``of_cycle`` on the closing."""
    go, state, says, never = WAYS[way]
    go(carried, who)
    pages = pages_of(carried, who[persona], sign_in)
    assert state in pages["case"]
    for name in PAGES:
        if name in pages:
            assert f", {state}" in pages[name], name  # the identity bar
            for words in never:
                assert words not in pages[name], (name, words)
    assert state in pages["cases"]
    for name, sentences in says.items():
        if name == "case" and persona not in FRONT_OF_COORDINATORS:
            continue
        for words in sentences:
            assert words in pages[name], (name, words)


def test_the_partners_page_names_the_last_plan(carried, who, sign_in):
    """Line: ``title_of`` in plan_now."""
    url = reverse("case", args=[carried.pk])
    assert "Plan that applies" in text_of(sign_in(who["bruno"]).get(url))
    closed(carried, who)
    page = text_of(sign_in(who["bruno"]).get(url))
    assert "Last plan" in page
    assert "goes on under monitoring" in page


def test_an_action_has_one_word_in_each_state(carried):
    """Line: each branch of ``in_words``."""
    with bound(WORKER):
        row = FollowUp.objects.filter(case=carried).first()
        case = Case.objects.get(pk=carried.pk)
    expected = {
        "gathering": "of the plan before the reopening",
        "analysis": "of the plan before the reopening",
        "planned": "accepted", "active": "accepted", "paused": "accepted", "closing": "accepted",
        "monitoring": "goes on under monitoring",
        "ended": "left open when the case was closed",
        "transferred": "left open when the case was closed",
        "absorbed": "left open when the case was closed",
    }  # fmt: skip
    with translation.override("en"):
        for state, words in expected.items():
            case.state = state
            assert str(in_words(row, case)) == words, state
        row.state, case.state = "waiting", "monitoring"
        assert str(in_words(row, case)) == "left open when the case was closed"
        row.state = "done"
        assert str(in_words(row, case)) == "done"
    assert set(expected) == set(Case.State)


def test_what_was_rated_in_the_cycle_before_is_rated_again(carried, who):
    """S75: a reopened file is not ready to close at once. Line: ``reopened_at`` in compared."""
    closed(carried, who)
    with clock.at(planning.noon(scenes.LATER + timedelta(days=3))):
        with town.acting(who["hugo"]) as hugo:
            reopening.reopen(now(carried), by=hugo, trigger="person", reason="Il demande.")
        with bound(WORKER):
            case = Case.objects.get(pk=carried.pk)
            found = [one.row for one in phases.sentences(case, "closure.proposed")]
    assert found.count("S75") == 2
    with bound(WORKER):
        proposal = ClosureProposal.objects.get(case=carried)
    assert (proposal.cycle, proposal.state) == (1, "signed")


def test_the_closure_of_the_cycle_before_is_still_read(carried, who, sign_in):
    """Lines: ``cycle_asked``; the link in the list of earlier proposals."""
    reopened(carried, who)
    hugo = sign_in(who["hugo"])
    url = reverse("closure:closing", args=[carried.pk])
    page = text_of(hugo.get(url))
    assert "?cycle=1" in page
    assert scenes.RISK not in page
    before = text_of(hugo.get(f"{url}?cycle=1"))
    assert scenes.RISK in before
    assert "A closure of an earlier cycle" in before
    assert "Withdraw the proposal" not in before
    assert hugo.get(f"{url}?cycle=77").status_code == 200


def held(case, who, day, **more) -> CheckpointMeeting:
    with bound(WORKER):
        plan = case.plans.get(state="approved") if hasattr(case, "plans") else None
        plan = plan or FollowUp.objects.filter(case=case).first().action.plan
        return CheckpointMeeting.objects.create(
            case=case, plan=plan, held_on=day, state="concluded", effects="none", online="looked",
            conclusion="go_on", grounds="Tout est tenu.", why_extra="Du nouveau.",
            opened_at=clock.now(), opened_by=who["claire"], concluded_at=clock.now(),
            concluded_by=who["hugo"], **more,
        )  # fmt: skip


def test_the_day_agreed_on_stands_among_those_to_come(carried, who, sign_in):
    """Line: ``points.append(Ahead(last.next_on`` in Checkpoints.ahead."""
    agreed = scenes.LATER + timedelta(days=40)
    held(carried, who, clock.today(), next_on=agreed)
    page = sign_in(who["claire"]).get(reverse("plans:checkpoints", args=[carried.pk]))
    assert agreed in [point.due_on for point in page.context["ahead"]]
    assert "agreed at the checkpoint of" in text_of(page)


def test_two_checkpoints_of_one_day_are_told_apart(carried, who, sign_in):
    """Line: ``numbers`` of Checkpoints, on the list and on the page of each."""
    first = held(carried, who, clock.today(), next_on=scenes.LATER + timedelta(days=40))
    with clock.at(clock.now() + timedelta(hours=3)):
        second = held(carried, who, clock.today(), next_on=scenes.LATER + timedelta(days=50))
    claire = sign_in(who["claire"])
    page = text_of(claire.get(reverse("plans:checkpoints", args=[carried.pk])))
    assert "(1/2)" in page
    assert "(2/2)" in page
    for row, number in ((first, "(1/2)"), (second, "(2/2)")):
        url = reverse("plans:checkpoint_page", args=[carried.pk, row.pk])
        assert number in text_of(claire.get(url))


def test_a_planned_checkpoint_is_chosen_by_its_words(carried, who, sign_in):
    """Line: ``_named`` in OpenForm: a day in words, and what it looks at."""
    url = reverse("plans:checkpoint_open", args=[carried.pk])
    page = text_of(sign_in(who["claire"]).get(url))
    assert "Présences</option>" in page
    assert f">{planning.day(60).isoformat()}<" not in page
