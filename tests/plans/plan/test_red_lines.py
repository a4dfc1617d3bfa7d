"""S30: who may not be approached stands in red on the plan and above the form of each action.

For whoever may read it, and for them alone.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.relationships import decisions
from casework.relationships.acts import CorrectRelationship
from common import clock
from plans.models import Action
from tests import worlds
from tests.browsing import send, text_of
from tests.people import acting, around
from tests.plans import planning
from tests.plans.planning import MONDAY, noon

TITLE = "Before anybody is approached"
NEVER = "Sa tante may not be approached."
ONLY = "Sa mère may be approached only by l’assistante sociale."
OURS = "Son voisin may not be approached."


@worlds.standing
def case(people):
    """A draft, an aunt for all, a mother for Jeunesse, a neighbour for the Mission locale."""
    case = planning.in_analysis(people)
    bruno, lea = people["bruno"], people["lea"]
    with clock.at(noon(MONDAY)):
        planning.draft(case, people)
        around(case, bruno, "Sa tante", approach_because="Son mari l’apprendrait.")
        only = {"approach": "only_by", "only_by": "l’assistante sociale"}
        around(case, lea, "Sa mère", audience="named", agencies=[people["claire"].agency], **only)
        around(case, bruno, "Son voisin", audience="own")
        around(case, lea, "Son frère", approach="yes")
    return case


def url(name: str, case, *more) -> str:
    return reverse(f"plans:{name}", args=[case.pk, *more])


def lines_on(page: str) -> list[str]:
    return [one for one in (NEVER, ONLY, OURS) if one in page]


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("hugo", [NEVER, ONLY]),
        ("claire", [NEVER, ONLY]),
        ("lea", [NEVER, ONLY]),
        ("paul", [NEVER, ONLY]),  # of an agency that is named
        ("bruno", [NEVER, OURS]),
    ],
)
def test_each_reads_on_the_plan_what_is_for_them(people, case, sign_in, name, seen):
    """Lines: ``heeded`` and its ``visible_to``; ``red_lines`` in plan.html."""
    page = text_of(sign_in(people[name]).get(url("plan", case)))
    assert lines_on(page) == seen
    assert "Son mari l’apprendrait." in page
    assert "Son frère" not in page


def test_whoever_may_not_read_it_sees_nothing_at_all(people, case, sign_in):
    """Line: ``if lines else ""`` of red_lines."""
    with acting(people["bruno"]) as bruno:
        for row in case.relationships.filter(audience="team", approach="no"):
            decisions.end_relationship(row, by=bruno, reason="Partie.")
        for row in case.relationships.filter(audience="own"):
            decisions.end_relationship(row, by=bruno, reason="Parti.")
    page = text_of(sign_in(people["bruno"]).get(url("plan", case)))
    assert lines_on(page) == []
    assert TITLE not in page
    assert TITLE in text_of(sign_in(people["lea"]).get(url("plan", case)))


def test_before_there_is_a_plan(people, sign_in):
    """Line: ``heeded`` where there is no version yet."""
    case = planning.in_analysis(people)
    around(case, people["bruno"], "Sa tante")
    assert NEVER in text_of(sign_in(people["lea"]).get(url("plan", case)))


@pytest.mark.parametrize(
    ("route", "name", "seen"),
    [
        ("action_add", "hugo", [NEVER, ONLY]),
        ("action", "hugo", [NEVER, ONLY]),
        ("propose", "lea", [NEVER, ONLY]),
        ("propose", "bruno", [NEVER, OURS]),
    ],
)
def test_before_and_while_an_action_is_written(people, case, sign_in, route, name, seen):
    """Lines: ``template_name`` of each of the three forms; it stands when a faulty one returns."""
    browser = sign_in(people[name])
    with acting(people[name]):
        row = [Action.objects.filter(case=case).first().pk] if route == "action" else []
    address = url(route, case, *row)
    assert lines_on(text_of(browser.get(address))) == seen
    answer = send(browser, address, title="Visite")
    assert answer.status_code == 422
    assert lines_on(text_of(answer)) == seen


def test_what_ended_or_may_be_now_stands_there_no_longer(people, case, sign_in):
    """Lines: ``ended_at__isnull`` and ``approach__in`` of heeded."""
    with acting(people["bruno"]) as bruno:
        row = case.relationships.get(name="Sa tante")
        changes = {name: getattr(row, name) for name in CorrectRelationship.fields}
        changes |= {"approach": "yes"}
        decisions.correct_relationship(row, by=bruno, changes=changes, reason="Il est parti.")
    with acting(people["lea"]) as lea:
        mother = case.relationships.get(name="Sa mère")
        decisions.end_relationship(mother, by=lea, reason="Partie.")
    assert lines_on(text_of(sign_in(people["lea"]).get(url("plan", case)))) == []


def test_on_paper_stands_what_the_whole_team_reads(people, case, sign_in):
    """Line: ``on_paper`` of red_lines: nobody knows who reads a sheet."""
    page = text_of(sign_in(people["claire"]).get(url("print", case)))
    assert lines_on(page) == [NEVER]


def test_many_are_all_there(people, case, sign_in):
    """Line: ``more`` of red_lines."""
    for number in range(9):
        around(case, people["bruno"], f"Voisin {number}")
    page = text_of(sign_in(people["lea"]).get(url("plan", case)))
    for number in range(9):
        assert f"Voisin {number} may not be approached." in page


@pytest.mark.parametrize(("route", "beside"), [("plan", "checkpointgoal"), ("analysis", "gap")])
def test_the_pages_ask_no_more_for_it(people, case, sign_in, route, beside):
    """Lines: ``ask_together`` of Content and of the analysis: no statement of its own."""
    browser, address = sign_in(people["lea"]), url(route, case)
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        browser.get(address)
    (own,) = [one["sql"] for one in asked if "casework_relationship" in one["sql"]]
    assert f"plans_{beside}" in own
