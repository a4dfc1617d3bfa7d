"""A case whose person was said to be one with another: its team goes on reading it (X04)."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from casework import one_file
from casework.models import Person
from closure.models import InformedParty
from closure.monitoring.rows import PARTY
from common import clock
from common.scope import WORKER, bound
from tests import people as town
from tests import worlds
from tests.browsing import text_of


@worlds.standing
def who():
    return town.town()


@worlds.standing
def case(who):
    """Its person is in a set whose head is the row of a signal that nobody of the team reads."""
    found = town.open_case(who)
    with bound(WORKER):
        other = Person(id=uuid.UUID(int=1), given_name="Y.", created_at=clock.now())
        other.save(force_insert=True)
        one_file.bring_together({found.subject_id, other.pk})
        assert Person.objects.get(pk=found.subject_id).head_id == other.pk
    return found


@pytest.mark.parametrize(
    "page", ["case", "case_team", "case_add_information", "case_declare", "plans:analysis"]
)
def test_its_team_reads_every_page(who, case, sign_in, page):
    """X04: whoever is on the team, though the head of the set is not theirs to read."""
    answer = sign_in(who["bruno"]).get(reverse(page, args=[case.pk]))
    assert answer.status_code == 200
    assert case.reference in text_of(answer)


def test_a_row_of_it_is_found(who, case):
    """X04. Line: ``or (self.of,)`` in Rows.find: nothing is joined that a reader may not see."""
    with bound(WORKER):
        party = InformedParty.objects.create(
            case=case, who="Sa tante", tie="tante", told=False, not_told_because="Absente."
        )
    with town.acting(who["bruno"]) as bruno:
        assert PARTY.find(bruno, case, row=party.pk) == party
