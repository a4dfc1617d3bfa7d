"""From where a query starts: one's own cases, and the settings of the territory once a request."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.mine import numbers_as, on_cases_as
from casework.models import Case, Record, TerritoryProfile
from casework.models.territory import read_once
from casework.rights import Role
from common.scope import WORKER, bound
from tests.people import acting, information, open_case, signal_from


@pytest.mark.parametrize("as_worker", [False, True])
def test_the_cases_of_a_role_and_no_others(people, as_worker):
    """Lines: ``role__in``, ``active`` and ``visible_to`` in on_cases_as.

    With the policies out of the way as well: the worker asks for somebody.
    """
    case = open_case(people)
    row = information(case, people["bruno"], "Une dette")
    for key, role, found in (
        ("bruno", Role.PARTNER, True),
        ("bruno", Role.CONTENT_COORDINATOR, False),
        ("hugo", Role.CONTENT_COORDINATOR, True),
        ("sophie", Role.PARTNER, False),
    ):
        user = people[key]
        with bound(WORKER) if as_worker else acting(user):
            rows = Record.objects.visible_to(user).filter(on_cases_as(user, role))
            assert list(rows.values_list("pk", flat=True)) == [row.pk] * found, (key, role)


def test_the_cases_in_a_state_and_no_others(people):
    """Line: ``states`` in on_cases_as."""
    case = open_case(people)
    row = information(case, people["bruno"], "Une dette")
    hugo = people["hugo"]
    for states, found in (((case.state,), True), ((Case.State.ENDED,), False)):
        with acting(hugo):
            mine = on_cases_as(hugo, Role.CONTENT_COORDINATOR, states=states)
            rows = Record.objects.visible_to(hugo).filter(mine)
            assert list(rows.values_list("pk", flat=True)) == [row.pk] * found


def test_the_numbers_of_a_role_are_one_s_own(people):
    """Lines: ``user``, ``agency``, ``role`` in own_parts."""
    case = open_case(people)
    for key, role, found in (
        ("paul", Role.RISK_OWNER, [(case.state, 1)]),
        ("paul", Role.CONTENT_COORDINATOR, []),
        ("claire", Role.RISK_OWNER, []),
    ):
        with acting(people[key]):
            assert list(numbers_as(people[key], role)) == found, (key, role)
    people["paul"].agency = people["bruno"].agency
    with acting(people["paul"]):
        assert not numbers_as(people["paul"], Role.RISK_OWNER)


def test_the_territory_is_read_once_and_anew_once_changed(db):
    """Lines: ``known`` in TerritoryProfile.load; ``clear`` in save."""
    with read_once(), CaptureQueriesContext(connection) as asked:
        first = TerritoryProfile.load()
        assert TerritoryProfile.load() is first
    assert len(asked) == 1
    with read_once():
        profile = TerritoryProfile.load()
        other, _made = TerritoryProfile.objects.get_or_create(pk=1)
        other.plan_check_days = 17
        other.save()
        assert TerritoryProfile.load().plan_check_days == 17 != profile.plan_check_days
    assert TerritoryProfile.load() is not TerritoryProfile.load()


def test_a_reporter_s_list_starts_from_their_reports(people, sign_in):
    """No desk: their own reports alone. Line: ``reporter=user`` in SignalList."""
    mine, other = signal_from(people["sophie"]), signal_from(people["bruno"])
    page = sign_in(people["sophie"]).get("/signals/")
    assert [row.pk for row in page.context["found"].rows] == [mine.pk]
    browser = sign_in(people["sophie"])
    with CaptureQueriesContext(connection) as asked:
        browser.get("/signals/")
    assert any('"reporter_id" = ' in one["sql"] and "LIMIT" in one["sql"] for one in asked)
    page = sign_in(people["claire"]).get("/signals/")
    assert {mine.pk, other.pk} <= {row.pk for row in page.context["found"].rows}
