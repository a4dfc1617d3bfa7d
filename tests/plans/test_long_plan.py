"""A plan of 500 actions: folded, bounded, and nothing of it lost (X67)."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.models import Case
from common import clock
from common.scope import WORKER, bound
from plans.models import Action
from tests import people as town
from tests import worlds
from tests.cast import in_english
from tests.plans import long_plan, planning

TITLE = re.compile(r"Action \d{3}")


@pytest.fixture(autouse=True)
def monday():
    with clock.at(planning.noon(planning.MONDAY)):
        yield planning.MONDAY


@worlds.standing
def who():
    return in_english(town.town())


@worlds.standing
def draft(who):
    """A case whose draft has 502 actions."""
    return long_plan.drafted(who)


@worlds.standing
def large(who, draft):
    """The same, carried out."""
    return long_plan.carried_out(draft, who)


def titles(html: str) -> set[str]:
    return set(TITLE.findall(html))


def address(case: Case, tab: str, query: str = "") -> str:
    return f"/cases/{case.pk}/{tab}{query}"


@pytest.mark.parametrize("name", ["claire", "hugo", "bruno", "lea", "paul"])
@pytest.mark.parametrize("tab", ["plan/", "carrying/", ""])
def test_a_page_of_five_hundred_actions_is_bounded(large, who, sign_in, name, tab):
    """Bytes and statements. Lines: ``FEW`` and ``SIZE`` of the folding, of the front its caps."""
    browser, url = sign_in(who[name]), address(large, tab)
    browser.get(url)
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(url)
    assert answer.status_code == 200
    assert len(answer.content) < long_plan.MOST_BYTES
    assert len(asked) < 40
    print(name, tab, len(answer.content), len(asked))
