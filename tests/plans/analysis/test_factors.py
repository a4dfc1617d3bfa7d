"""What drives it and what protects: added, corrected, withdrawn, put back (S45, S09, 2.7, 2.8)."""

import pytest
from django.urls import reverse

from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from plans.analysis.decisions import factors, lines
from plans.models import Factor
from tests import worlds
from tests.browsing import send, snapshot, text_of
from tests.people import acting
from tests.plans import scenes
from tests.plans.conftest import at_state

FIELDS = ("domain", "kind", "words", "level", "basis", "evidence")


def url(name, case, *args):
    return reverse(f"plans:{name}", args=[case.pk, *args])


def typed(factor=None, **more):
    values = {
        "domain": scenes.domain("money").pk, "kind": "push", "words": "Dettes.", "level": "weak",
        "basis": "fact", "evidence": "Courriers.",
    }  # fmt: skip
    return values | more


def changed(factor, **more):
    return {name: getattr(factor, name) for name in FIELDS} | more


def correct(factor, by, expected=1, **more):
    with acting(by):
        return factors.correct_factor(
            factor, by=by, expected=expected, changes=changed(factor, **more), reason="Relu."
        )


def withdraw(factor, by, reason="Faux."):
    with acting(by):
        return factors.withdraw_factor(factor, by=by, reason=reason)


@worlds.standing
def factor(case, people):
    return scenes.factor(case, people["bruno"])


# --- adding --------------------------------------------------------------------------------
def test_it_is_added_for_the_own_agency(case, people):
    """S45, 2.8: level, basis, evidence, agency; in the journal, with a history row."""
    factor = scenes.factor(case, people["lea"], level="no_information")
    assert (factor.agency, factor.level) == (people["lea"].agency, "no_information")
    assert "factor.added" in scenes.journal_of(case)
    with bound(WORKER):
        assert Factor.history.filter(id=factor.pk).count() == 1


@pytest.mark.parametrize(("empty", "row"), [({"words": " "}, "S45"), ({"evidence": " "}, "2.7")])
def test_a_factor_needs_words_and_evidence(case, people, empty, row):
    """2.7: `_unwritten`; nothing is written."""
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        scenes.factor(case, people["lea"], **empty)
    assert [o.row for o in refusal.value.obstacles] == [row]
    assert snapshot() == before


def test_a_closed_case_takes_no_factor(case, people):
    """2.3: `case_is_open`."""
    case = at_state(case, "ended")
    with pytest.raises(Refused):
        scenes.factor(case, people["lea"])


@pytest.mark.parametrize(
    ("name", "status"),
    [("bruno", 302), ("hugo", 302), ("claire", 403), ("paul", 403), ("marc", 404)],
)
def test_who_may_add(case, people, sign_in, name, status):
    """Rulings 2: `Right.CONTRIBUTE_ANALYSIS`."""
    answer = sign_in(people[name]).post(url("factor_add", case), typed())
    assert answer.status_code == status


@pytest.mark.parametrize("field", ["level", "basis", "kind", "domain", "evidence"])
def test_nothing_is_chosen_beforehand(case, people, sign_in, field):
    """2.7: a level that nobody chose is not «absent»; the form says which field is missing."""
    browser = sign_in(people["bruno"])
    assert "checked" not in browser.get(url("factor_add", case)).content.decode()
    answer = send(browser, url("factor_add", case), **typed(**{field: ""}))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_adding_is_all_or_nothing_and_twice_makes_one(case, people, fails, sign_in, monkeypatch):
    """I2: one form, one factor."""
    before = snapshot()
    with fails(factors.journal, "record"):
        scenes.factor(case, people["lea"])
    assert snapshot() == before
    monkeypatch.undo()
    browser = sign_in(people["bruno"])
    token = browser.get(url("factor_add", case)).context["draft_token"]
    for _time in range(2):
        browser.post(url("factor_add", case), typed(draft=token))
    with bound(WORKER):
        assert Factor.objects.count() == 1


# --- correcting ----------------------------------------------------------------------------
def test_it_is_corrected_and_its_author_is_told(factor, people):
    """I4, 2.8: the content coordinator may; the author hears of it, nobody else."""
    factor = correct(factor, people["hugo"], level="moderate")
    assert (factor.level, factor.agency) == ("moderate", people["bruno"].agency)
    assert scenes.told("factor_changed") == {people["bruno"].pk}
    with bound(WORKER):
        assert Factor.history.filter(id=factor.pk, level="strong").exists()


