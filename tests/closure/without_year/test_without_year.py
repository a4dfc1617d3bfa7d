"""X25: opened in error, died, moved away: closed from any state, with grounds and a signature."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from agencies.models import Absence
from casework.models import Case, JournalEntry
from casework.team import decisions as teams
from closure.closing import decisions as closing
from closure.models import ClosureProposal, MonitoringCheck
from closure.reopening import decisions as reopening
from closure.without_year import decisions as acts
from common import clock
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from notices.models import Notice
from plans.models import CheckpointMeeting, FollowUp, Pause
from tests import people as town
from tests import ticking, worlds
from tests.acts.putting import put
from tests.browsing import text_of
from tests.closure import scenes
from tests.plans import planning
from tests.plans import scenes as analysis
from tests.worklist.test_my_work_of_cases import waits
from worklist import sweep
from worklist.all_reminders import REMINDERS

State = Case.State
DIED = {"why": "died", "grounds": "Décédé le 3 mai ; sa tante a appelé."}
MOVED = {"why": "moved_away", "grounds": "Parti à Lille.", "checks_because": "Sa tante reste ici."}


@worlds.standing
def who():
    return town.town()


@worlds.standing
def carried(who):
    return scenes.carried_out(who)


@pytest.fixture
def case(carried):
    with clock.at(planning.noon(scenes.LATER)):
        yield carried


def now(case) -> Case:
    with bound(WORKER):
        return Case.objects.get(pk=case.pk)


def propose(case, by, **said) -> ClosureProposal:
    with town.acting(by):
        return acts.propose_without_year(now(case), by=by, **(DIED | said))


def sign(proposal, by, **said) -> ClosureProposal:
    with town.acting(by):
        found = ClosureProposal.objects.get(pk=proposal.pk)
        return acts.close_without_year(found, by=by, **({"agrees": True} | said))


def rows(refusal) -> list[str]:
    return [one.row for one in refusal.value.obstacles]


def told(kind: str) -> set[str]:
    with bound(WORKER):
        return set(Notice.objects.filter(kind=kind).values_list("recipient__full_name", flat=True))


@pytest.mark.parametrize("state", sorted(Case.RUNNING))
def test_a_death_ends_the_case_from_every_state_at_which_the_team_works(case, who, state):
    """No assessment is repeated and no check is planned. Line: the sources of the move."""
    if state == State.CLOSING:
        scenes.proposed(case, who)
    put(Case, case.pk, state=state)
    proposal = propose(case, who["hugo"])
    assert now(case).state == (State.ACTIVE if state == State.CLOSING else state)
    sign(proposal, who["paul"], words="Lu.")
    with bound(WORKER):
        assert now(case).state == State.ENDED
        assert not MonitoringCheck.objects.filter(case=case).exists()
        proposal.refresh_from_db()
        assert (proposal.state, proposal.signed_by) == ("signed", who["paul"])
        events = set(JournalEntry.objects.filter(case=case).values_list("event", flat=True))
        assert {"closure.without_year_proposed", "case.ended_without_year"} <= events
        assert not ClosureProposal.objects.filter(case=case, state="open").exists()
    team = {who[key].full_name for key in ("hugo", "claire", "bruno")}
    assert team <= told("without_year_signed")
    assert who["paul"].full_name not in told("without_year_signed")


def test_what_runs_is_stopped_and_nobody_is_reminded_any_more(case, who, sign_in):
    """Line: each part of ``end_all``; the states of reminders and of My work."""
    with town.acting(who["claire"]) as claire:
        from plans.checkpoints.decisions.meeting import open_checkpoint

        open_checkpoint(now(case), by=claire, held_on=clock.today(), why_extra="Urgent.")
    sign(propose(case, who["hugo"]), who["paul"])
    with bound(WORKER):
        states = set(FollowUp.objects.filter(case=case).values_list("state", flat=True))
        assert states <= set(FollowUp.OVER) | {"declined"}
        meetings = CheckpointMeeting.objects.filter(case=case)
        assert {meeting.state for meeting in meetings} == {"cancelled"}
        assert not Pause.objects.filter(case=case, ended_at=None).exists()
        Notice.objects.all().delete()
    for days in (1, 10, 40, 120, 400):
        with clock.at(planning.noon(scenes.LATER + timedelta(days=days))):
            ticking.has_run(*REMINDERS)
            assert sum(sweep.sweep(reminder) for reminder in REMINDERS.values()) == 0
    for key in ("claire", "hugo", "bruno", "lea", "paul"):
        for days in (1, 40):
            assert not waits(sign_in, who[key], scenes.LATER + timedelta(days=days)), key


def test_its_pages_speak_of_nobody_away_and_of_no_lateness(case, who, sign_in):
    """X29: nobody is asked for it any more. Lines: ``is_over`` in warnings, board and front."""
    late = clock.now() + timedelta(days=10)
    day = late.date()
    with bound(WORKER):
        away = {"user": who["lea"], "declared_by": who["lea"]}
        Absence.objects.create(first_day=day, last_day=day + timedelta(days=3), **away)
    asked = analysis.gap(now(case), who["hugo"], "Avec qui parle-t-il ?")
    analysis.asked(asked, who["hugo"], who["lea"], days=2)

    def pages() -> list[str]:
        with clock.at(late):
            addresses = [reverse(name, args=[case.pk]) for name in ("case", "plans:analysis")]
            return [text_of(sign_in(who["hugo"]).get(address)) for address in addresses]

    front, board = pages()
    assert "absence jusqu’au" in front, "the positive control"
    assert "jours de retard" in front
    assert "jours de retard" in board
    sign(propose(case, who["hugo"]), who["paul"])
    front, board = pages()
    assert "absence jusqu’au" not in front
    assert "jours de retard" not in front
    assert "jours de retard" not in board


def test_a_pause_ends_with_it(case, who):
    """Line: ``open_pause`` in ``end_all``."""
    from plans.carrying.decisions.pauses import pause

    with town.acting(who["hugo"]) as hugo:
        pause(now(case), by=hugo, reason="Enquête.", review_on=clock.today() + timedelta(days=5))
    sign(propose(case, who["hugo"]), who["paul"])
    with bound(WORKER):
        assert Pause.objects.get(case=case).ended_because == DIED["grounds"]


def test_after_a_move_checks_are_a_choice_with_its_reason(case, who):
    """Line: ``somebody_is_left_to_check``; ``plan_checks`` in ``close_without_year``."""
    with pytest.raises(Refused) as refusal:
        propose(case, who["hugo"], why="moved_away", grounds="Parti.")
    assert len(refusal.value.obstacles) == 2
    sign(propose(case, who["hugo"], **MOVED, checks="yes"), who["paul"])
    with bound(WORKER):
        assert now(case).state == State.MONITORING
        assert MonitoringCheck.objects.filter(case=case, state="due").count() == 4


def test_after_a_move_without_checks_the_case_ends(case, who):
    sign(propose(case, who["hugo"], **MOVED, checks="no"), who["paul"])
    with bound(WORKER):
        assert now(case).state == State.ENDED
        assert not MonitoringCheck.objects.filter(case=case).exists()


@pytest.mark.parametrize(
    "said",
    [{"grounds": " "}, {"why": "goals_reached"}, {"checks": "yes"}],
)
def test_it_is_for_three_reasons_with_grounds_and_no_check_of_the_dead(case, who, said):
    """Line: ``cause_is_known``, ``words_are_written``, ``somebody_is_left_to_check``."""
    with pytest.raises(Refused):
        propose(case, who["hugo"], **said)
    assert now(case).state == State.ACTIVE
    with bound(WORKER):
        assert not ClosureProposal.objects.filter(case=case).exists()


def test_it_is_proposed_by_the_content_coordinator_or_by_the_other_where_nobody_is(case, who):
    """Line: ``proposes_it``."""
    for key in ("claire", "paul", "bruno"):
        with pytest.raises(Refused):
            propose(case, who[key])
    with bound(WORKER):
        type(who["hugo"]).objects.filter(pk=who["hugo"].pk).update(is_active=False)
    assert propose(case, who["claire"]).proposed_by == who["claire"]


def test_once_at_a_time_and_no_joint_proposal_beside_it(case, who):
    """Line: ``none_is_open``; ``nothing_else_is_proposed``."""
    propose(case, who["hugo"])
    with pytest.raises(Refused) as refusal:
        propose(case, who["hugo"])
    assert rows(refusal) == ["S83"]
    scenes.levels(now(case), who, "low")
    with pytest.raises(Refused) as refusal:
        scenes.propose(case, who)
    assert rows(refusal) == ["S83"]


@pytest.mark.parametrize("why", ["died", "error"])
def test_a_death_is_not_closed_jointly(case, who, why):
    """Line: ``somebody_is_left``."""
    with pytest.raises(Refused) as refusal:
        scenes.proposed(case, who, why=why)
    assert rows(refusal) == ["S83"]


def test_whoever_proposed_or_coordinates_does_not_sign(case, who):
    """X42. Line: ``signer_stands_apart`` in ``close_without_year``."""
    proposal = propose(case, who["hugo"])
    for key in ("hugo", "claire", "bruno"):
        with pytest.raises(Refused):
            sign(proposal, who[key])
    with bound(WORKER):
        teams.first_member(now(case), who["claire"], "risk_owner", double_role_reason="Seule.")
    with pytest.raises(Refused) as refusal:
        sign(proposal, who["claire"])
    assert rows(refusal) == ["S81"]
    assert now(case).state == State.ACTIVE


def test_the_signature_needs_its_tick_and_what_was_read(case, who):
    """Line: ``ticked``; the version of the proposal."""
    proposal = propose(case, who["hugo"])
    with pytest.raises(Refused):
        sign(proposal, who["paul"], agrees=False)
    with pytest.raises(Conflict):
        sign(proposal, who["paul"], expected=7)
    assert now(case).state == State.ACTIVE


def test_it_is_taken_back_with_a_reason(case, who):
    proposal = propose(case, who["hugo"])
    with town.acting(who["hugo"]) as hugo, pytest.raises(Refused):
        acts.withdraw_without_year(proposal, by=hugo, reason=" ")
    with town.acting(who["hugo"]) as hugo:
        acts.withdraw_without_year(proposal, by=hugo, reason="Un homonyme.")
    with pytest.raises(Refused):
        sign(proposal, who["paul"])
    assert now(case).state == State.ACTIVE
    assert propose(case, who["hugo"]).state == "open"


def test_a_joint_proposal_is_taken_back_with_it(case, who):
    """Line: ``take_back`` in ``propose_without_year``."""
    jointly = scenes.proposed(case, who)
    propose(case, who["hugo"])
    with bound(WORKER):
        jointly.refresh_from_db()
        assert (jointly.state, jointly.withdrawn_because) == ("withdrawn", DIED["grounds"])
    with town.acting(who["bruno"]) as bruno, pytest.raises(Refused):
        closing.give_opinion(jointly, by=bruno, stance="for")


def test_all_or_nothing(case, who, monkeypatch):
    """A failure while telling leaves nothing written."""
    proposal = propose(case, who["hugo"])

    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(acts, "tell_team", fails)
    with pytest.raises(RuntimeError):
        sign(proposal, who["paul"])
    with bound(WORKER):
        assert now(case).state == State.ACTIVE
        assert FollowUp.objects.filter(case=case, state__in=FollowUp.OPEN).exists()


def test_the_risk_owner_is_asked_and_then_reminded(case, who, sign_in):
    """Line: ``without_year`` of My work, and of the reminders."""
    propose(case, who["hugo"])
    assert who["paul"].full_name in told("without_year_proposed")
    asked = "Une clôture sans année de suivi attend votre signature"
    day = clock.today()
    assert asked in waits(sign_in, who["paul"], day)
    assert asked not in waits(sign_in, who["claire"], day)
    with clock.at(planning.noon(scenes.LATER + timedelta(days=3))):
        ticking.has_run("without_year")
        assert sweep.sweep(REMINDERS["without_year"]) >= 1


def test_it_can_be_reopened(case, who):
    sign(propose(case, who["hugo"], why="error", grounds="Autre personne."), who["paul"])
    with town.acting(who["hugo"]) as hugo:
        reopening.reopen(now(case), by=hugo, trigger="other", reason="C’était bien elle.")
    assert now(case).state == State.ANALYSIS


def test_the_front_and_the_page_speak_in_one_voice(case, who, sign_in):
    """What they say before the signature and after it, in French."""
    propose(case, who["hugo"])
    hugo, paul = sign_in(who["hugo"]), sign_in(who["paul"])
    page = paul.get(f"/cases/{case.pk}/without-year/").content.decode()
    assert DIED["grounds"] in page
    assert "/without-year/sign/" in page
    assert "sans année de suivi" in hugo.get(f"/cases/{case.pk}/").content.decode()
    answer = paul.post(f"/cases/{case.pk}/without-year/sign/", _sent(paul, case))
    assert answer.status_code == 302
    front = hugo.get(f"/cases/{case.pk}/").content.decode()
    assert "la personne est décédée" in front
    assert "Plus rien n’est suivi." in front
    for todo in ("n’a pas été tenu", "Pas encore", "désigne les partenaires"):
        assert todo not in front


def _sent(client, case) -> dict:
    form = client.get(f"/cases/{case.pk}/without-year/sign/").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    return hidden | {"agrees": "on"}
