"""What is not known: written down, asked, answered, settled, reopened, corrected (S44)."""

import pytest
from django.urls import reverse

from casework.deciding import NotTheirs
from casework.models import JournalEntry, Record
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from common.typed import as_seen
from plans.analysis.decisions import gaps, lines
from plans.models import Gap
from tests import worlds
from tests.browsing import send, snapshot, text_of
from tests.people import acting
from tests.plans import scenes
from tests.plans.conftest import at_state

CLOSED = ("monitoring", "ended", "transferred")


def url(name, case, *args):
    return reverse(f"plans:{name}", args=[case.pk, *args])


def fresh(gap):
    with bound(WORKER):
        return Gap.objects.get(pk=gap.pk)


@worlds.standing
def gap(case, people):
    return scenes.gap(case, people["bruno"])


# --- writing it down -----------------------------------------------------------------------
def test_it_is_written_down_as_not_known(case, people):
    """S44: signed by its author and agency, in the journal, with a history row."""
    gap = scenes.gap(case, people["bruno"], changes="L’ordre du plan.", importance="high")
    assert (gap.status, gap.agency, gap.finder) == ("unknown", people["bruno"].agency, None)
    assert "gap.added" in scenes.journal_of(case)
    with bound(WORKER):
        assert Gap.history.filter(id=gap.pk).count() == 1


@pytest.mark.parametrize("state", CLOSED)
def test_a_closed_case_is_not_written_any_more(case, people, state):
    """2.3: `case_is_open` of the decision; nothing is written."""
    case = at_state(case, state)
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        scenes.gap(case, people["bruno"])
    assert "can be read and no longer changed" in str(refusal.value.obstacles[0])
    assert snapshot() == before


@pytest.mark.parametrize(
    ("name", "status"),
    [("bruno", 302), ("hugo", 302), ("claire", 403), ("paul", 403), ("marc", 404)],
)
def test_partners_and_the_content_coordinator_contribute(case, people, sign_in, name, status):
    """Rulings 2: `Right.CONTRIBUTE_ANALYSIS` of `add_gap`."""
    typed = {"domain": scenes.domain().pk, "question": "Qui ?", "importance": "high"}
    answer = sign_in(people[name]).post(url("gap_add", case), typed)
    assert answer.status_code == status


def test_nothing_is_chosen_beforehand_and_twice_makes_one(case, people, sign_in):
    """I2, 2.7: importance has no default; the same form sent twice is one question."""
    browser = sign_in(people["bruno"])
    page = browser.get(url("gap_add", case) + "?domain=online")
    assert "checked" not in page.content.decode()
    assert page.context["form"].initial == {"domain": scenes.domain().pk}
    typed = {
        "draft": page.context["draft_token"], "domain": scenes.domain().pk,
        "question": "Qui ?", "importance": "high",
    }  # fmt: skip
    for _time in range(2):
        assert browser.post(url("gap_add", case), typed).status_code == 302
    with bound(WORKER):
        assert Gap.objects.count() == 1
    del typed["importance"]
    typed["draft"] = browser.get(url("gap_add", case)).context["draft_token"]
    assert browser.post(url("gap_add", case), typed).status_code == 422


def test_all_or_nothing(case, people, fails):
    """One transaction: without its journal entry there is no question."""
    before = snapshot()
    with fails(gaps.journal, "record"):
        scenes.gap(case, people["bruno"])
    assert snapshot() == before


# --- asking --------------------------------------------------------------------------------
def test_it_becomes_a_question_and_its_finder_alone_is_told(gap, people):
    """S44: finder and day; the notice goes to the finder."""
    gap = scenes.asked(gap, people["hugo"], people["lea"])
    assert (gap.status, gap.finder, gap.due_on) == ("to_find_out", people["lea"], scenes.in_days(7))
    assert scenes.told("gap_asked") == {people["lea"].pk}
    assert "gap.asked" in scenes.journal_of(gap.case)
    again = scenes.asked(gap, people["hugo"], people["bruno"], days=0)
    assert (again.finder, again.version) == (people["bruno"], 3)


