"""The button is alive if and only if the POST of a valid form is not refused.

Every act is asked for every persona on a row that most of them may know of, and for those who may
know of it on one row of each other kind (tests/acts/chosen.py). Those who hold the right are asked
at each state of the case or signal and at other moments of the row too (tests/acts/moments.py). The
decision called directly says the same as its address.
"""

from collections import Counter

import pytest
from django.http import HttpResponse

from casework import acts
from tests.access import asking
from tests.acts import cells, tour
from tests.acts.chosen import Audience
from tests.source import APPS

pytestmark = pytest.mark.access

TALLY: Counter = Counter()
EVERY = sorted(acts.every(), key=cells.named)
# Acts that nobody finds alive on the stage, and why.
WITHOUT_ALIVE: dict[str, str] = {
    "case_start_analysis": "no file of the stage waits for its analysis with everything there",
    "closure:result": "the plan that applies on the stage has no goal",
}
# Acts whose example is not always a valid answer: what is typed decides, and no button knows it.
TYPED: dict[str, str] = {
    "intake:answer_match": "an answer that joined is taken back by two",
    "intake:correct_conference": "the only day between signal and case may be the one that stands",
}


@pytest.fixture(scope="module")
def browsers(stage, django_db_blocker):
    with django_db_blocker.unblock():
        return asking.Browsers(stage)


@pytest.fixture(scope="module")
def audience(stage, django_db_blocker):
    with django_db_blocker.unblock():
        return Audience(stage)


@pytest.fixture(autouse=True)
def only_the_status(monkeypatch):
    """Pages are not rendered: only their status is looked at."""
    monkeypatch.setattr(
        "casework.views.base.render",
        lambda request, template, context, status: HttpResponse(status=status),
    )
    monkeypatch.setattr("casework.acts.frame", lambda case, user, tab: {})


@pytest.mark.parametrize("act", EVERY, ids=cells.named)
def test_the_button_says_what_the_post_does(browsers, audience, db, act):
    """Red when a page, a decision or a button asks something that the others do not."""
    found = tour.of(act, browsers, audience)
    TALLY.update({"cells": found.asked.total(), "alive": found.asked[True]})
    wrong = found.complaints
    if cells.named(act) in TYPED:
        wrong = [one for one in wrong if not one.endswith("alive, the POST says 409")]
    assert not wrong, f"{len(wrong)} of {found.asked.total()}:\n" + "\n".join(wrong)
    if cells.named(act) not in WITHOUT_ALIVE:
        assert found.asked[True], "No cell in which the button is alive: add a moment of its row."
    assert found.asked[False], "No cell in which the button is dead or absent."


def test_an_act_stands_on_few_bases():
    """Red when a class of its own shape grows between an act and its base: five of ours at most."""
    for act in EVERY:
        ours = [base for base in act.__mro__[1:] if base.__module__.partition(".")[0] in APPS]
        assert len(ours) <= 5, f"{act.__name__}: {[base.__name__ for base in ours]}"


def test_how_many_cells(browsers, db, capsys):
    """The number stands in the run's output; it only grows."""
    with capsys.disabled():
        print(f"\n{len(EVERY)} acts, {TALLY['cells']} cells, {TALLY['alive']} alive")  # noqa: T201
    assert TALLY["alive"]
