"""Negative effects, commitments, pauses (S67, S59, rulings 1)."""

import pytest

from casework.models import Case, Code
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from plans.models import AdverseEffect, Commitment, Pause
from tests import people as town
from tests.plans import planning
from tests.plans.carrying.conftest import act, of
from tests.plans.scenes import journal_of, told


def effect(case, by, **more):
    """Bruno records that somebody at school knows."""
    values = {
        "kind": Code.objects.get(kind=Code.List.EFFECT, code="stigma"),
        "noticed_on": planning.MONDAY,
        "severity": "low",
        "words": "Deux élèves savent.",
    }
    return act("record_effect", by, case, **(values | more))


def promise(case, by, **more):
    """Bruno promises a place until June."""
    values = {"said_to": "Sa tante", "said_on": planning.MONDAY, "words": "Une place en juin."}
    return act("record_commitment", by, case, **(values | more))


def test_an_effect_is_recorded_answered_closed(active, who):
    row = effect(active, who["bruno"], follow_up=of(active, who["bruno"]))
    assert told("effect_recorded") == {who["claire"].pk, who["hugo"].pk}
    with pytest.raises(Refused) as refusal:
        act("close_effect", who["hugo"], row, reason="Fini.")
    assert "what is done" in refusal.value.obstacles[0].sentence
    act("respond_to_effect", who["lea"], row, expected=1, response="On parle à la classe.")
    with pytest.raises(Conflict):
        act("respond_to_effect", who["hugo"], row, expected=1, response="Autre.")
    assert told("effect_changed") == {who["bruno"].pk}
    act("close_effect", who["hugo"], row, reason="Plus de remarques.")
    with bound(WORKER):
        row = AdverseEffect.objects.get(pk=row.pk)
        assert (row.closed_by, row.responded_by) == (who["hugo"], who["lea"])
        assert row.history.count() == 3
    assert set(journal_of(active)) >= {"effect.recorded", "effect.answered", "effect.closed"}
    with pytest.raises(Refused):
        act("close_effect", who["hugo"], row, reason="Encore.")


def test_high_harm_reaches_the_risk_owner(active, who):
    effect(active, who["bruno"], severity="high")
    assert who["paul"].pk in told("effect_recorded")


def test_a_partner_does_not_close_it(active, who):
    """Red without ``not_a_coordinator``."""
    row = effect(active, who["bruno"])
    act("respond_to_effect", who["lea"], row, expected=1, response="On parle.")
    with pytest.raises(Refused) as refusal:
        act("close_effect", who["bruno"], row, reason="Fini.")
    assert "coordinators" in refusal.value.obstacles[0].sentence


@pytest.mark.parametrize("more", [{"words": ""}, {"noticed_on": planning.day(1)}])
def test_an_effect_has_words_and_a_day_that_was(active, who, more):
    with pytest.raises(Refused):
        effect(active, who["bruno"], **more)
    with bound(WORKER):
        assert not AdverseEffect.objects.exists()


def test_an_effect_is_corrected_by_its_agency(active, who):
    row = effect(active, who["bruno"])
    names = ("kind", "noticed_on", "severity", "words", "follow_up")
    changes = {name: getattr(row, name) for name in names} | {"words": "Trois élèves savent."}
    with pytest.raises(Refused):
        act("correct_effect", who["lea"], row, expected=1, changes=changes)
    act("correct_effect", who["bruno"], row, expected=1, changes=changes, reason="Recompté.")
    with bound(WORKER):
        assert AdverseEffect.objects.get(pk=row.pk).words == "Trois élèves savent."


@pytest.mark.parametrize("state", ["kept", "not_kept", "taken_back"])
def test_a_promise_is_settled_once(active, who, state):
    row = promise(active, who["bruno"], due_on=planning.day(90), limit="S’il vient.")
    act("settle_commitment", who["hugo"], row, state=state, words="Vu avec elle.")
    with bound(WORKER):
        row = Commitment.objects.get(pk=row.pk)
        assert (row.state, row.settled_by) == (state, who["hugo"])
    assert told("commitment_settled") == {who["bruno"].pk}
    assert "commitment.settled" in journal_of(active)
    with pytest.raises(Refused):
        act("settle_commitment", who["hugo"], row, state="kept", words="Encore.")


def test_another_agency_does_not_settle_it(active, who):
    """Red without ``own_line``."""
    row = promise(active, who["bruno"])
    with pytest.raises(Refused):
        act("settle_commitment", who["lea"], row, state="kept", words="Oui.")
    with pytest.raises(Refused):
        act("settle_commitment", who["bruno"], row, state="kept", words="")