@pytest.mark.parametrize(
    ("finder", "days", "sentence"),
    [
        ("marc", 7, "Marc Delmas is not on this team."),  # `on_team` in gap_is_looked_for
        ("lea", -1, "The day by which it should be known is over."),  # `due_on < clock.today()`
    ],
)
def test_nobody_outside_and_no_day_that_is_over(gap, people, finder, days, sentence):
    """S44, 2.5: each sentence, and nothing written."""
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        scenes.asked(gap, people["hugo"], people[finder], days)
    assert [str(o) for o in refusal.value.obstacles] == [sentence]
    assert snapshot() == before


def test_who_stands_outside_is_no_choice_of_the_form(gap, people, sign_in):
    """2.5: the form offers the team alone, evaluators excepted."""
    browser = sign_in(people["hugo"])
    page = browser.get(url("gap_ask", gap.case, gap.pk))
    offered = {name for name, user in people.items() if f'value="{user.pk}"' in text_of(page)}
    assert offered == {"claire", "hugo", "paul", "bruno", "lea"}
    typed = {"finder": people["marc"].pk, "due_on": "2026-06-30"}
    assert send(browser, url("gap_ask", gap.case, gap.pk), **typed).status_code == 422


@pytest.mark.parametrize("day", ["30/02/2026", "2026-02-29", "demain", "0000-00-00"])
def test_a_day_that_does_not_exist_is_a_faulty_field(gap, people, sign_in, day):
    """Bad input: 422 with what was typed, never 500."""
    typed = {"finder": people["lea"].pk, "due_on": day}
    answer = send(sign_in(people["hugo"]), url("gap_ask", gap.case, gap.pk), **typed)
    assert answer.status_code == 422
    assert day in text_of(answer)


@pytest.mark.parametrize(("name", "status"), [("lea", 302), ("claire", 403), ("marc", 404)])
def test_who_may_ask(gap, people, sign_in, name, status):
    """Rulings 2."""
    typed = {"finder": people["lea"].pk, "due_on": scenes.in_days(3)}
    answer = sign_in(people[name]).post(url("gap_ask", gap.case, gap.pk), typed)
    assert answer.status_code == status


def test_asking_is_all_or_nothing(gap, people, fails):
    """One transaction: without its notice nobody is asked."""
    before = snapshot()
    with fails(gaps.telling, "queue"):
        scenes.asked(gap, people["hugo"], people["lea"])
    assert snapshot() == before


# --- answering -----------------------------------------------------------------------------
def test_the_answer_is_information_with_its_audience(gap, people):
    """S44, S31: a record in the gap's domain, linked; its readers are told, nobody else."""
    gap = scenes.answered(gap, people["lea"], audience="named", agencies=[people["bruno"].agency])
    with bound(WORKER):
        record = Record.objects.get(pk=gap.answer_id)
    assert (gap.status, record.domain, record.audience) == ("answered", gap.domain, "named")
    readers = {people[name].pk for name in ("bruno", "claire", "hugo")}
    assert scenes.told("information_added") == readers
    with acting(people["paul"]):
        assert not JournalEntry.objects.filter(event="gap.answered").exists()
    with acting(people["hugo"]):
        assert JournalEntry.objects.filter(event="gap.answered").exists()


def test_an_answer_for_one_agency_alone_is_none(gap, people):
    """S32: `answer_reaches_the_team`."""
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        scenes.answered(gap, people["lea"], audience="own")
    assert "answers nobody’s question" in str(refusal.value.obstacles[0])
    assert snapshot() == before


def test_a_settled_question_is_not_answered_twice(gap, people):
    """S44: `gap_is_open`; the same sentence stands before the button."""
    scenes.answered(gap, people["lea"])
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        scenes.answered(gap, people["bruno"])
    assert "settled already: answered" in str(refusal.value.obstacles[0])
    assert snapshot() == before


def test_the_same_sentence_stands_before_the_button(gap, people, sign_in):
    """The button is inactive, and sending it all the same answers 409 in the same words."""
    scenes.answered(gap, people["lea"])
    browser, address = sign_in(people["hugo"]), url("gap_answer", gap.case, gap.pk)
    page = browser.get(address)
    assert "This question is settled already: answered." in text_of(page)
    assert 'aria-disabled="true"' in text_of(page)
    answer = send(browser, address, kind="fact", body="Vu.", audience="team")
    assert answer.status_code == 409
    assert "This question is settled already: answered." in text_of(answer)


