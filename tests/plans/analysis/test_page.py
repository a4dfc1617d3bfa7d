"""The page of the analysis, the panels of the overview, what is due: shown to whom, and how."""

import re

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from agencies.models import User
from casework.models import Case, Record
from casework.team import decisions as team
from common.scope import WORKER, bound
from plans.analysis import board, due, levels, voices
from plans.analysis import ratings as analysis_ratings
from plans.analysis.decisions import gaps
from plans.models import Factor, Gap
from tests.browsing import text_of
from tests.people import acting, information, open_case, team_of
from tests.plans import scenes
from tests.plans.conftest import at_state


def page(case, person, sign_in, query=""):
    """The page as this person meets it."""
    answer = sign_in(person).get(reverse("plans:analysis", args=[case.pk]) + query)
    assert answer.status_code == 200
    return answer


def column(answer, name):
    return next(c for c in answer.context["board"] if c.name == name)


# --- the board -----------------------------------------------------------------------------
def test_each_line_stands_in_its_column(case, people, sign_in):
    """S44, 2.8: known with what it is, not known with its reason, to find out with its finder."""
    information(case, people["lea"], "Vu au club.", domain=scenes.domain("peers"))
    scenes.gap(case, people["lea"], "Jamais demandé ?")
    scenes.settled(scenes.gap(case, people["lea"], "Le père ?"), people["hugo"])
    scenes.asked(scenes.gap(case, people["lea"], "Les lundis ?"), people["hugo"], people["bruno"])
    scenes.answered(scenes.gap(case, people["lea"], "Du sport ?"), people["lea"], "Boxe.")
    answer = page(case, people["hugo"], sign_in)
    assert [c.count for c in answer.context["board"]] == [2, 2, 1]
    text = text_of(answer)
    for words in ("Reason: Trop risqué.", "Nobody has asked yet.", "Bruno Faure", "in 7 days"):
        assert words in text
    assert text.count("Boxe.") == 1  # the answer is not listed a second time as information


def test_a_late_question_says_so_and_leads(case, people, sign_in):
    """S44: late in words, the earliest day first."""
    late = scenes.gap(case, people["lea"], "En retard ?")
    scenes.asked(scenes.gap(case, people["lea"], "Plus tard ?"), people["hugo"], people["lea"])
    scenes.asked(late, people["hugo"], people["lea"], days=0)
    with bound(WORKER):
        late.refresh_from_db()
        late.due_on = scenes.in_days(-5)
        late.save_changes()
    answer = page(case, people["hugo"], sign_in)
    assert column(answer, "open").cards[0].gap == late
    assert "5 days late" in text_of(answer)


def test_an_answer_is_read_by_its_audience_alone(case, people, sign_in):
    """S31: `_readable` asks `visible_to`: others see that it is answered, without a word of it."""
    gap = scenes.gap(case, people["lea"], "Du sport ?")
    agencies = [people["lea"].agency]
    scenes.answered(gap, people["bruno"], "Boxe, chez un ami.", audience="named", agencies=agencies)
    for name, reads in (("lea", True), ("bruno", True), ("hugo", True), ("paul", False)):
        text = text_of(page(case, people[name], sign_in))
        assert ("Boxe, chez un ami." in text) is reads
        assert ("shared with named agencies" in text) is not reads


def test_what_one_agency_keeps_leaves_no_card_and_no_count(case, people, sign_in):
    """Rulings 2: an own-agency record is not counted for others."""
    domain, own = scenes.domain("peers"), Record.Audience.OWN
    information(case, people["lea"], "Note interne.", audience=own, domain=domain)
    assert column(page(case, people["lea"], sign_in), "known").count == 1
    answer = page(case, people["hugo"], sign_in)
    assert column(answer, "known").count == 0
    assert "Note interne." not in text_of(answer)
    assert answer.context["alone"] == []


def test_the_first_eight_and_the_rest_behind_a_link(case, people, sign_in):
    """Long columns: a real address shows all; a domain narrows them."""
    for number in range(11):
        code = "online" if number % 2 else "family"
        scenes.gap(case, people["lea"], f"Question {number} ?", code)
    answer = page(case, people["hugo"], sign_in)
    assert len(column(answer, "unknown").cards) == 8
    link = re.search(r'href="(\?all=unknown)#board"', answer.content.decode()).group(1)
    assert len(column(page(case, people["hugo"], sign_in, link), "unknown").cards) == 11
    answer = page(case, people["hugo"], sign_in, "?domain=online")
    assert column(answer, "unknown").count == 5


@pytest.mark.parametrize("query", ["?domain=%00", "?domain=nowhere", "?all=<script>", "?domain="])
def test_an_odd_filter_shows_everything(case, people, sign_in, query):
    """Bad input: never a 500, nothing of it on the page."""
    answer = page(case, people["hugo"], sign_in, query)
    assert answer.context["chosen"] is None
    assert b"<script>" not in answer.content