@pytest.mark.parametrize("more", [{"words": ""}, {"said_to": " "}, {"said_on": planning.day(1)}])
def test_a_promise_says_what_it_must(active, who, more):
    with pytest.raises(Refused):
        promise(active, who["bruno"], **more)


def test_a_promise_is_corrected(active, who):
    row = promise(active, who["bruno"])
    names = ("said_to", "said_on", "words", "limit", "due_on")
    changes = {name: getattr(row, name) for name in names} | {"said_to": "Sa mère"}
    act("correct_commitment", who["bruno"], row, expected=1, changes=changes)
    with pytest.raises(Conflict):
        act("correct_commitment", who["bruno"], row, expected=1, changes=changes)


def test_the_day_of_a_promise_is_moved_with_a_reason(active, who):
    """S59: the day before stays in the history; whoever promised is told. Line: ``tell_author``."""
    row = promise(active, who["bruno"], due_on=planning.day(10))
    act("move_commitment", who["hugo"], row, due_on=planning.day(30), reason="Pas de place.")
    with bound(WORKER):
        row = Commitment.objects.get(pk=row.pk)
        days = list(row.history.order_by("version").values_list("due_on", flat=True))
        assert days == [planning.day(10), planning.day(30)]
        assert row.history.order_by("-version").first().history_change_reason == "Pas de place."
    assert told("commitment_moved") == {who["bruno"].pk}
    assert "commitment.moved" in journal_of(active)


@pytest.mark.parametrize(("days", "reason"), [(30, " "), (10, "x"), (-1, "x")])
def test_a_promise_is_moved_to_another_day_for_a_reason(active, who, days, reason):
    """S59. Lines: ``is_written`` and ``refuse_unless`` in move_commitment; nothing is written."""
    row = promise(active, who["bruno"], due_on=planning.day(10))
    with pytest.raises(Refused):
        act("move_commitment", who["bruno"], row, due_on=planning.day(days), reason=reason)
    assert "commitment.moved" not in journal_of(active)


def test_who_moves_a_promise_and_when(active, who):
    """S59: another agency does not, nor anybody once it is settled, nor unseen (I1)."""
    row = promise(active, who["bruno"], due_on=planning.day(10))
    new = {"due_on": planning.day(30), "reason": "Pas de place."}
    with pytest.raises(Refused):
        act("move_commitment", who["lea"], row, **new)
    act("move_commitment", who["bruno"], row, expected=1, **new)
    with pytest.raises(Conflict):
        act("move_commitment", who["hugo"], row, expected=1, due_on=planning.day(40), reason="x")
    act("settle_commitment", who["bruno"], row, state="kept", words="Tenu.")
    with pytest.raises(Refused):
        act("move_commitment", who["bruno"], row, due_on=planning.day(50), reason="x")


def test_a_pause_is_told_and_ends(active, who):
    act("pause", who["hugo"], active, reason="Une enquête.", review_on=planning.day(14))
    with bound(WORKER):
        assert Case.objects.get(pk=active.pk).state == "paused"
    assert told("case_paused") >= {who["claire"].pk, who["bruno"].pk, who["paul"].pk}
    with pytest.raises(Refused):
        act("pause", who["hugo"], active, reason="Encore.", review_on=planning.day(14))
    act("resume", who["hugo"], active, reason="L’enquête est close.")
    with bound(WORKER):
        assert Case.objects.get(pk=active.pk).state == "active"
        row = Pause.objects.get(case=active)
        assert (row.ended_by, row.ended_because) == (who["hugo"], "L’enquête est close.")
    with pytest.raises(Refused):
        act("resume", who["hugo"], active, reason="Encore.")


@pytest.mark.parametrize(
    "more", [{"reason": " "}, {"review_on": planning.MONDAY}, {"review_on": planning.day(-1)}]
)
def test_a_pause_has_its_reason_and_a_day_ahead(active, who, more):
    """Red without ``looked_at_again``."""
    values = {"reason": "Une enquête.", "review_on": planning.day(14)} | more
    with pytest.raises(Refused):
        act("pause", who["hugo"], active, **values)
    with bound(WORKER):
        assert Case.objects.get(pk=active.pk).state == "active"
        assert not Pause.objects.exists()


def test_nothing_happens_before_a_plan_applies(who):
    case = planning.in_analysis(who)
    with pytest.raises(Refused):
        effect(case, who["bruno"])
    with pytest.raises(Refused):
        promise(case, who["bruno"])


def test_a_notice_that_fails_leaves_no_effect_behind(active, who, monkeypatch):
    """All or nothing."""
    from notices import telling

    def boom(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(telling, "queue", boom)
    with pytest.raises(RuntimeError), town.acting(who["bruno"]):
        effect(active, who["bruno"])
    with bound(WORKER):
        assert not AdverseEffect.objects.exists()
