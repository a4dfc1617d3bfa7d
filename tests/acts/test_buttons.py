"""The button is alive if and only if the POST of a valid form is not refused.

Every act, every persona, every row of the stage as it is: the refusals by right are complete. Those
who hold the right are asked at each state of the case and at other moments of the row too
(tests/acts/moments.py). The decision called directly says the same as its address.
"""

from collections import Counter

import pytest
from django.db import transaction
from django.http import HttpResponse

from casework import acts
from tests.access import asking
from tests.access.asking import Undone
from tests.acts import cells
from tests.acts.moments import moments_of
from tests.source import APPS
from tests.world.people import PERSONAS

pytestmark = pytest.mark.access

TALLY: Counter = Counter()
EVERY = sorted(acts.every(), key=acts.route_of)


@pytest.fixture(scope="module")
def browsers(stage, django_db_blocker):
    with django_db_blocker.unblock():
        return asking.Browsers(stage)


@pytest.fixture(autouse=True)
def only_the_status(monkeypatch):
    """Nobody looks at these pages: they are not rendered."""
    monkeypatch.setattr(
        "casework.views.base.render",
        lambda request, template, context, status: HttpResponse(status=status),
    )
    monkeypatch.setattr("casework.acts.frame", lambda case, user, tab: {})


@pytest.mark.parametrize("act", EVERY, ids=acts.route_of)
def test_the_button_says_what_the_post_does(browsers, db, act):
    """Red when a page, a decision or a button asks something that the others do not."""
    asking_of, wrong, holders = Counter(), [], set()

    def look(row, personas, when: str) -> None:
        for persona in personas:
            cell = cells.ask(browsers, act, row, persona)
            asking_of[cell.alive] += 1
            if cell.held:
                holders.add((persona, row.pk))
            if cell.complaint:
                wrong.append(f"{persona}, {type(row).__name__} ({when}): {cell.complaint}")

    for row in cells.rows_of(act):
        look(row, PERSONAS, "as it is")
        for when, put in moments_of(row):
            held_by = [persona for persona in PERSONAS if (persona, row.pk) in holders]
            try:
                with transaction.atomic():
                    put()
                    look(row, held_by, when)
                    raise Undone
            except Undone:
                pass
    TALLY.update({"cells": asking_of.total(), "alive": asking_of[True]})
    assert not wrong, f"{len(wrong)} of {asking_of.total()}:\n" + "\n".join(wrong)
    assert asking_of[True], "No cell in which the button is alive: add a moment of its row."
    assert asking_of[False], "No cell in which the button is dead or absent."


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
