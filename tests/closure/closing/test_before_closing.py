"""X28: what a closure looks at: silences one by one, what runs, what nobody checked, open harm."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from casework import phases
from casework.models import Case, JournalEntry
from closure.closing import decisions as closing
from closure.closing import going_on, silences
from closure.closing.sheet import ClosingSheet
from closure.models import ClosureProposal, Silence
from common import clock
from common.refusals import Conflict, Refused, Strength
from common.scope import WORKER, bound
from notices.models import Notice
from plans.carrying.decisions import effects, progress
from plans.models import AdverseEffect, FollowUp, Gap
from tests import people as town
from tests import worlds
from tests.browsing import send, text_of
from tests.cast import in_english
from tests.closure import scenes
from tests.plans import planning

HEARD = ("claire", "hugo", "bruno")


@worlds.standing
def who():
    return in_english(town.town())


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
    """All but Léa's agency are heard; she answers for the security action."""
    proposal = scenes.proposed(case, who)
    for key in HEARD:
        scenes.opinion(proposal, who, key)
    scenes.results(proposal, who)
    scenes.told(proposal, who)
    scenes.go_on(case, who)
    return proposal


def on(days: int):
    return clock.at(planning.noon(scenes.LATER + timedelta(days=days)))


def row_of(case, who, key: str) -> FollowUp:
    with bound(WORKER):
        return FollowUp.objects.get(case=case, owner=who[key])


def before(case, event=closing.SIGNED) -> list[tuple[str, str, str]]:
    """(row, strength, sentence) of what stands before the step, as the worker reads it."""
    with bound(WORKER), translation.override("en"):
        found = phases.obstacles(Case.objects.get(pk=case.pk), event)
    return [(one.row, str(one.strength), str(one.sentence)) for one in found]


def refused(act) -> list[str]:
    with translation.override("en"), pytest.raises(Refused) as refusal:
        act()
    return [str(one.sentence) for one in refusal.value.obstacles]


def ask(proposal, who, key="lea", by="claire") -> Silence:
    with town.acting(who[by]) as user:
        return silences.ask_once_more(proposal, by=user, person=who[key])


def without(proposal, who, words="Vue au téléphone ; rien à ajouter.", by="paul", key="lea"):
    with town.acting(who[by]) as user:
        return silences.sign_without(proposal, by=user, agency=who[key].agency, words=words)


# --- silences -----------------------------------------------------------------------------------
def test_a_silence_has_its_day_its_last_question_and_its_own_sentence(case, who, proposal):
    """S80, rulings 7. Lines: each branch of ``silence_is_ripe``; ``said.words``."""
    lea = who["lea"].agency.name
    (found,) = before(case)
    assert (found[:2], "it has until" in found[2]) == (("S80", "block"), True)
    assert refused(lambda: without(proposal, who))
    assert refused(lambda: scenes.signed(proposal, who, reason="Vue au téléphone."))
    with on(10):  # the last day for opinions is not past
        assert "it has until" in before(case)[0][2]
    with on(11):
        (found,) = before(case)
        assert found[2] == f"{lea} has not given its opinion and holds a security action."
        assert refused(lambda: without(proposal, who)) == [found[2]]
        row = ask(proposal, who)
        assert row.answer_by > clock.today()
        (found,) = before(case)
        assert "was asked once more" in found[2]
        assert who["lea"].display in found[2]
        assert refused(lambda: without(proposal, who)) == [found[2]]
    with clock.at(planning.noon(row.answer_by)):
        assert "was asked once more" in before(case)[0][2]
    with clock.at(planning.noon(row.answer_by + timedelta(days=1))):
        assert before(case) == [("S80", "block", f"{lea} has not given its opinion.")]
        assert refused(lambda: scenes.signed(proposal, who, reason="Vue au téléphone."))
        assert refused(lambda: without(proposal, who, words=" "))
        without(proposal, who)
        assert before(case) == []
        scenes.signed(proposal, who)
    with bound(WORKER):
        assert Case.objects.get(pk=case.pk).state == "monitoring"
        entry = JournalEntry.objects.get(case=case, event="closure.without_opinion")
        assert (entry.reason, entry.by) == ("Vue au téléphone ; rien à ajouter.", who["paul"])


