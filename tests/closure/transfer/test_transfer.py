"""X25: a case goes over to another authority: asked, accepted on paper, signed, then only read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from casework.information import decisions as information
from casework.models import Case, JournalEntry
from casework.rights import Role
from casework.team import decisions as teams
from closure.models import MonitoringCheck, Transfer
from closure.transfer import decisions as acts
from closure.without_year import decisions as without_year
from common import clock
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from notices.models import Notice
from plans.models import FollowUp
from tests import people as town
from tests import ticking, worlds
from tests.acts.putting import put
from tests.browsing import send, text_of
from tests.cast import in_english
from tests.closure import scenes
from tests.plans import planning
from tests.worklist.test_my_work_of_cases import waits
from worklist import sweep
from worklist.all_reminders import REMINDERS

State = Case.State
ASKED = {
    "authority": "Ville de Lille", "contact": "Mme Vidal, coordinatrice",
    "grounds": "Il a déménagé à Lille.", "basis": "Convention entre les deux villes.",
    "goes_along": "Le plan, le dernier point d’étape.",
}  # fmt: skip
ACCEPTED = {"who": "M. Roux, adjoint", "paper_at": "Courrier 2026-118"}


@worlds.standing
def who():
    return in_english(town.town())


@worlds.standing
def carried(who):
    return scenes.carried_out(who)


@pytest.fixture
def case(carried):
    with clock.at(planning.noon(scenes.LATER)):
        yield carried


@pytest.fixture
def in_words():
    with translation.override("en"):
        yield


def now(case) -> Case:
    with bound(WORKER):
        return Case.objects.get(pk=case.pk)


def ask(case, by, **said) -> Transfer:
    with town.acting(by):
        return acts.ask_transfer(now(case), by=by, **(ASKED | said))


def accept(transfer, by, **said) -> Transfer:
    said = ACCEPTED | {"accepted_on": clock.today()} | said
    with town.acting(by):
        return acts.note_acceptance(transfer, by=by, **said)


def sign(transfer, by, **said) -> Transfer:
    with town.acting(by):
        found = Transfer.objects.get(pk=transfer.pk)
        return acts.sign_transfer(found, by=by, **({"agrees": True} | said))


def told(kind: str) -> set[str]:
    with bound(WORKER):
        return set(Notice.objects.filter(kind=kind).values_list("recipient__full_name", flat=True))


def refused(act) -> list[str]:
    with pytest.raises(Refused) as refusal:
        act()
    return [one.row for one in refusal.value.obstacles]


@pytest.mark.parametrize("state", sorted(set(Case.IN_HAND) - {State.CLOSING}))
def test_asked_accepted_signed_and_only_then_transferred(case, who, state):
    """From each state at which somebody has the case in hand. Lines: each move of the state."""
    put(Case, case.pk, state=state)
    transfer = ask(case, who["hugo"])
    assert now(case).state == state
    accept(transfer, who["claire"])
    assert now(case).state == state
    sign(transfer, who["paul"], words="D’accord.")
    assert now(case).state == State.TRANSFERRED
    with bound(WORKER):
        transfer.refresh_from_db()
        assert (transfer.state, transfer.signed_by) == ("signed", who["paul"])
        events = set(JournalEntry.objects.filter(case=case).values_list("event", flat=True))
        assert {"transfer.asked", "transfer.accepted", "case.transferred"} <= events
        assert not FollowUp.objects.filter(case=case, state__in=FollowUp.OPEN).exists()
        assert not MonitoringCheck.objects.filter(case=case, state="due").exists()
    team = {who[key].full_name for key in ("hugo", "claire", "bruno")}
    assert team <= told("transfer_signed")


def test_what_is_transferred_is_only_read(case, who):
    """Line: ``at`` of every decision; the team still reads it."""
    transfer = accept(ask(case, who["hugo"]), who["hugo"])
    sign(transfer, who["paul"])
    with town.acting(who["bruno"]) as bruno:
        said = {"kind": "fact", "body": "Revu.", "audience": "team"}
        assert refused(lambda: information.write_information(now(case), by=bruno, **said))
        assert Case.objects.filter(pk=case.pk).exists()
    assert refused(lambda: ask(case, who["hugo"])) == ["S78"]


def test_a_new_file_opens_after_it_and_not_before(case, who):
    """One file a person but after a transfer (rulings 7). Line: the state that is written."""
    from tests.closure.reopening.test_one_file import _again

    transfer = accept(ask(case, who["hugo"]), who["hugo"])
    signal = _again(who, case.subject_id)
    assert refused(lambda: town.case_on(signal, who)) == ["S78"]
    sign(transfer, who["paul"])
    assert town.case_on(signal, who).subject_id == case.subject_id


def test_checks_that_remain_are_dropped_with_it(case, who):
    """From the time after closure. Line: ``drop_remaining`` in sign_transfer."""
    scenes.signed(scenes.ready(case, who), who)
    sign(accept(ask(case, who["hugo"]), who["claire"]), who["paul"])
    with bound(WORKER):
        states = set(MonitoringCheck.objects.filter(case=case).values_list("state", flat=True))
    assert states == {"dropped"}


@pytest.mark.parametrize("name", sorted(ASKED))
def test_to_whom_why_on_what_basis_and_what_goes_along(case, who, name):
    """Line: each of ``whole``."""
    assert refused(lambda: ask(case, who["hugo"], **{name: " "})) == ["S78"]
    with bound(WORKER):
        assert not Transfer.objects.exists()


def test_who_accepted_on_what_day_where_the_paper_is(case, who):
    """Line: each of ``acceptance_is_whole``."""
    transfer = ask(case, who["hugo"])
    day = clock.today()
    for said in (
        {"who": " "}, {"paper_at": " "}, {"accepted_on": day + timedelta(days=1)},
        {"accepted_on": day - timedelta(days=1)},
    ):  # fmt: skip
        assert refused(lambda said=said: accept(transfer, who["claire"], **said)) == ["S78"]
    accept(transfer, who["claire"])
    assert who["paul"].full_name in told("transfer_accepted")
    assert refused(lambda: accept(transfer, who["claire"])) == ["S78"]


def test_it_is_called_off_until_it_is_accepted(case, who):
    """Lines: ``waits_for_its_answer``; ``reason_is_written``."""
    transfer = ask(case, who["hugo"])
    with town.acting(who["hugo"]) as hugo:
        assert refused(lambda: acts.call_off(transfer, by=hugo, reason=" ")) == ["S78"]
        acts.call_off(transfer, by=hugo, reason="Il revient.")
    assert now(case).state == State.ACTIVE
    again = accept(ask(case, who["hugo"]), who["hugo"])
    with town.acting(who["hugo"]) as hugo:
        assert refused(lambda: acts.call_off(again, by=hugo, reason="Il revient.")) == ["S78"]


def test_the_risk_owner_may_decline_and_the_case_goes_on(case, who):
    """A way out after the acceptance. Line: decline_transfer."""
    transfer = ask(case, who["hugo"])
    with town.acting(who["paul"]) as paul:
        assert refused(lambda: acts.decline_transfer(transfer, by=paul, reason="Non.")) == ["S78"]
    transfer = accept(transfer, who["claire"])
    with town.acting(who["paul"]) as paul:
        assert refused(lambda: acts.decline_transfer(transfer, by=paul, reason=" ")) == ["S78"]
        acts.decline_transfer(transfer, by=paul, reason="La convention a pris fin.")
    assert now(case).state == State.ACTIVE
    assert refused(lambda: sign(transfer, who["paul"])) == ["S78"]
    assert ask(case, who["hugo"]).state == "asked"


def test_who_asks_who_notes_who_signs(case, who, in_words):
    """X42. Lines: ``proposes_it``, ``coordinates``, ``signer_stands_apart``."""
    for key in ("claire", "paul", "bruno"):
        assert refused(lambda key=key: ask(case, who[key]))
    transfer = ask(case, who["hugo"])
    for key in ("paul", "bruno"):
        assert refused(lambda key=key: accept(transfer, who[key]))
    assert refused(lambda: sign(transfer, who["paul"])) == ["S78"]
    transfer = accept(transfer, who["claire"])
    for key in ("hugo", "claire", "bruno"):
        assert refused(lambda key=key: sign(transfer, who[key]))
    with bound(WORKER):
        teams.first_member(now(case), who["claire"], Role.RISK_OWNER, double_role_reason="Seule.")
    assert refused(lambda: sign(transfer, who["claire"])) == ["S81"]
    with bound(WORKER):
        teams.first_member(now(case), who["hugo"], Role.RISK_OWNER, double_role_reason="Deux.")
    with pytest.raises(Refused) as refusal:
        sign(transfer, who["hugo"])
    said = [str(one) for one in refusal.value.obstacles]
    assert said == ["You have asked for this transfer: somebody else signs it."]
    assert refused(lambda: sign(transfer, who["paul"], agrees=False)) == ["S81"]
    with pytest.raises(Conflict):
        sign(transfer, who["paul"], expected=1)


def test_nothing_else_is_proposed_beside_it(case, who):
    """Lines: ``none_is_out``; ``no_transfer_is_out``, twice."""
    transfer = ask(case, who["hugo"])
    assert refused(lambda: ask(case, who["hugo"])) == ["S78"]
    scenes.levels(case, who, "low")
    assert refused(lambda: scenes.propose(case, who))
    with town.acting(who["hugo"]) as hugo:
        said = {"why": "died", "grounds": "Décédé."}
        assert refused(lambda: without_year.propose_without_year(now(case), by=hugo, **said))
        acts.call_off(transfer, by=hugo, reason="Il revient.")
        without_year.propose_without_year(now(case), by=hugo, **said)
    assert refused(lambda: ask(case, who["hugo"])) == ["S78"]


def test_all_or_nothing(case, who, monkeypatch):
    transfer = accept(ask(case, who["hugo"]), who["hugo"])

    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(acts, "tell_team", fails)
    with pytest.raises(RuntimeError):
        sign(transfer, who["paul"])
    assert now(case).state == State.ACTIVE
    with bound(WORKER):
        assert FollowUp.objects.filter(case=case, state__in=FollowUp.OPEN).exists()


def test_it_stands_on_my_work_and_is_reminded_of(case, who, sign_in):
    """Lines: ``awaited`` and ``to_sign`` of due; the two reminders."""
    transfer = ask(case, who["hugo"])
    awaited = "The other authority’s answer is awaited"
    to_sign = "A transfer to another authority waits for your signature"
    day = clock.today()
    assert awaited in waits(sign_in, who["hugo"], day)
    assert awaited not in waits(sign_in, who["paul"], day)
    with clock.at(planning.noon(transfer.answer_by + timedelta(days=1))):
        ticking.has_run("transfer_answer")
        assert sweep.sweep(REMINDERS["transfer_answer"]) >= 1
        transfer = accept(transfer, who["claire"])
        assert awaited not in waits(sign_in, who["hugo"], clock.today())
        assert to_sign in waits(sign_in, who["paul"], clock.today())
    with clock.at(planning.noon(transfer.sign_by + timedelta(days=1))):
        ticking.has_run("transfer_signature", "transfer_answer")
        assert sweep.sweep(REMINDERS["transfer_signature"]) >= 1
        sign(transfer, who["paul"])
        assert to_sign not in waits(sign_in, who["paul"], clock.today())


def test_from_its_pages(case, who, sign_in):
    """Its page, its forms, the front before and after, in one voice."""
    hugo, paul = sign_in(who["hugo"]), sign_in(who["paul"])
    front = reverse("case", args=[case.pk])
    assert "Transfer to another authority" in text_of(hugo.get(front))
    url = reverse("closure:transfer_ask", args=[case.pk])
    assert send(hugo, url, **ASKED).status_code == 302
    assert "Transfer to Ville de Lille asked on" in text_of(hugo.get(front))
    url = reverse("closure:transfer_accepted", args=[case.pk])
    said = ACCEPTED | {"accepted_on": clock.today().isoformat()}
    assert send(hugo, url, **said).status_code == 302
    page = text_of(paul.get(reverse("closure:transfer", args=[case.pk])))
    assert "Courrier 2026-118" in page
    assert "These actions are stopped:" in page
    url = reverse("closure:transfer_sign", args=[case.pk])
    assert send(paul, url, agrees="on").status_code == 302
    shown = text_of(hugo.get(front))
    assert "Transferred to Ville de Lille on" in shown
    assert "Nothing is followed any more." in shown
    assert "Plan that applies" not in shown
    assert url not in text_of(paul.get(reverse("closure:transfer", args=[case.pk])))
