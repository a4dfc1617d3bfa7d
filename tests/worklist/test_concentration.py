"""S91: one person alone holds several powers: said with what to do, and with no case."""

from __future__ import annotations

import pytest
from django.utils import translation

from agencies.models import ChannelPost, Duty
from casework.models import Case, TeamMember
from common.scope import WORKER, bound
from common.together import answer
from tests import people as town
from tests import worlds
from tests.browsing import text_of
from tests.cast import in_english
from worklist import concentration

DESKS = "Claire Morvan alone receives signals, coordinates them and decides on opening."
PROCESS = "Claire Morvan alone coordinates the process of every case in hand."


@worlds.standing
def who():
    return in_english(town.town())


def said(user, roles=()) -> list[str]:
    with town.acting(user), translation.override("en"):
        return [str(one) for one in answer(concentration.warnings(user, roles))]


@pytest.fixture
def sole(who):
    """Claire receives, coordinates signals and decides, and nobody else does."""
    first, *others = ChannelPost.objects.filter(post="receiver")
    ChannelPost.objects.filter(pk__in=[post.pk for post in others]).delete()
    ChannelPost.objects.filter(channel=first.channel, user=who["claire"]).delete()
    ChannelPost.objects.filter(pk=first.pk).update(user=who["claire"])
    Duty.objects.filter(kind__in=["signal_coordinator", "decider"]).exclude(
        user=who["claire"]
    ).delete()
    for kind in ("signal_coordinator", "decider"):
        if not Duty.objects.filter(user=who["claire"], kind=kind).exists():
            Duty.objects.create(user=who["claire"], kind=kind, since="2020-01-01")
    return who


@pytest.fixture
def two_cases(who):
    return town.open_case(who), town.open_case(who, given="Nour", family="Haddad")


def test_one_alone_on_the_desks_is_named(sole):
    """Line: each of the three in alone_on_the_desks."""
    assert said(sole["samuel"]) == [DESKS]
    assert said(sole["claire"]) == [DESKS]
    assert said(sole["hugo"], ["content_coordinator"]) == [DESKS]


@pytest.mark.parametrize("second", ["receiver", "signal_coordinator", "decider"])
def test_a_second_person_of_one_of_them_clears_it(sole, second):
    """Line: ``~Exists`` of each."""
    if second == "receiver":
        post = ChannelPost.objects.get(post="receiver")
        ChannelPost.objects.create(channel=post.channel, user=sole["bruno"], post="receiver")
    else:
        Duty.objects.create(user=sole["luc"], kind=second, since="2020-01-01")
    assert said(sole["samuel"]) == []


def test_an_invitation_that_nobody_used_is_no_second_person(sole):
    """X18. Line: ``presence.joined`` in _has."""
    luc = sole["luc"]
    Duty.objects.create(user=luc, kind="decider", since="2020-01-01")
    luc.invited_at, luc.last_login = "2026-01-01T00:00:00Z", None
    luc.save()
    assert said(sole["samuel"]) == [DESKS]


def test_nobody_else_is_told(two_cases, sole):
    """Line: TOLD and COORDINATORS in ``warnings``."""
    for key, roles in (("bruno", ["partner"]), ("paul", ["risk_owner"]), ("nadia", [])):
        assert said(sole[key], roles) == []


def test_one_alone_on_the_process_of_every_case_is_named(who, two_cases):
    """Line: access.sole_process; no reference stands in it."""
    assert PROCESS in said(who["samuel"])
    assert PROCESS in said(who["hugo"], ["content_coordinator"])
    assert not any(case.reference in " ".join(said(who["samuel"])) for case in two_cases)


def test_one_case_alone_is_no_concentration(who):
    """Line: the second case in access.sole_process."""
    town.open_case(who)
    assert PROCESS not in said(who["samuel"])


def test_a_second_coordinator_of_one_case_clears_it(who, two_cases):
    """Line: ``not exists`` in access.sole_process."""
    with bound(WORKER):
        part = TeamMember.objects.get(case=two_cases[1], role="process_coordinator", active=True)
        part.user, part.agency = who["luc"], who["luc"].agency
        part.save_changes()
    assert PROCESS not in said(who["samuel"])


def test_a_case_that_is_over_does_not_count(who, two_cases):
    """Line: the states in access.sole_process."""
    with bound(WORKER):
        row = Case.objects.get(pk=two_cases[1].pk)
        row.state = "ended"
        row.save_changes()
    assert PROCESS not in said(who["samuel"])


def test_the_database_tells_it_to_nobody_else(who, two_cases):
    """Line: the guard of access.sole_process."""
    for key in ("bruno", "paul", "nadia"):
        with town.acting(who[key]):
            assert not list(concentration.alone_on_the_process())


def test_it_stands_on_my_work(two_cases, sole, sign_in):
    """Line: ``alone`` in my_work.html."""
    for key in ("samuel", "claire"):
        page = text_of(sign_in(sole[key]).get("/"))
        assert DESKS in page
        assert PROCESS in page
        assert "Let an administrator give one of these duties" in page
    assert "alone receives signals" not in text_of(sign_in(sole["bruno"]).get("/"))
