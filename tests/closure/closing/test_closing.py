"""Closing jointly: what each decision does, what it refuses, and in which words (S75-S85)."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import translation

from casework.models import Case, JournalEntry, TeamMember
from casework.rights import Role
from casework.team import decisions as team
from closure.closing import around
from closure.closing import decisions as closing
from closure.closing.sheet import ClosingSheet
from closure.closing.tasks import end_access
from closure.models import ClosureProposal, GoalResult, Handover, MonitoringCheck, Opinion
from closure.reopening import decisions as reopening
from common import clock, drafts
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from notices.models import Notice
from plans.models import Goal
from plans.plan.decisions import lines, versions
from tests import people as town
from tests import ticking, worlds
from tests.browsing import send, snapshot
from tests.closure import scenes
from tests.plans import planning
from tests.plans import scenes as analysis


@worlds.standing
def who():
    return town.town()


@worlds.standing
def case(who):
    return scenes.carried_out(who)


@pytest.fixture(autouse=True)
def later():
    """Four months after the plan."""
    with clock.at(planning.noon(scenes.LATER)):
        yield scenes.LATER


@worlds.standing
def proposal(case, who):
    return scenes.proposed(case, who)


@worlds.standing
def ready(case, who):
    return scenes.ready(case, who)


def state_of(case) -> str:
    with bound(WORKER):
        return Case.objects.get(pk=case.pk).state


def refused(act) -> list:
    before = snapshot()
    with translation.override("en"), pytest.raises(Refused) as refusal:
        act()
    assert snapshot() == before
    return refusal.value.obstacles


def rows(act) -> list[str]:
    return [o.row for o in refused(act)]


def told(kind: str) -> set[str]:
    with bound(WORKER):
        notices = Notice.objects.filter(kind=kind).select_related("recipient")
        return {one.recipient.full_name for one in notices}


# --- proposed -----------------------------------------------------------------------------------
def test_it_is_proposed_and_everybody_is_asked(case, who, proposal):
    """S80. Lines: ``phases.move(case, PROPOSED)`` and ``tell_team`` in propose_closure."""
    assert state_of(case) == "closing"
    assert (proposal.cycle, proposal.state) == (1, "open")
    assert proposal.opinions_due_on == scenes.LATER + timedelta(days=10)
    assert told("closure_proposed") == {
        who[key].full_name for key in ("claire", "paul", "bruno", "lea")
    }
    with bound(WORKER):
        assert JournalEntry.objects.get(case=case, event="closure.proposed").reason == scenes.STILL


def test_not_without_rating_again(case, who):
    """S75. Line: ``pair.is_old`` in rules.assessed_again: each domain is named with its day."""
    with town.acting(who["hugo"]) as hugo:
        now = Case.objects.get(pk=case.pk)
        found = refused(
            lambda: closing.propose_closure(
                now, by=hugo, why="goals_reached", grounds="Finie.", reason=scenes.STILL
            )
        )
    assert [o.row for o in found] == ["S75", "S75"]
    assert "was last rated on" in found[0].sentence


def test_an_old_repetition_is_no_repetition(case, who):
    """S75. Line: ``last.rated_on < self.oldest`` in sheet.Pair: sixty days, then again."""
    with clock.at(planning.noon(scenes.LATER - timedelta(days=61))):
        scenes.levels(case, who, "moderate")
    with bound(WORKER):
        assert all(pair.is_old for pair in ClosingSheet.of(case).compared)
    with clock.at(planning.noon(scenes.LATER - timedelta(days=1))), bound(WORKER):
        assert not any(pair.is_old for pair in ClosingSheet.of(case).compared)


def test_a_repetition_is_of_another_day(case, who):
    """X17: rated again minutes later is not repeated. Line: ``rated_on`` in Pair.is_repeated."""
    with clock.at(planning.noon(scenes.FIRST)):
        scenes.levels(case, who, "moderate")
        found = refused(lambda: scenes.propose(case, who, reason=scenes.STILL))
    assert [o.row for o in found] == ["S75", "S75"]
    assert "and on no later day" in found[0].sentence


def test_a_repetition_says_what_changed_or_why_nothing_did(case, who):
    """X17: the words of the first time say neither. Line: ``says_nothing_new``."""
    with bound(WORKER):
        pair = ClosingSheet.of(case).compared[0]
    codes = ("online", "money")
    for code in codes:
        analysis.level(
            case, who["hugo"], level="low", code=code, joint=True,
            evidence=f" {pair.first.evidence.upper()} ",
        )  # fmt: skip
    found = refused(lambda: scenes.propose(case, who, reason=scenes.STILL))
    assert [o.row for o in found] == ["S75", "S75"]
    assert "in the words of the first time" in found[0].sentence
    assert "what changed, or why nothing did" in found[0].todo
    with clock.at(clock.now() + timedelta(minutes=1)):
        scenes.levels(case, who, "low")
        assert scenes.propose(case, who, reason=scenes.STILL)


def test_what_still_runs_asks_a_reason(case, who):
    """S83. Line: rules.actions_end_or_go_on, Strength.REASON."""
    scenes.levels(case, who, "low")
    assert set(rows(lambda: scenes.propose(case, who, reason=""))) == {"S83"}


def test_grounds(case, who):
    """2.3. Line: ``words_are_written(grounds`` in propose_closure."""
    scenes.levels(case, who, "low")
    assert rows(lambda: scenes.propose(case, who, grounds=" ")) == ["2.3"]


def test_who_no_longer_wants_it_is_heard(case, who):
    """S84. Line: rules.words_of_whoever_withdrew."""
    scenes.levels(case, who, "low")
    assert rows(lambda: scenes.propose(case, who, why="person_withdrew")) == ["S84"] * 3
    said = {
        "withdrew_on": scenes.LATER,
        "alternatives": "Un autre mentor.",
        "monitoring_basis": "Aucune ; pas de suivi.",
    }
    assert scenes.propose(case, who, why="person_withdrew", **said).withdrew_on == scenes.LATER


def test_once(case, who, proposal):
    """Rulings 1: a second proposal is refused by the state."""
    assert "4" in rows(lambda: scenes.propose(case, who))


# --- heard --------------------------------------------------------------------------------------
def test_one_opinion_an_agency_changed_until_the_signature(case, who, proposal):
    """S80. Lines: ``Opinion.objects.filter(…agency`` and its ``rests_on``."""
    scenes.opinion(proposal, who, "bruno", "for")
    scenes.opinion(proposal, who, "bruno", "with_reserve", "Si la dette est suivie jusqu’en mars.")
    with bound(WORKER):
        (only,) = Opinion.objects.filter(proposal=proposal)
        assert [one.stance for one in only.history.order_by("version")] == ["for", "with_reserve"]
    assert told("closure_opinion") == {who["hugo"].full_name}
    with town.acting(who["bruno"]) as bruno, pytest.raises(Conflict):
        closing.give_opinion(proposal, by=bruno, expected=1, stance="for")


def test_a_reserve_has_its_words(who, proposal):
    """S80. Line: rules.opinion_says_why."""
    assert rows(lambda: scenes.opinion(proposal, who, "bruno", "against", " ")) == ["S80"]


def test_disagreement_stands_on_top(case, who, proposal):
    """S80. Line: ``order`` in ClosingSheet.opinions."""
    for key, stance in (("bruno", "for"), ("lea", "against"), ("claire", "with_reserve")):
        scenes.opinion(proposal, who, key, stance, "Ce que nous voyons.")
    with bound(WORKER):
        found = [one.stance for one in ClosingSheet.of(case).opinions]
    assert found == ["against", "with_reserve", "for"]


def test_only_a_goal_of_the_plan_that_applies_is_measured(case, who):
    """S75. Line: ``of_the_plan``: what a draft would aim at has no result."""
    hugo = who["hugo"]
    planning.new_version(case, hugo)
    with town.acting(hugo):
        goal = lines.add_goal(case, by=hugo, **planning.goal_fields(case, who))
    scenes.proposed(case, who)
    with town.acting(hugo):
        found = rows(lambda: closing.write_result(goal, by=hugo, expected=0, result="reached"))
    assert found == ["S75"]


# --- before the signature -----------------------------------------------------------------------
def before(case) -> set[str]:
    with bound(WORKER), translation.override("en"):
        from casework import phases

        now = Case.objects.get(pk=case.pk)
        return {o.row for o in phases.obstacles(now, closing.SIGNED) if o.strength != "warning"}


def test_each_sentence_before_the_signature(case, who, proposal):
    """S75, S79, S80, S83. Lines: the rules of BEFORE_SIGNING, one by one answered."""
    assert before(case) == {"S75", "S79", "S80", "S83"}
    scenes.results(proposal, who)
    assert before(case) == {"S79", "S80", "S83"}
    scenes.told(proposal, who)
    assert before(case) == {"S80", "S83"}
    scenes.go_on(case, who)
    assert before(case) == {"S80"}
    for key in ("claire", "hugo", "bruno", "lea"):
        scenes.opinion(proposal, who, key)
    assert before(case) == set()
    with town.acting(who["hugo"]) as hugo:
        closing.correct_proposal(proposal, by=hugo, expected=1, changes={"residual_risk": " "})
    assert before(case) == {"S82"}


# --- signed -------------------------------------------------------------------------------------
def test_the_risk_owner_signs_and_the_quiet_year_begins(case, who, ready):
    """S81, S83. Lines: ``phases.move(case, SIGNED)`` and ``plan_checks`` in sign_off."""
    signed = scenes.signed(ready, who, words="D’accord avec la cellule.")
    assert state_of(case) == "monitoring"
    assert (signed.state, signed.signed_by, signed.signed_for) == ("signed", who["paul"], None)
    with bound(WORKER):
        assert MonitoringCheck.objects.filter(proposal=ready).count() == 4
    assert told("closure_signed") == {
        who[key].full_name for key in ("claire", "hugo", "bruno", "lea")
    }


def test_not_without_the_tick(who, ready):
    """S81. Line: ``rules.ticked``."""
    assert rows(lambda: scenes.signed(ready, who, agrees=False)) == ["S81"]


def test_nobody_signs_what_they_have_not_read(who, ready):
    """I1. Line: ``_as_it_was_read``: an opinion that came since is read first."""
    with town.acting(who["paul"]):
        read = ClosingSheet.of(Case.objects.get(pk=ready.case_id), ready).edition
    scenes.opinion(ready, who, "lea", "against", "Pas encore.")
    with pytest.raises(Conflict):
        scenes.signed(ready, who, expected=read)


def test_who_has_an_interest_does_not_sign_the_deputy_does(case, who, ready):
    """S55, S81. Lines: signing.signer_is_free and ``_stood_in_for``."""
    with town.acting(who["paul"]) as paul:
        team.declare(case, by=paul, interest="personal", words="Voisin de la famille.")
    assert rows(lambda: scenes.signed(ready, who)) == ["S55"]
    with bound(WORKER):
        team.first_member(case, who["aicha"], Role.RISK_OWNER)
    signed = scenes.signed(ready, who, by="aicha")
    assert (signed.signed_by, signed.signed_for) == (who["aicha"], who["paul"])


def test_after_the_signature_everything_stands(case, who, ready):
    """S80. Line: rules.proposal_is_open in every decision on a proposal."""
    scenes.signed(ready, who)
    with town.acting(who["hugo"]) as hugo:
        acts = (
            lambda: scenes.opinion(ready, who, "bruno", "against", "Trop tôt."),
            lambda: scenes.told(ready, who),
            lambda: closing.withdraw_proposal(ready, by=hugo, reason="Trop tôt."),
            lambda: closing.correct_proposal(
                ready, by=hugo, expected=2, changes={"residual_risk": "Rien."}
            ),
            lambda: around.offer_handover(ready, by=hugo, service="CMP", content="Un suivi."),
            lambda: scenes.signed(ready, who),
        )
        for act in acts:
            assert "S80" in rows(act)


# --- taken back ---------------------------------------------------------------------------------
def test_taken_back_the_case_goes_on(case, who, ready):
    """Rulings 1. Lines: ``phases.move(case, WITHDRAWN)``; opinions stay; a new one may follow."""
    with town.acting(who["hugo"]) as hugo:
        assert rows(lambda: closing.withdraw_proposal(ready, by=hugo, reason=" ")) == ["2.3"]
        closing.withdraw_proposal(ready, by=hugo, reason="Nouveau signal de l’école.")
    assert state_of(case) == "active"
    assert told("closure_withdrawn") >= {who["paul"].full_name, who["bruno"].full_name}
    with bound(WORKER):
        assert Opinion.objects.filter(proposal=ready).count() == 4
    assert scenes.proposed(case, who).pk != ready.pk


# --- around -------------------------------------------------------------------------------------
def offer(proposal, who, **more):
    with town.acting(who["hugo"]) as hugo:
        said = {"service": "CMP, suivi ordinaire", "content": "Un rendez-vous par semaine."}
        return around.offer_handover(proposal, by=hugo, **(said | more))


def test_a_handover_waits_for_its_answer(case, who, proposal):
    """S76. Lines: offer_handover, answer_handover; unaccepted is a warning before the signature."""
    handover = offer(proposal, who)
    with town.acting(who["hugo"]) as hugo:
        said = {"by": hugo, "answered_on": scenes.LATER, "who": "Dr Sadi"}
        assert rows(lambda: around.answer_handover(handover, accepted=False, **said)) == ["2.3"]
        done = around.answer_handover(handover, accepted=True, **said)
        # Line: ``not_answered_yet``: what was taken over is not taken back by a form.
        assert rows(lambda: around.answer_handover(handover, accepted=True, **said)) == ["S76"]
    assert (done.state, done.answered_by_words) == ("accepted", "Dr Sadi")
    assert rows(lambda: offer(proposal, who, content="")) == ["2.3"]


def test_another_hat_ends_access_on_its_day(case, who, proposal):
    """S77. Lines: rules.hat_is_whole and end_access_of_handover, once however often."""
    worker = {"worker": who["lea"], "new_role": "référente insertion"}
    assert rows(lambda: offer(proposal, who, **worker)) == ["S77"]
    yesterday = scenes.LATER - timedelta(days=1)
    assert rows(lambda: offer(proposal, who, access_ends_on=yesterday, **worker)) == ["S77"]
    ends = scenes.LATER + timedelta(days=2)
    handover = offer(proposal, who, access_ends_on=ends, **worker)
    around.end_access_of_handover(handover)
    with bound(WORKER):
        assert TeamMember.objects.get(case=case, user=who["lea"]).active
    with clock.at(planning.noon(ends)):
        for _twice in range(2):
            around.end_access_of_handover(handover)
    with bound(WORKER):
        assert not TeamMember.objects.get(case=case, user=who["lea"]).active
        assert Handover.objects.get(pk=handover.pk).access_ended_at
        assert JournalEntry.objects.filter(case=case, event="team.left").count() == 1
    assert told("handover_access_ended") == {who["claire"].full_name, who["hugo"].full_name}


def test_no_leap_of_the_clock_ends_a_part(case, who, ready):
    """X20, S77: planned for 200 days later. Line: ``sweeps.believed`` in end_access."""
    ends = scenes.LATER + timedelta(days=200)
    worker = {"worker": who["lea"], "new_role": "référente insertion"}
    handover = offer(ready, who, access_ends_on=ends, **worker)
    with town.acting(who["hugo"]) as hugo:
        said = {"by": hugo, "answered_on": scenes.LATER, "who": "Dr Sadi"}
        around.answer_handover(handover, accepted=True, **said)
    scenes.signed(ready, who)
    end_access()

    def is_on_the_team() -> bool:
        with bound(WORKER):
            return TeamMember.objects.filter(case=case, user=who["lea"], active=True).exists()

    with clock.at(planning.noon(ends + timedelta(days=1))):
        assert (end_access(), is_on_the_team()) == (0, True)
    assert (end_access(), is_on_the_team()) == (0, True)
    with clock.at(planning.noon(ends)):
        ticking.has_run("end_access")
        assert (end_access(), is_on_the_team()) == (1, False)


def test_told_or_why_not(who, proposal):
    """S79. Lines: ``_whole`` in around: a day and a way, or a reason."""
    with town.acting(who["hugo"]) as hugo:
        half = {"by": hugo, "who": "Employeur", "tie": "employeur"}
        assert rows(lambda: around.inform_party(proposal, told=True, **half)) == ["2.3"]
        assert rows(lambda: around.inform_party(proposal, told=False, **half)) == ["2.3"]
        row = around.inform_party(
            proposal, told=False, not_told_because="Il ne le veut pas.", **half
        )
        again = around.correct_informed(
            row, by=hugo, expected=1, told=True, who="Employeur", tie="employeur",
            told_on=scenes.LATER, how="by_phone",
        )  # fmt: skip
    assert (again.told, again.not_told_because, again.version) == (True, "", 2)


# --- at the same moment -------------------------------------------------------------------------
@pytest.fixture
def committed_case(committed):
    who = town.town()
    return scenes.carried_out(who), who


def at_once(*acts) -> list[str]:
    """Run each on a connection of its own at the same moment; what became of each."""
    start, found = threading.Barrier(len(acts)), []

    def run(act):
        try:
            with clock.at(planning.noon(scenes.LATER)):
                start.wait(10)
                act()
            found.append("done")
        except (Refused, Conflict):
            found.append("refused")
        except Exception as fault:
            found.append(repr(fault))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(found)


def test_two_closings_and_an_opinion_at_once(committed_case):
    """I1, I3. Line: the lock of @decides: one signature, four checks, one legal end."""
    case, who = committed_case
    proposal = scenes.ready(case, who)
    assert at_once(
        lambda: scenes.signed(proposal, who),
        lambda: scenes.signed(proposal, who),
    ) == ["done", "refused"]
    assert at_once(lambda: scenes.opinion(proposal, who, "bruno", "against", "Non.")) == ["refused"]
    with bound(WORKER):
        assert MonitoringCheck.objects.filter(proposal=proposal).count() == 4
        assert ClosureProposal.objects.get().state == "signed"


def test_signing_while_it_is_taken_back_and_an_action_is_added(committed_case):
    """I1. Line: ``locked`` in deciding, the case first: signed or taken back, never both."""
    case, who = committed_case
    proposal = scenes.ready(case, who)

    def taken_back():
        with town.acting(who["hugo"]) as hugo:
            closing.withdraw_proposal(proposal, by=hugo, reason="Trop tôt.")

    def next_version():
        with town.acting(who["hugo"]) as hugo:
            versions.start_version(
                Case.objects.get(pk=case.pk), by=hugo, trigger="other", reason="Une action de plus."
            )

    found = at_once(lambda: scenes.signed(proposal, who), taken_back, next_version)
    assert set(found) <= {"done", "refused"}
    with bound(WORKER):
        ended = (Case.objects.get(pk=case.pk).state, ClosureProposal.objects.get().state)
    assert ended in (("monitoring", "signed"), ("active", "withdrawn"))


def test_the_page_keeps_what_was_compared(case, who, ready, sign_in):
    """S75. Line: ``is_repeated`` in _compare.html: months later it shows the same levels."""
    who["hugo"].language = "en"
    who["hugo"].save()
    scenes.signed(ready, who)
    with clock.at(planning.noon(scenes.LATER + timedelta(days=200))):
        page = sign_in(who["hugo"]).get(f"/cases/{case.pk}/closure/").content.decode()
    assert "not rated again" not in page
    assert "falls" in page


# --- sent from its page ---------------------------------------------------------------------------
def test_a_goals_result_is_sent_from_its_page(proposal, case, who, sign_in):
    """S75. Line: the length of ``object_key`` in WriteResult; a draft is kept under it."""
    with bound(WORKER):
        line = Goal.objects.filter(case=case, plan__state="approved").first().line
    url = reverse("closure:result", args=[case.pk, line])
    answer = send(sign_in(who["hugo"]), url, result="reached", words="Au registre.")
    assert answer.status_code == 302
    with bound(WORKER):
        assert GoalResult.objects.get(proposal=proposal, line=line).result == "reached"


def test_no_form_is_kept_under_a_key_that_is_too_long(who):
    """I2. Line: LONGEST_KEY in drafts.mint: seen when the form opens, not when it is sent."""
    with pytest.raises(ValueError, match="too long"):
        drafts.mint(who["hugo"], "x", "k" * 61)
    assert drafts.mint(who["hugo"], "x", "k" * 60)


def test_a_reopened_case_shows_what_came_before(case, ready, who, sign_in):
    """S78. Line: ``comes_again`` in ``_tabs``: what was before stays in reach."""
    scenes.signed(ready, who)
    with town.acting(who["hugo"]) as hugo:
        reopening.reopen(
            Case.objects.get(pk=case.pk), by=hugo, trigger="person", reason="Il demande de l’aide."
        )
    page = sign_in(who["hugo"]).get(reverse("case", args=[case.pk]))
    shown = {tab["href"] for tab in page.context["tabs"]}
    for name in ("plans:checkpoints", "closure:closing", "closure:monitoring"):
        assert reverse(name, args=[case.pk]) in shown


def test_a_right_taken_while_the_page_is_open(case, proposal, who, sign_in):
    """S66, S80. Line: ``visible_to`` in SubjectView.load: 404 on sending; nothing is written."""
    bruno, url = sign_in(who["bruno"]), reverse("closure:opinion", args=[case.pk])
    opened = {"draft": bruno.get(url).context["draft_token"], "stance": "for", "words": ""}
    with town.acting(who["claire"]) as claire:
        member = case.members.get(user=who["bruno"], active=True)
        team.leave(member, by=claire, reason="Il change de service.")
    before = snapshot()
    assert bruno.post(url, opened).status_code == 404
    assert snapshot() == before
    with bound(WORKER):
        assert not Opinion.objects.filter(proposal=proposal).exists()
