"""The button is alive if and only if the POST of a valid form is not refused.

Every act is asked for every persona on a row that most of them may know of: the refusals by right
are complete. The rest is by pairs: each act at each state of its case or signal and each other
moment of its row (tests/acts/moments.py), one of those who hold the right whose button is alive if
there is one, and one of the others in turn; each persona at each moment of some act; and one row of
each other kind. The decision called directly says the same as its address.
"""

from collections import Counter

import pytest
from django.http import HttpResponse

from casework import acts
from tests.acts import cells, tour
from tests.acts.chosen import Audience
from tests.acts.pairs import Pairs
from tests.acts.senders import Senders
from tests.source import APPS

pytestmark = pytest.mark.access

TALLY: Counter = Counter()
EVERY = sorted(acts.every(), key=cells.named)
PAIRS = Pairs()


@pytest.fixture(scope="module")
def senders(stage, django_db_blocker):
    with django_db_blocker.unblock():
        return Senders(stage)


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
def test_the_button_says_what_the_post_does(senders, audience, together, act):
    """Red when a page, a decision or a button asks something that the others do not."""
    found = tour.of(act, senders, audience, PAIRS)
    _count(found)
    assert found.asked[True], "No cell in which the button is alive: add a moment of its row."
    assert found.asked[False], "No cell in which the button is dead or absent."


def test_every_persona_meets_every_moment(senders, together):
    """The pairs that the turns of the acts left out; red as the cells of each act are."""
    for found in tour.of_who_is_missing(senders, PAIRS):
        _count(found)
    assert not list(PAIRS.missing())


def _count(found: tour.Tour) -> None:
    TALLY.update({"cells": found.asked.total(), "alive": found.asked[True]})
    wrong = found.complaints
    assert not wrong, f"{len(wrong)} of {found.asked.total()}:\n" + "\n".join(wrong)


def test_an_act_stands_on_few_bases():
    """Red when a class of its own shape grows between an act and its base: five of ours at most."""
    for act in EVERY:
        ours = [base for base in act.__mro__[1:] if base.__module__.partition(".")[0] in APPS]
        assert len(ours) <= 5, f"{act.__name__}: {[base.__name__ for base in ours]}"


def test_how_many_cells(senders, db, capsys):
    """The number stands in the run's output; it only grows."""
    with capsys.disabled():
        print(f"\n{len(EVERY)} acts, {TALLY['cells']} cells, {TALLY['alive']} alive;")  # noqa: T201
        of_acts, of_personas = PAIRS.number()
        print(  # noqa: T201
            f"{len(PAIRS.acts)} moments: {of_acts} pairs with an act, {of_personas} with a persona;"
            f" {len(PAIRS.impossible)} that no row of the act comes to"
        )
    assert TALLY["alive"]
