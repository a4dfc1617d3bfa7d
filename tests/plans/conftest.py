"""Sentences in English, and a case that was just opened."""

import pytest
from django.utils import translation

from casework.models import Case
from common.scope import WORKER, bound
from tests import people as town
from tests import worlds


@pytest.fixture(autouse=True)
def sentences_in_english():
    with translation.override("en"):
        yield


@worlds.standing
def case(people):
    """A case that was just opened: Claire, Hugo, Paul, Bruno and Léa are on its team."""
    return town.open_case(people)


def at_state(case: Case, state: str) -> Case:
    """The same case, put at that state by the worker (its decisions are other tests')."""
    with bound(WORKER):
        row = Case.objects.get(pk=case.pk)
        row.state = state
        row.save_changes()
    return row
