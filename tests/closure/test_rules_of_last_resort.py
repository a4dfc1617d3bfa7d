"""What a page says before its form can be sent, the decision refuses too (S75-S84, 2.4)."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from closure.closing import rules
from closure.models import ClosureProposal, Handover, MonitoringCheck
from closure.monitoring import decisions as monitoring
from closure.monitoring import rules as check_rules
from common import clock
from common.refusals import Refused
from tests import people as town
from tests.closure import scenes
from tests.plans import planning

DAY = date(2026, 6, 2)


@pytest.fixture(autouse=True)
def today():
    with clock.at(planning.noon(DAY)):
        yield DAY


def said(rule, *args, **more) -> list[tuple[str, bool]]:
    return [(one.row, one.blocks) for one in rule(*args, **more)]


def test_nothing_to_set_side_by_side():
    """S75. Line: ``not compared`` in assessed_again."""
    assert said(rules.assessed_again, SimpleNamespace(compared=[])) == [("S75", True)]


@pytest.mark.parametrize(
    ("state", "expected"),
    [("offered", [("S76", False)]), ("refused", [("S76", False)]), ("accepted", [])],
)
def test_a_handover_that_nobody_accepted_is_said(state, expected):
    """S76. Line: the states in care_was_accepted: a warning, the hand-over may come later."""
    sheet = SimpleNamespace(handovers=[Handover(service="CMP", state=state)])
    assert said(rules.care_was_accepted, sheet) == expected


@pytest.mark.parametrize(("days", "expected"), [(1, [("S84", True)]), (0, []), (-1, [])])
def test_withdrawal_is_not_dated_ahead(days, expected):
    """S84. Line: ``withdrew_on > clock.today()`` in words_of_whoever_withdrew."""
    words = {"alternatives": "Un autre service.", "monitoring_basis": "Aucune."}
    found = said(
        rules.words_of_whoever_withdrew, why=ClosureProposal.Why.WITHDREW,
        withdrew_on=DAY + timedelta(days=days), **words,
    )  # fmt: skip
    assert found == expected


@pytest.mark.parametrize(("days", "expected"), [(1, [("2.3", True)]), (0, []), (-1, [])])
def test_what_took_place_has_a_day_that_is_past(days, expected):
    """2.3. Line: ``day > clock.today()`` in day_is_past."""
    assert said(rules.day_is_past, DAY + timedelta(days=days)) == expected


def test_another_hat_is_worn_by_somebody_of_the_team(db):
    """S77. Line: ``members.exists()`` in hat_is_whole."""
    who = town.town()
    case = town.open_case(who)
    proposal = ClosureProposal(case=case)
    hat = {"new_role": "Éducateur du quartier", "ends_on": DAY, "proposal": proposal}
    with town.acting(who["hugo"]):
        assert said(rules.hat_is_whole, worker=who["bruno"], **hat) == []
        assert said(rules.hat_is_whole, worker=who["samuel"], **hat) == [("S77", True)]


def test_a_check_that_was_held_is_not_called_missed():
    """2.4. Line: ``check.state != State.DUE`` in was_due."""
    held = MonitoringCheck(state=MonitoringCheck.State.HELD, due_on=DAY)
    due = MonitoringCheck(state=MonitoringCheck.State.DUE, due_on=DAY)
    assert said(check_rules.was_due, held, "Personne.") == [("2.4", True)]
    assert said(check_rules.was_due, due, "Personne.") == []


def test_a_correction_keeps_to_the_rules_of_an_entry(db):
    """2.4. Line: ``_refuse_what_was_found`` in correct_check."""
    who = town.town()
    with clock.at(planning.noon(scenes.FIRST)):
        case = scenes.carried_out(who)
    with clock.at(planning.noon(scenes.LATER)):
        scenes.signed(scenes.ready(case, who), who)
    with town.acting(who["claire"]) as claire:
        check = MonitoringCheck.objects.filter(case=case).order_by("number").first()
        with clock.at(planning.noon(check.due_on)):
            found = {"held_on": check.due_on, "sources": "La famille", "words": "Calme."}
            entered = monitoring.enter_check(
                check, by=claire, result="stable", decision="go_on", **found
            )
            ahead = found | {"held_on": check.due_on + timedelta(days=3)}
            with pytest.raises(Refused):
                monitoring.correct_check(
                    entered, by=claire, expected=entered.version, result="stable", late_because="",
                    reason="Faute de frappe.", **ahead,
                )  # fmt: skip
