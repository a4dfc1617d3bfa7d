"""An opinion given on paper and entered later keeps both days (X14)."""

from datetime import timedelta

import pytest

from casework import journal
from casework.models import JournalEntry
from closure.closing import decisions as closing
from closure.models import ClosureProposal, Opinion
from common import clock
from common.refusals import Refused
from common.scope import WORKER, bound
from tests import people as town
from tests.closure import scenes
from tests.plans import planning

LATER = scenes.LATER + timedelta(days=3)


@pytest.fixture
def proposal(people, db):
    case = scenes.carried_out(people)
    with clock.at(planning.noon(scenes.LATER)):
        scenes.proposed(case, people)
    with bound(WORKER):
        return ClosureProposal.objects.get(case=case)


def give(proposal, people, day) -> Opinion:
    with clock.at(planning.noon(LATER)), town.acting(people["bruno"]) as bruno:
        row = ClosureProposal.objects.get(pk=proposal.pk)
        return closing.give_opinion(row, by=bruno, stance="for", happened_on=day)


def test_an_opinion_keeps_the_day_on_which_it_was_given(proposal, people):
    """X14. Line: ``happened.moments`` in give_opinion."""
    day = scenes.LATER + timedelta(days=1)
    row = give(proposal, people, day)
    assert (clock.day_of(row.given_at), clock.day_of(row.entered_at)) == (day, LATER)
    with bound(WORKER):
        entry = JournalEntry.objects.get(case=proposal.case_id, event="closure.opinion_given")
    assert journal.happened_on(entry) == day


def test_of_today_one_day_is_kept(proposal, people):
    assert give(proposal, people, LATER).entered_at is None


@pytest.mark.parametrize("days", [-1, 4])
def test_it_was_not_given_before_the_proposal_nor_ahead(days, proposal, people):
    """X09, X14. Line: ``day_of_opinion``."""
    with pytest.raises(Refused):
        give(proposal, people, scenes.LATER + timedelta(days=days))
    with bound(WORKER):
        assert not Opinion.objects.exists()