@pytest.mark.parametrize(("name", "status"), [("paul", 302), ("claire", 302), ("marc", 404)])
def test_whoever_writes_information_may_answer(gap, people, sign_in, name, status):
    """Rulings 2: a finder may be anybody on the team (`Right.WRITE_INFORMATION`)."""
    typed = {"kind": "fact", "body": "Vu mardi.", "audience": "team"}
    answer = sign_in(people[name]).post(url("gap_answer", gap.case, gap.pk), typed)
    assert answer.status_code == status


def test_answering_is_all_or_nothing(gap, people, fails):
    """One transaction: a record without its question would be left over."""
    before = snapshot()
    with fails(gaps.journal, "record"):
        scenes.answered(gap, people["lea"])
    assert snapshot() == before


# --- settling, reopening -------------------------------------------------------------------
@pytest.mark.parametrize("status", ["accepted", "not_relevant", "refused"])
def test_it_is_left_without_an_answer_for_a_reason(gap, people, status):
    """S44: status and reason; its author is told, once, and the acting person is not."""
    gap = scenes.settled(gap, people["hugo"], status)
    assert (gap.status, gap.reason) == (status, "Trop risqué.")
    assert scenes.told("gap_changed") == {people["bruno"].pk}
    with bound(WORKER):
        entry = JournalEntry.objects.get(event="gap.settled")
        assert (entry.reason, entry.facts) == ("Trop risqué.", {"status": f"gap.{status}"})


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_it_is_not_settled_without_a_reason(gap, people, reason):
    """2.3: `reason_is_written`."""
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        scenes.settled(gap, people["hugo"], reason=reason)
    assert [o.row for o in refusal.value.obstacles] == ["2.3"]
    assert snapshot() == before


def test_settling_twice_is_refused_and_it_can_be_reopened(gap, people):
    """S44: `gap_is_open`, `gap_is_settled`; the reason of the settling goes to the history."""
    with acting(people["hugo"]), pytest.raises(Refused):
        gaps.reopen_gap(gap, by=people["hugo"], reason="Du nouveau.")
    scenes.settled(gap, people["hugo"])
    with pytest.raises(Refused):
        scenes.settled(gap, people["bruno"])
    with acting(people["hugo"]):
        gap = gaps.reopen_gap(gap, by=people["hugo"], reason="Du nouveau.")
    assert (gap.status, gap.reason, gap.settled_at, gap.finder) == ("unknown", "", None, None)
    with bound(WORKER):
        assert "Trop risqué." in Gap.history.filter(id=gap.pk).values_list("reason", flat=True)


def test_an_answer_stays_as_information_when_the_question_is_reopened(gap, people):
    """S44: the record stands; the question asks again."""
    gap = scenes.answered(gap, people["lea"])
    with acting(people["hugo"]):
        gaps.reopen_gap(gap, by=people["hugo"], reason="Du nouveau.")
    with bound(WORKER):
        assert Record.objects.filter(body="Un cousin, à Lyon.").exists()
        assert fresh(gap).answer_id is None


@pytest.mark.parametrize("name", ["gap_settle", "gap_reopen"])
@pytest.mark.parametrize(
    ("who", "status"), [("lea", (302, 409)), ("claire", (403,)), ("marc", (404,))]
)
def test_who_may_settle_and_reopen(gap, people, sign_in, name, who, status):
    """Rulings 2."""
    typed = {"status": "accepted", "reason": "Trop risqué."}
    answer = sign_in(people[who]).post(url(name, gap.case, gap.pk), typed)
    assert answer.status_code in status


def test_the_decision_itself_asks_whose_it_is_and_which_version_was_read(gap, people):
    """2.5, I1: whoever calls it. Red without the right in ``decides``."""
    before = snapshot()
    settle = {"status": "accepted", "reason": "Trop risqué."}
    with acting(people["claire"]), pytest.raises(NotTheirs):
        gaps.settle_gap(gap, by=people["claire"], **settle)
    with acting(people["hugo"]), pytest.raises(Conflict):
        gaps.settle_gap(gap, by=people["hugo"], expected=9, **settle)
    assert snapshot() == before


def test_settling_and_reopening_are_all_or_nothing(gap, people, fails):
    """One transaction each."""
    before = snapshot()
    with fails(lines.telling, "queue"):
        scenes.settled(gap, people["hugo"])
    assert snapshot() == before


# --- correcting ----------------------------------------------------------------------------
def changed(gap, **more):
    kept = {name: getattr(gap, name) for name in ("domain", "question", "changes", "importance")}
    return kept | more