def test_a_finder_who_left_is_marked(case, people, sign_in):
    """S44: `finder_left`."""
    scenes.asked(scenes.gap(case, people["bruno"]), people["hugo"], people["lea"])
    with acting(people["claire"]):
        member = case.members.get(user=people["lea"], active=True)
        team.leave(member, by=people["claire"], reason="Mutation.")
    assert "no longer on the team" in text_of(page(case, people["hugo"], sign_in))


def test_readers_get_no_acts_and_a_closed_case_none_at_all(case, people, sign_in):
    """Rulings 2: the process coordinator and the risk owner read, and may answer a question."""
    scenes.gap(case, people["lea"])
    scenes.factor(case, people["lea"])
    for name in ("claire", "paul"):
        text = text_of(page(case, people[name], sign_in))
        assert "Add what is not known" not in text
        assert "To “known”: answer it" in text
        assert "Withdraw" not in text
    at_state(case, "ended")
    text = text_of(page(case, people["hugo"], sign_in))
    assert "Acts" not in text
    assert "Add a factor" not in text


# --- the other parts -----------------------------------------------------------------------
def boxes(case, person, code):
    """The row of that domain, as the person's page has it."""
    with acting(person):
        gaps, factors = board.gaps_of(case, person), analysis_ratings.factors_of(case, person)
        return analysis_ratings.of([scenes.domain(code)], factors, gaps, everything=False)[0]


def test_an_empty_box_says_why(case, people, sign_in):
    """S08, 2.7: not asked, asked and nothing, a question open; absent is not empty."""
    row = boxes(case, people["hugo"], "family")
    assert row.empty is not None
    assert (row.empty.question, row.empty.asked) == (None, None)
    assert "Not asked." in text_of(page(case, people["hugo"], sign_in))
    scenes.factor(case, people["lea"], "push", "family", level="no_information")
    push, pull, *_rest = boxes(case, people["hugo"], "family").boxes
    assert not push.empty
    assert push.present == []
    assert pull.empty
    assert "Asked, no information:" in text_of(page(case, people["hugo"], sign_in))
    scenes.settled(scenes.gap(case, people["lea"], "Et la tante ?", "family"), people["lea"])
    assert boxes(case, people["hugo"], "family").boxes[1].asked is not None


def test_a_hypothesis_is_marked_and_triggers_stand_with_what_attracts(case, people, sign_in):
    """2.8: a judgement is a hypothesis; S45: triggers."""
    scenes.factor(case, people["lea"], "trigger", "peers", basis="assessment")
    text = text_of(page(case, people["hugo"], sign_in))
    assert "(hypothesis)" in text
    assert "(trigger)" in text
    assert [len(box.present) for box in boxes(case, people["hugo"], "peers").boxes] == [0, 1, 0, 0]


def test_many_factors_of_one_box_stand_behind_a_link(case, people, sign_in):
    """A box shows its first ones; the rest has an address."""
    for number in range(10):
        scenes.factor(case, people["lea"], words=f"Dette {number}.")
    assert "Show 2 more" in text_of(page(case, people["hugo"], sign_in))
    assert "Dette 9." in text_of(page(case, people["hugo"], sign_in, "?all=factors"))


def rows_of(case, person):
    with acting(person):
        return levels.of([scenes.domain()], levels.ratings_of(case, person))[0]


def test_the_line_breaks_where_nothing_was_known(case, people):
    """2.7: `drawing = False`; a level of «no information» has no place in the drawing."""
    for days, level in ((60, "high"), (40, "no_information"), (20, "moderate"), (0, "low")):
        scenes.level(case, people["hugo"], level, days=days, joint=True)
    course = rows_of(case, people["hugo"]).risk
    assert course.drawn_path.count("M") == 2
    assert course.drawn_path.count("L") == 1
    assert len(course.dots) == 3
    assert [rating.level for rating in course.joint][-1] == course.now.level == "low"
    assert "no information on" in course.words


def test_an_agency_s_own_level_is_never_drawn_as_the_team_s(case, people):
    """S42: beside the joint level, the newest of each agency; no sum, no mean."""
    scenes.level(case, people["lea"], "high", days=3)
    scenes.level(case, people["lea"], "low")
    scenes.level(case, people["bruno"], "high")
    row = rows_of(case, people["hugo"])
    assert row.risk.joint == []
    assert not row.drawn
    assert sorted(r.level for r in row.risk.own) == ["high", "low"]


def test_nothing_anywhere_is_called_overall(case, people, sign_in):
    """Rulings 5: no overall level in words or figures."""
    scenes.level(case, people["hugo"], joint=True)
    text = text_of(page(case, people["hugo"], sign_in)).lower()
    assert text.count("overall") == 0
    assert "score" in text  # «They are not scores»


