"""What every decision asks before it writes, in its order, and what a locked button says."""

import inspect

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from casework.deciding import Decision, NotTheirs
from common.refusals import Conflict, Refused
from plans.carrying.decisions import answers
from tests.plans.carrying.conftest import act, ended, of
from tests.plans.carrying.test_happenings import effect
from tests.plans.carrying.test_page import page


def test_right_then_whose_then_version_then_moment(active, who):
    """Lines of ``Decision.ask``: the accepted action cannot be accepted, which comes last."""
    row = of(active, who["bruno"])
    for key, read, raised, said in (
        ("paul", 99, NotTheirs, "This is for"),
        ("lea", 99, NotTheirs, "answers for this action"),
        ("bruno", 99, Conflict, "FollowUp"),
        ("bruno", row.version, Refused, ""),
        ("bruno", None, Refused, ""),
    ):
        with pytest.raises(raised) as found:
            act("accept_action", who[key], row, expected=read)
        assert type(found.value) is raised
        assert said in str(found.value)
    assert of(active, who["bruno"]).version == row.version


def test_a_decision_stays_the_function_that_was_written():
    """Name, words and signature are kept, and a class body does not bind it."""
    held = type("Held", (), {"decision": answers.accept_action})
    assert held().decision is answers.accept_action
    assert isinstance(held.decision, Decision)
    assert answers.accept_action.__name__ == "accept_action"
    assert "We do it" in answers.accept_action.__doc__
    assert list(inspect.signature(answers.accept_action).parameters) == ["follow_up", "by"]


def test_a_form_read_before_a_colleague_decided_is_compared(client, planned, who):
    """Line: ``expected`` of Act. Sent again it goes on from what stands."""
    mine = of(planned, who["bruno"])
    url = reverse("plans:action_decline", args=[planned.pk, mine.pk])
    token = page(client, who["bruno"], planned, "plans:action_decline", mine.pk).context
    act("accept_action", who["bruno"], mine)
    sent = {"draft": token["draft_token"], "reason": "Plus de place."}
    answer = client.post(url, sent)
    assert answer.status_code == 409
    assert "Plus de place." in answer.content.decode()
    again = client.post(url, sent | {"draft": answer.context["draft_token"]})
    assert again.status_code == 302
    assert of(planned, who["bruno"]).state == "declined"


def test_a_locked_button_says_why(client, active, who):
    """S67, S68: what is theirs and not possible stands there with its sentence."""
    effect(active, who["lea"])
    ended(active, who["bruno"])
    with translation.override("fr"):
        own = gettext("You carried this action out yourself.")
        unanswered = f"{gettext('Nobody has written yet what is done about it.')} {FIRST}"
    assert own in _shown(client, active, who["bruno"])
    assert unanswered in _shown(client, active, who["hugo"])
    assert own not in _shown(client, active, who["lea"])
    assert unanswered not in _shown(client, active, who["lea"])


FIRST = "Écrivez d’abord"


def _shown(client, case, user) -> str:
    return " ".join(page(client, user, case).content.decode().split())
