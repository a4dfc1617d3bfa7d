"""X35: every act carries the version that it was decided on.

Two people open the same page and both send it: one of them decides, the other is told and decides
anew. What only adds something takes no version; the table of those is written by hand.
"""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from casework import acts, deciding
from common import drafts
from common.scope import Actor, bound
from tests.acts import cells, shown, tour
from tests.acts.chosen import Audience, rows_for
from tests.acts.moments import BEFORE, moments_of
from tests.acts.senders import Senders
from tests.acts.test_read_only import named
from tests.world import table
from tests.world.people import PERSONAS

# Why each of them is decided on no version: it changes no row that stood before.
A_ROW_MORE = "a row beside those of others"
ONE_AT_A_TIME = "begun once: a rule says who has begun it already"
ADDS = {
    "casework.information.decisions.write_information": A_ROW_MORE,
    "casework.relationships.decisions.add_relationship": A_ROW_MORE,
    "casework.team.decisions.join": "a part more; a rule refuses one that is there",
    "casework.team.decisions.remind_to_declare": "a notice, once a day each",
    "casework.team.decisions.name_risk_owner": "a part more, where a rule says that none is there",
    "closure.absorbed.decisions.ask_about": "a question more; a rule refuses a second one",
    "closure.closing.around.inform_party": A_ROW_MORE,
    "closure.closing.around.offer_handover": A_ROW_MORE,
    "intake.roster.decisions.add_turn": A_ROW_MORE,
    "intake.signals.decisions.capture_signal": A_ROW_MORE,
    "intake.signals.decisions.reveal_source": "a reading, logged with its reason",
    "plans.analysis.decisions.factors.add_factor": A_ROW_MORE,
    "plans.analysis.decisions.gaps.add_gap": A_ROW_MORE,
    "plans.analysis.decisions.interpretations.add_interpretation": A_ROW_MORE,
    "plans.analysis.decisions.interpretations.add_viewpoint": A_ROW_MORE,
    "plans.carrying.decisions.commitments.record_commitment": A_ROW_MORE,
    "plans.carrying.decisions.effects.record_effect": A_ROW_MORE,
    "plans.carrying.decisions.progress.report_action": A_ROW_MORE,
    "plans.checkpoints.decisions.meeting.open_checkpoint": ONE_AT_A_TIME,
    "plans.paper.decisions.open_paper": A_ROW_MORE,
    "plans.plan.decisions.lines.add_action": A_ROW_MORE,
    "plans.plan.decisions.lines.add_checkpoint": A_ROW_MORE,
    "plans.plan.decisions.lines.add_goal": A_ROW_MORE,
    "plans.plan.decisions.proposals.propose_action": A_ROW_MORE,
    "plans.plan.decisions.versions.start_plan": ONE_AT_A_TIME,
    "plans.plan.decisions.versions.start_version": ONE_AT_A_TIME,
}
EVERY = sorted(acts.every(), key=cells.named)
COMPARED = [act for act in EVERY if not act.decision.adds]


def test_each_decision_takes_a_version_or_says_why_not():
    """Line: ``adds`` of each decision, and its default."""
    ours = [one for one in deciding.DECLARED if not one.__module__.startswith("tests.")]
    assert {named(one) for one in ours if one.adds} == set(ADDS)
    assert len(ours) - len(ADDS) > 70


def test_each_decision_is_sent_by_an_act():
    """Red when one is taken by no act: then no page would carry its version."""
    sent = {named(act.decision) for act in EVERY}
    by_page = {"plans.checkpoints.decisions.sections." + name for name in (
        "write_presence", "check_actions", "check_goals",
    )}  # fmt: skip
    # Its page is of no file that its reader may know of; it compares nothing.
    by_page.add("casework.team.decisions.name_risk_owner")
    ours = {named(one) for one in deciding.DECLARED if not one.__module__.startswith("tests.")}
    assert ours - sent == by_page


@pytest.fixture(scope="module")
def senders(stage, django_db_blocker):
    with django_db_blocker.unblock():
        return Senders(stage)


@pytest.fixture(scope="module")
def audience(stage, django_db_blocker):
    with django_db_blocker.unblock():
        return Audience(stage)


@pytest.fixture
def only_the_status(monkeypatch):
    monkeypatch.setattr(
        "casework.views.base.render",
        lambda request, template, context, status: HttpResponse(status=status),
    )
    monkeypatch.setattr("casework.acts.frame", lambda case, user, tab: {})


def _alive(act, senders, audience):
    """Where the act can be done: (put, row, persona) of each place, the stage as it is first."""
    for row, knowing in rows_for(act, audience):
        holders = [name for name in reversed(PERSONAS) if name in knowing]
        places = [
            lambda: None,
            *(put for _name, put in moments_of(act, shown.owner(act, row), row)),
        ]
        for put in places:
            with tour.at(put) as is_put:
                if is_put:
                    found = (name for name in holders if cells.look(senders, act, row, name).alive)
                    yield from ((row, name) for name in found)


@pytest.mark.access
@pytest.mark.parametrize("act", COMPARED, ids=cells.named)
def test_the_second_of_two_from_the_same_page_is_told(
    senders, audience, together, only_the_status, act
):
    """Both opened the page before either sent it. Line: ``version`` in ``Decision.ask``."""
    with tour.at(BEFORE.get(cells.named(act), lambda: None)):
        for row, persona in _alive(act, senders, audience):
            first, second = _answers(senders, act, row, persona)
            if first == cells.DONE:
                assert second in (403, 404, 409), f"{persona}: {second}"
                return
    pytest.fail("No place in which it is done.")


def _answers(senders, act, row, persona: str) -> tuple:
    """What the same page says when it is sent, and when it is sent from another window after it."""
    user, url = senders.person(persona), shown.address(act, row)
    with bound(Actor.of(user)):
        data, _expected, _values, _row = cells._prepared(act, row, user)
    with cells.undone():
        first = senders.post(persona, url, data).status_code
        token = drafts.read(data.get(drafts.FIELD, ""))
        if token:
            again = (token.form, token.object_key, token.object_version)
            data |= {drafts.FIELD: drafts.mint(user, *again)}
        return first, senders.post(persona, url, data).status_code


_FORM = re.compile(
    r'<form class="one-button" method="post" action="([^"]+)">(.*?)</form>', re.DOTALL
)


@pytest.mark.access
@pytest.mark.parametrize("route", ["home", "intake:page", "intake:first_analysis"])
def test_every_button_carries_the_version_that_its_page_shows(stage, together, route):
    """Also where a page draws it by itself: a task, a row of My work. Line: ``version=`` there."""
    met = 0
    for shot in (one for one in table.PICTURES if one.route == route and one.status == 200):
        client = Client()
        client.force_login(stage.people[shot.persona], backend="agencies.backends.PasswordBackend")
        shown = client.get(table.photographed(shot, stage)).content.decode()
        for url, inside in _FORM.findall(shown):
            act = getattr(resolve(url).func, "view_class", object)
            if issubclass(act, acts.Act) and not (act.decision and act.decision.adds):
                assert re.search(r'name="version" value="[1-9]', inside), f"{shot.name}: {url}"
                met += 1
    assert met