def test_one_agency_alone_is_named(case, people):
    """S42: factors, own levels and readable records of one agency alone."""
    scenes.factor(case, people["lea"], code="money")
    scenes.factor(case, people["lea"], code="family")
    scenes.level(case, people["bruno"], code="family")
    with acting(people["hugo"]):
        every = [scenes.domain("money"), scenes.domain("family"), scenes.domain("online")]
        factors = analysis_ratings.factors_of(case, people["hugo"])
        ratings = levels.ratings_of(case, people["hugo"])
        alone = voices.held_by_one(case, people["hugo"], every, factors, ratings)
    assert [(domain.code, name) for domain, name in alone] == [("money", "Service jeunesse")]


def test_a_retired_domain_with_lines_still_stands(case, people, sign_in):
    """S08: nothing that was written disappears with the list of codes."""
    scenes.factor(case, people["lea"], code="money")
    domain = scenes.domain("money")
    domain.active = False
    domain.save()
    assert "Dettes." in text_of(page(case, people["hugo"], sign_in))


# --- for other pages -----------------------------------------------------------------------
def panel(tag, case, person):
    request = RequestFactory().get("/")
    request.user = person
    source = "{% load analysis_panels %}{% " + tag + " case %}"
    with bound(WORKER):
        read = Case.objects.get(pk=case.pk)  # as each page does: a case is read once a request
    with acting(person):
        return Template(source).render(Context({"request": request, "case": read}))


def test_the_panels_of_the_overview(case, people, django_assert_num_queries):
    """One query each, whatever stands; the settings of the connection aside."""
    for tag in ("levels_over_time", "open_gaps"):
        assert "not agreed" in panel(tag, case, people["hugo"]) or "No question is open" in panel(
            tag, case, people["hugo"]
        )
    scenes.level(case, people["hugo"], joint=True)
    scenes.gap(case, people["lea"], "Normale ?")
    scenes.gap(case, people["lea"], "Importante ?", importance="high")
    drawn, gaps = (panel(tag, case, people["hugo"]) for tag in ("levels_over_time", "open_gaps"))
    assert 'class="p-risk"' in drawn
    assert "style=" not in drawn
    assert gaps.index("Importante ?") < gaps.index("Normale ?")


def test_the_panels_hide_a_case_from_who_may_not_read_it(case, people):
    """Need-to-know: `visible_to` in both."""
    scenes.gap(case, people["lea"], "Qui ?")
    scenes.level(case, people["hugo"], joint=True)
    assert "Qui ?" not in panel("open_gaps", case, people["marc"])
    assert "p-risk" not in panel("levels_over_time", case, people["marc"])


def test_questions_of_mine_and_of_my_agency(case, people):
    """S44: finder is me or somebody of my agency; late first; none of a closed or foreign case."""
    first = scenes.asked(scenes.gap(case, people["hugo"]), people["hugo"], people["lea"], days=9)
    second = scenes.asked(scenes.gap(case, people["hugo"]), people["hugo"], people["lea"], days=2)
    scenes.asked(scenes.gap(case, people["hugo"]), people["hugo"], people["bruno"])
    with acting(people["lea"]):
        assert list(due.questions_of(people["lea"])) == [second, first]
    other = open_case(people, team=team_of(people, partners=[people["bruno"], people["marc"]]))
    scenes.asked(scenes.gap(other, people["hugo"]), people["hugo"], people["bruno"])
    with acting(people["bruno"]):
        assert due.questions_of(people["bruno"]).count() == 2
    at_state(case, "ended")
    with acting(people["lea"]):
        assert list(due.questions_of(people["lea"])) == []


def test_a_question_stays_with_the_agency_that_was_asked(case, people):
    """S44, X18. Line: ``finder_agency_id`` in look_for_gap: who moves takes no question along."""
    asked = scenes.asked(scenes.gap(case, people["hugo"]), people["hugo"], people["lea"])
    with bound(WORKER):
        User.objects.filter(pk=people["lea"].pk).update(agency=people["bruno"].agency_id)
        assert Gap.objects.get(pk=asked.pk).finder_agency_id == people["lea"].agency_id
    moved = User.objects.get(pk=people["lea"].pk)
    with acting(moved):
        assert list(due.questions_of(moved)) == []
    again = scenes.asked(asked, people["hugo"], people["bruno"])
    assert again.finder_agency_id == people["bruno"].agency_id
    with acting(people["hugo"]):
        settled = gaps.settle_gap(again, by=people["hugo"], status="accepted", reason="Assez.")
        opened = gaps.reopen_gap(settled, by=people["hugo"], reason="Il le faut.")
    assert (opened.finder_id, opened.finder_agency_id) == (None, None)


def test_every_kind_of_factor_has_a_column():
    """A kind without a column would vanish from the page."""
    assert {kind for _n, kinds, _w in analysis_ratings.COLUMNS for kind in kinds} == set(
        Factor.Kind
    )