def test_two_silences_have_two_sentences(case, who):
    """One line of reason does not stand for six. Line: the loop over ``sheet.silent``."""
    proposal = scenes.proposed(case, who)
    scenes.results(proposal, who)
    scenes.told(proposal, who)
    scenes.go_on(case, who)
    for key in ("bruno", "lea"):
        scenes.opinion(proposal, who, key)
    with on(11):
        assert len([one for one in before(case) if one[0] == "S80"]) == 2
        without(proposal, who, key="claire")
        assert len([one for one in before(case) if one[0] == "S80"]) == 1
        without(proposal, who, key="hugo", words="En congé ; son avis est au dossier.")
        assert before(case) == []
        with bound(WORKER):
            said = set(Silence.objects.filter(proposal=proposal).values_list("words", flat=True))
        assert len(said) == 2


def test_who_holds_an_open_question_or_effect_is_asked_first(case, who):
    """Lines: ``question`` and ``effect`` in held_by."""
    proposal = scenes.ready_but(case, who, "bruno")
    row = row_of(case, who, "bruno")
    with town.acting(who["bruno"]) as bruno:
        scenes.harm(case, bruno, "low", row)
    with bound(WORKER):
        gap = Gap.objects.filter(case=case).first()
        gap.status, gap.finder, gap.finder_agency = "to_find_out", who["bruno"], row.agency
        gap.due_on = clock.today() + timedelta(days=30)
        gap.save_changes()
    with on(11):
        found = [one for one in before(case) if one[0] == "S80"]
        assert "an open negative effect" in found[0][2]
        assert "an open question" in found[0][2]
        ask(proposal, who, "bruno")


def test_nobody_is_left_to_ask(case, who, proposal):
    """An agency whose people are gone is not waited for. Line: ``there_of``."""
    with bound(WORKER):
        type(who["lea"]).objects.filter(pk=who["lea"].pk).update(is_active=False)
    with on(11):
        assert [one[2] for one in before(case)] == [
            f"{who['lea'].agency.name} has not given its opinion."
        ]
        assert refused(lambda: ask(proposal, who))
        without(proposal, who)


def test_it_is_asked_by_who_oversees_and_signed_over_by_the_risk_owner(case, who, proposal):
    """Lines: ``oversees``; the right of sign_without."""
    with on(11):
        for by in ("bruno", "lea"):
            assert refused(lambda by=by: ask(proposal, who, by=by))
        for by in ("claire", "hugo", "paul"):
            ask(proposal, who, by=by)
        with bound(WORKER):
            assert Notice.objects.filter(kind="opinion_asked_again").count() == 3
            assert set(
                Notice.objects.filter(kind="opinion_asked_again").values_list(
                    "recipient", flat=True
                )
            ) == {who["lea"].pk}
    with on(16):
        for by in ("hugo", "claire", "bruno"):
            assert refused(lambda by=by: without(proposal, who, by=by))


def test_asked_and_signed_over_is_a_silent_agency_of_an_open_proposal(case, who, proposal):
    """Lines: ``of_a_silent_agency``, ``an_agency_is_silent``, ``proposal_is_open``."""
    with on(11):
        assert refused(lambda: ask(proposal, who, "bruno"))
        ask(proposal, who)
    with on(16):
        assert refused(lambda: without(proposal, who, key="bruno"))
        scenes.opinion(proposal, who, "lea")
        assert refused(lambda: ask(proposal, who))
        assert refused(lambda: without(proposal, who))
        scenes.signed(proposal, who)
        assert refused(lambda: ask(proposal, who))


def test_what_was_written_meanwhile_is_read_before_the_signature(case, who, proposal):
    """I1. Line: ``silences`` in ClosingSheet.edition."""
    with on(11):
        ask(proposal, who)
    with on(16):
        with town.acting(who["paul"]):
            read = ClosingSheet.of(Case.objects.get(pk=case.pk), proposal).edition
        without(proposal, who)
        with pytest.raises(Conflict):
            scenes.signed(proposal, who, expected=read)


