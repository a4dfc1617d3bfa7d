"""Pages by key: walked to the end and back they are the whole list (rulings 4)."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.rights import Role
from casework.team import decisions as team
from casework.views.case import own_cases
from common import keyset
from common.scope import WORKER, bound
from notices.models import Notice
from tests.browsing import paris
from tests.people import acting, open_case

BEGAN = paris(2026, 6, 2, 10)


def request(query=""):
    return RequestFactory().get(f"/notices/{query}")


def walk(rows, size, link, start):
    """Every page from ``start`` by its links: a list of pages."""
    pages, query = [], start
    for _turn in range(200):
        page = keyset.page_of(request(query), rows, "made_at", size=size)
        pages.append(page)
        query = getattr(page, link)
        if not query:
            return pages
    raise AssertionError("the walk has no end")


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(moments=st.lists(st.integers(0, 6), max_size=30), size=st.integers(1, 7))
def test_there_and_back_is_the_whole_list(people, moments, size):
    """Ties of one moment included, both ways. Lines: ``_beyond``; ``found.reverse()``."""
    with bound(WORKER):
        Notice.objects.all().delete()
        Notice.unscoped.bulk_create(
            Notice(
                recipient=people["ines"],
                key=str(uuid.uuid4()),
                kind="team_joined",
                reference="SA",
                made_at=BEGAN + timedelta(minutes=minute),
            )
            for minute in moments
        )
        rows = Notice.objects.all()
        whole = list(rows.order_by("-made_at", "-id"))
        there = walk(rows, size, "older", "")
        assert [row for page in there for row in page.rows] == whole
        assert all(len(page.rows) == size for page in there[:-1])
        assert there[0].newer == ""
        back = walk(rows, size, "newer", _last_link(there))
        assert [row for page in reversed(back) for row in page.rows] == whole


def _last_link(pages) -> str:
    return pages[-2].older if len(pages) > 1 else ""


@pytest.mark.parametrize(
    "query",
    ["?before=nonsense", "?before=", "?after=%00", "?before=abc:def:ghi", "?page=-1", "?after=5"],
)
def test_a_nonsensical_place_is_the_first_page(db, query):
    """K7. Line: the except in ``_place``."""
    with bound(WORKER):
        page = keyset.page_of(request(query), Notice.objects.all(), "made_at")
    assert (page.rows, page.newer) == ([], "")


def test_a_link_keeps_the_filters():
    """The address of the next page keeps what was chosen, and only one place."""

    @dataclass
    class Row:
        made_at: object
        id: uuid.UUID

    link = keyset._link(
        request("?state=received&before=x&after=y"),
        "before",
        Row(BEGAN, uuid.uuid4()),
        "made_at",
        "id",
    )
    assert "state=received" in link
    assert (link.count("before="), "after=" in link) == (1, False)


def test_a_case_once_whatever_roles_and_none_is_lost(people, sign_in):
    """S71: three roles on each of nine cases, four on a page: every case on exactly one page.

    Line: ``len(read) == limit`` in page_of.
    """
    hugo = people["hugo"]
    cases = []
    for _n in range(9):
        case = open_case(people)
        with bound(WORKER):
            for role in (Role.PARTNER, Role.RISK_OWNER):
                team.first_member(case, hugo, role, double_role_reason="x")
        cases.append(case.pk)
    seen, query = [], ""
    for _turn in range(20):
        looked = request(query)
        looked.user = hugo
        with acting(hugo):
            page = own_cases(looked, size=4)
        seen += [row.case_id for row in page.rows]
        query = page.older
        if not query:
            break
    assert sorted(seen) == sorted(cases)