def test_what_stood_before_stays_in_the_history(gap, people):
    """I4: the old question is a history row."""
    with acting(people["lea"]):
        gaps.correct_gap(
            gap, by=people["lea"], expected=1, changes=changed(gap, question="Qui paie ?")
        )
    with bound(WORKER):
        kept = set(Gap.history.filter(id=gap.pk).values_list("question", flat=True))
    assert kept == {"Qui gère le serveur ?", "Qui paie ?"}


def test_a_question_is_not_emptied_and_not_overwritten(gap, people):
    """S44: `is_written`; I1: `expected`."""
    with acting(people["lea"]), pytest.raises(Refused):
        gaps.correct_gap(gap, by=people["lea"], expected=1, changes=changed(gap, question="  "))
    scenes.asked(gap, people["hugo"], people["lea"])
    with acting(people["lea"]), pytest.raises(Conflict):
        gaps.correct_gap(gap, by=people["lea"], expected=1, changes=changed(gap))


def test_a_second_tab_gets_both_texts_in_words(gap, people, sign_in):
    """I1: what stands now beside what was typed; a choice by its words, not its code."""
    browser, address = sign_in(people["lea"]), url("gap_correct", gap.case, gap.pk)
    token = browser.get(address).context["draft_token"]
    with acting(people["hugo"]):
        gaps.correct_gap(
            gap, by=people["hugo"], expected=1,
            changes=changed(gap, question="Qui paie ?", importance="high"),
        )  # fmt: skip
    typed = {
        "draft": token, "domain": gap.domain_id, "question": "Qui écrit ?", "importance": "normal",
    }  # fmt: skip
    answer = browser.post(address, typed)
    assert answer.status_code == 409
    rows = [tuple(map(str, row[1:])) for row in answer.context["differences"]]
    assert rows == [("Qui paie ?", "Qui écrit ?"), ("It would change the plan", "Good to know")]
    typed["draft"] = answer.context["draft_token"]
    assert browser.post(address, typed).status_code == 302


@pytest.mark.parametrize(("name", "status"), [("lea", 302), ("claire", 403), ("marc", 404)])
def test_who_may_correct(gap, people, sign_in, name, status):
    """Rulings 2: the question is the team's."""
    browser, address = sign_in(people[name]), url("gap_correct", gap.case, gap.pk)
    page = browser.get(address)
    typed = {"domain": gap.domain_id, "question": "Qui ?", "importance": "normal"}
    if page.status_code == 200:
        typed["draft"] = page.context["draft_token"]
    assert browser.post(address, typed).status_code == status


# --- bad input -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "words", ["🙂 \u202eabc", "<script>alert(1)</script>", "x' or 1=1 --", "  avant, après  \n"]
)
def test_odd_words_are_stored_exactly(case, people, sign_in, words):
    """Bad input: kept as it is seen (X05), shown escaped."""
    typed = {"domain": scenes.domain().pk, "question": words, "importance": "high"}
    browser = sign_in(people["bruno"])
    assert send(browser, url("gap_add", case), **typed).status_code == 302
    with bound(WORKER):
        assert Gap.objects.get().question == as_seen(words)
    page = browser.get(url("analysis", case)).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize("words", ["a\x00b", "x" * 1_000_001, "", "   "])
def test_impossible_words_are_a_faulty_field_or_refused(case, people, sign_in, words):
    """Bad input: a clear sentence, never a 500."""
    typed = {"domain": scenes.domain().pk, "question": words, "importance": "high"}
    answer = send(sign_in(people["bruno"]), url("gap_add", case), **typed)
    assert answer.status_code in (409, 422)


def test_a_line_of_another_case_is_not_found(gap, people, sign_in):
    """Need-to-know: the case of `RowAct.find`."""
    from tests import people as town

    other = town.open_case(people, given="Léo", family="Marchetti")
    assert sign_in(people["hugo"]).get(url("gap_ask", other, gap.pk)).status_code == 404


def test_information_refuses_in_its_own_words(gap, people):
    """S31: what refuses the record refuses the answer, and nothing is written."""
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        scenes.answered(gap, people["lea"], audience="named", agencies=[])
    assert "No agency is chosen yet." in str(refusal.value.obstacles[0])
    assert snapshot() == before