def test_all_or_nothing(case, who, proposal, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(silences.journal, "record", fails)
    with on(11), pytest.raises(RuntimeError):
        ask(proposal, who)
    with bound(WORKER):
        assert not Silence.objects.exists()
        with pytest.raises(IntegrityError), transaction.atomic():
            Silence.objects.create(
                case=case, proposal=proposal, agency=who["lea"].agency, words="Sans jour."
            )


def test_the_page_shows_each_silence_with_its_sentence(case, who, proposal, sign_in):
    """From its pages. Lines: ``on_opinions``; ``silent`` in the templates."""
    page = reverse("closure:closing", args=[case.pk])
    with on(11):
        claire, paul = sign_in(who["claire"]), sign_in(who["paul"])
        url = reverse("closure:ask_again", args=[case.pk])
        assert "Ask an agency once more" in text_of(claire.get(page))
        assert send(claire, url, person=who["lea"].pk).status_code == 302
        assert "was asked once more by name" in text_of(paul.get(page))
    with on(16):
        paul = sign_in(who["paul"])
        url = reverse("closure:without_opinion", args=[case.pk])
        said = {"agency": who["lea"].agency_id, "words": "Vue au téléphone."}
        assert send(paul, url, **said).status_code == 302
        for name in ("closing", "sign", "print"):
            shown = text_of(paul.get(reverse(f"closure:{name}", args=[case.pk])))
            assert "Vue au téléphone." in shown, name


# --- what runs ----------------------------------------------------------------------------------
def test_each_action_that_runs_ends_or_goes_on(case, who):
    """S83, S89: a reason lets propose, nothing but its word lets sign. Line: goes_on."""
    scenes.levels(case, who, "low")
    found = [one for one in before(case, closing.PROPOSED) if one[0] == "S83"]
    assert [one[1] for one in found] == ["reason", "reason"]
    assert all("still runs: does it end, or go on?" in one[2] for one in found)
    proposal = scenes.propose(case, who)
    found = [one for one in before(case) if one[0] == "S83"]
    assert [one[1] for one in found] == ["block", "block"]
    scenes.go_on(case, who)
    assert not [one for one in before(case) if one[0] == "S83"]
    with bound(WORKER):
        proposal.refresh_from_db()
        told = set(
            Notice.objects.filter(kind="action_goes_on").values_list(
                "recipient__full_name", flat=True
            )
        )
    assert told == {who["bruno"].full_name, who["lea"].full_name}


def test_it_ends_instead(case, who):
    """Ended by its agency or stopped by the content coordinator: nothing is asked of it."""
    scenes.proposed(case, who)
    with town.acting(who["hugo"]) as hugo:
        for key in ("bruno", "lea"):
            progress.stop_action(row_of(case, who, key), by=hugo, reason="Fini.")
    assert not [one for one in before(case) if one[0] in ("S83", "S68")]


def test_what_nobody_accepted_does_not_go_on(case, who):
    """Line: ``still_runs``; WAITING in actions_end_or_go_on."""
    row = row_of(case, who, "bruno")
    with bound(WORKER):
        row.state, row.answered_at, row.answered_by = "waiting", None, None
        row.save_changes()
    scenes.proposed(case, who)
    assert any("neither accepted nor declined" in one[2] for one in before(case))
    with town.acting(who["hugo"]) as hugo:
        said = {"goes_on": "Jusqu’à l’été."}
        assert refused(lambda: going_on.let_go_on(row, by=hugo, changes=said))


def test_it_goes_on_by_the_content_coordinator_in_words(case, who):
    """Lines: the right of let_go_on; ``NO_REASON_TO_GO_ON``; ``closing_is_near``."""
    row = row_of(case, who, "bruno")
    said = {"goes_on": "Jusqu’à l’été."}
    for by in ("claire", "bruno", "paul"):
        with town.acting(who[by]) as user:
            assert refused(lambda user=user: going_on.let_go_on(row, by=user, changes=said))
    with town.acting(who["hugo"]) as hugo:
        assert refused(lambda: going_on.let_go_on(row, by=hugo, changes={"goes_on": " "}))
        going_on.let_go_on(row, by=hugo, changes=said)
        with pytest.raises(Conflict):
            going_on.let_go_on(row, by=hugo, expected=row.version, changes=said)
    scenes.signed(scenes.ready(case, who), who)
    with town.acting(who["hugo"]) as hugo:
        assert refused(lambda: going_on.let_go_on(row, by=hugo, changes=said))


def test_the_next_version_asks_anew(case, who):
    """Line: ``follow_up.goes_on`` emptied in _followed."""
    with clock.at(planning.noon(scenes.FIRST)):
        scenes.go_on(case, who)
        planning.new_version(case, who["hugo"])
        planning.approve(case, who["hugo"], reason="Suite.")
    assert row_of(case, who, "bruno").goes_on == ""


# --- what nobody checked, and what harms ------------------------------------------------------
def done(case, who, key="bruno") -> FollowUp:
    row = row_of(case, who, key)
    with town.acting(who[key]) as user:
        return progress.finish_action(
            row, by=user, result="done", on=clock.today(), outcome="Trois visites."
        )


def test_an_outcome_that_nobody_checked_asks_a_reason(case, who):
    """S68. Line: rules.outcomes_were_verified, twice."""
    scenes.levels(case, who, "low")
    row = done(case, who)
    for event in (closing.PROPOSED, closing.SIGNED):
        found = [one for one in before(case, event) if one[0] == "S68"]
        assert [one[1] for one in found] == ["reason"]
        assert "Nobody has verified the outcome of “Atelier projet”" in found[0][2]
    assert refused(lambda: scenes.propose(case, who, reason=""))
    with town.acting(who["claire"]) as claire:
        progress.verify_outcome(row, by=claire, words="Vu au registre.")
    assert not [one for one in before(case, closing.PROPOSED) if one[0] == "S68"]


@pytest.mark.parametrize(("severity", "strength"), [("high", "block"), ("medium", "warning")])
def test_a_serious_effect_is_closed_first(case, who, severity, strength):
    """S67. Line: rules.serious_effects_are_closed, by severity."""
    scenes.levels(case, who, "low")
    with town.acting(who["bruno"]) as bruno:
        effect = scenes.harm(case, bruno, severity)
    for event in (closing.PROPOSED, closing.SIGNED):
        found = [one for one in before(case, event) if one[0] == "S67"]
        assert [one[1] for one in found] == [strength]
    if severity == "high":
        assert refused(lambda: scenes.propose(case, who))
    with town.acting(who["claire"]) as claire:
        effect = effects.respond_to_effect(effect, by=claire, response="On en parle.")
        effects.close_effect(effect, by=claire, reason="Réglé.")
    assert not [one for one in before(case, closing.PROPOSED) if one[0] == "S67"]


def test_the_front_says_it_before_the_button(case, who, sign_in):
    """Line: BEFORE_PROPOSING; each sentence with what to do."""
    with town.acting(who["bruno"]) as bruno:
        scenes.harm(case, bruno, "high")
    front = text_of(sign_in(who["hugo"]).get(reverse("case", args=[case.pk])))
    assert "A serious negative effect is open" in front
    assert "still runs: does it end, or go on?" in front
    with bound(WORKER):
        found = phases.obstacles(Case.objects.get(pk=case.pk), closing.PROPOSED)
    assert all(one.todo for one in found if one.strength != Strength.WARNING)


# --- under monitoring ---------------------------------------------------------------------------
def test_what_goes_on_is_reported_and_ended_under_monitoring(case, who, sign_in):
    """S89: the check shows it, My work asks for it, and the file ends after it.

    Lines: WITH_ACTIONS in carrying.due; ``nothing_is_left_open``; ``running`` of the pages.
    """
    scenes.signed(scenes.ready(case, who), who)
    row = row_of(case, who, "bruno")
    bruno, claire = sign_in(who["bruno"]), sign_in(who["claire"])
    monitoring = reverse("closure:monitoring", args=[case.pk])
    assert "Actions that go on" in text_of(claire.get(monitoring))
    with bound(WORKER):
        check = ClosureProposal.objects.get(case=case).checks.order_by("number").first()
    shown = text_of(claire.get(reverse("closure:check", args=[case.pk, check.pk])))
    assert "Atelier projet" in shown
    with clock.at(planning.noon(row.ends_on)):
        assert "Atelier projet" in text_of(bruno.get("/"))
    with town.acting(who["bruno"]) as user:
        progress.report_action(row, by=user, happened_on=clock.today(), words="Venu.")
    ends = [one for one in before(case, "monitoring.ended") if one[0] == "S89"]
    assert [one[1] for one in ends] == ["block", "block"]
    row = done(case, who)
    found = before(case, "monitoring.ended")
    assert [one[1] for one in found if one[0] == "S89"] == ["block"]
    assert [one[1] for one in found if one[0] == "S68"] == ["reason"]
    with town.acting(who["claire"]) as user:
        progress.verify_outcome(row, by=user, words="Vu.")
    assert not [one for one in before(case, "monitoring.ended") if one[0] == "S68"]


def test_a_light_effect_is_closed_under_monitoring(case, who):
    """S67. Line: ``at`` of respond_to_effect and close_effect."""
    with town.acting(who["bruno"]) as bruno:
        effect = scenes.harm(case, bruno, "low")
    scenes.signed(scenes.ready(case, who), who)
    assert [one[1] for one in before(case, "monitoring.ended") if one[0] == "S67"] == ["reason"]
    with town.acting(who["claire"]) as claire:
        effect = effects.respond_to_effect(effect, by=claire, response="On en parle.")
        effects.close_effect(effect, by=claire, reason="Réglé.")
    with bound(WORKER):
        assert AdverseEffect.objects.get(pk=effect.pk).closed_at