def test_another_agency_s_factor_is_theirs(factor, people, sign_in):
    """2.8: `own_line` in the decision, and its sentence as 403."""
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        correct(factor, people["lea"], level="weak")
    assert str(refusal.value.obstacles[0]) == "Mission locale wrote this."
    assert snapshot() == before
    answer = sign_in(people["lea"]).get(url("factor_correct", factor.case, factor.pk))
    assert answer.status_code == 403


def test_two_tabs_do_not_overwrite_each_other(factor, people):
    """I1: `expected`."""
    correct(factor, people["bruno"], words="Dettes et loyers.")
    with pytest.raises(Conflict):
        correct(factor, people["bruno"], words="Loyers.")


def test_correcting_is_all_or_nothing(factor, people, fails):
    """One transaction."""
    before = snapshot()
    with fails(lines.telling, "queue"):
        correct(factor, people["hugo"], level="weak")
    assert snapshot() == before


# --- withdrawing and putting back ----------------------------------------------------------
def test_it_is_withdrawn_with_a_reason_and_put_back(factor, people, sign_in):
    """2.3: out of the table, kept below it, put back by one click; the journal says both."""
    withdraw(factor, people["bruno"])
    browser, page = sign_in(people["bruno"]), url("analysis", factor.case)
    assert "1 factor was withdrawn" in text_of(browser.get(page))
    answer = browser.post(url("factor_restore", factor.case, factor.pk))
    assert answer.status_code == 302
    assert "factor was withdrawn" not in text_of(browser.get(page))
    said = scenes.journal_of(factor.case)
    assert "factor.withdrawn" in said
    assert "factor.restored" in said


@pytest.mark.parametrize("reason", ["", " \n"])
def test_it_is_not_withdrawn_without_a_reason(factor, people, reason):
    """2.3: `reason_is_written`."""
    before = snapshot()
    with pytest.raises(Refused):
        withdraw(factor, people["bruno"], reason)
    assert snapshot() == before


def test_neither_twice(factor, people, sign_in):
    """`factor_stands`, `factor_is_withdrawn`: each says what to do."""
    browser, restore = sign_in(people["bruno"]), url("factor_restore", factor.case, factor.pk)
    answer = browser.post(restore)
    assert answer.status_code == 409
    assert "This factor stands already." in text_of(answer)
    withdraw(factor, people["bruno"])
    with pytest.raises(Refused) as refusal:
        withdraw(factor, people["bruno"])
    assert str(refusal.value.obstacles[0].todo) == "Put it back first."


@pytest.mark.parametrize(
    ("name", "status"),
    [("bruno", 302), ("hugo", 302), ("lea", 403), ("claire", 403), ("marc", 404)],
)
def test_who_may_withdraw_and_put_back(factor, people, sign_in, name, status):
    """2.8: the own agency, or the content coordinator."""
    browser = sign_in(people[name])
    answer = browser.post(url("factor_withdraw", factor.case, factor.pk), {"reason": "Faux."})
    assert answer.status_code == status
    answer = browser.post(url("factor_restore", factor.case, factor.pk))
    assert answer.status_code == status


def test_withdrawing_and_putting_back_are_all_or_nothing(factor, people, fails, monkeypatch):
    """One transaction each."""
    before = snapshot()
    with fails(factors.journal, "record"):
        withdraw(factor, people["bruno"])
    assert snapshot() == before
    monkeypatch.undo()
    withdraw(factor, people["bruno"])
    before = snapshot()
    with acting(people["bruno"]), fails(factors.journal, "record"):
        factors.restore_factor(factor, by=people["bruno"])
    assert snapshot() == before


def test_odd_words_are_shown_escaped(case, people, sign_in):
    """Bad input: markup, emoji and right-to-left text stay words."""
    words = "<img src=x onerror=alert(1)> 🙂 \u202eabc"
    scenes.factor(case, people["lea"], words=words, evidence=words)
    page = sign_in(people["hugo"]).get(url("analysis", case))
    assert "<img src=x" not in page.content.decode()
    assert words in text_of(page)
