"""Members who are no longer there are shown to whoever must act, and block nothing (X18, S54)."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from agencies.models import Absence, User
from casework import absent, neutrality
from casework.models import TeamMember
from common import clock, compiled
from common.scope import WORKER, bound
from tests import people as town
from tests import worlds
from tests.browsing import text_of


@pytest.fixture(autouse=True)
def sentences_in_english():
    with translation.override("en"):
        yield


@worlds.standing
def who():
    people = town.town()
    User.objects.update(language="en")
    return people


@worlds.standing
def case(who):
    return town.open_case(who)


def closed(user) -> None:
    user.is_active = False
    user.save()


def moved(user, to) -> None:
    user.agency = to
    user.save()


GONE = "is no longer there"


@pytest.mark.parametrize("how", ["closed", "moved"])
def test_it_stands_on_front_team_and_my_work(who, case, sign_in, how):
    """X18. Lines: ``gone`` in absent.mark, warnings and on_cases_of; ``has_moved`` of a user."""
    bruno = who["bruno"]
    closed(bruno) if how == "closed" else moved(bruno, who["ines"].agency)
    said = f"{bruno.full_name} ("
    for key, overseen in (("claire", True), ("hugo", True), ("paul", True), ("lea", False)):
        browser = sign_in(who[key])
        team_page = text_of(browser.get(reverse("case_team", args=[case.pk])))
        assert "No longer there" in team_page, "the whole team sees it in the list"
        for url in (reverse("case", args=[case.pk]), reverse("home")):
            page = text_of(browser.get(url))
            assert (said in page and GONE in page) is overseen, (key, url)
        if overseen:
            assert "reminders go to somebody else meanwhile" in team_page


def test_who_was_invited_and_never_came(who, case, sign_in):
    """X18. Line: ``unused`` in absent._mark: their agency has nobody else."""
    User.objects.filter(pk=who["bruno"].pk).update(invited_at=clock.now(), last_login=None)
    page = text_of(sign_in(who["claire"]).get(reverse("case_team", args=[case.pk])))
    assert "Has never signed in" in page
    assert "has never signed in." in page
    User.objects.filter(pk=who["bruno"].pk).update(last_login=clock.now())
    page = text_of(sign_in(who["claire"]).get(reverse("case_team", args=[case.pk])))
    assert "as never signed in" not in page


def test_gone_is_gone_whatever_absence_says(who, case):
    """X18. Line: ``None if member.gone``; a successor ends the sentence."""
    day = clock.today()
    Absence.objects.create(user=who["bruno"], first_day=day, last_day=day)
    closed(who["bruno"])
    with bound(WORKER):
        members = list(TeamMember.objects.filter(case=case, active=True).select_related("user"))
        absent.mark(members)
        assert [m.user for m in members if m.gone] == [who["bruno"]]
        assert not any(m.away_until for m in members)


def test_nobody_waits_for_whoever_is_gone(who, case):
    """S55. Line: ``working()`` in neutrality and in the rule before the analysis."""
    from intake.opening.rules import neutrality_is_declared

    closed(who["bruno"])
    with town.acting(who["claire"]) as claire:
        assert who["bruno"] not in {row.user for row in neutrality.on_cases_of(claire)}
        assert who["bruno"].full_name not in str(next(neutrality_is_declared(case)))


def test_asked_first_who_is_missing(who, case, django_assert_num_queries):
    """X18: one query with nobody missing, two with many cases.

    Lines: ``if not missing`` and the one query of ``presence.missing``.
    """
    with town.acting(who["claire"]) as claire, django_assert_num_queries(1):
        assert absent.on_cases_of(claire, 50) == []
    for _n in range(2):
        town.open_case(who)
    closed(who["bruno"])
    day = clock.today()
    Absence.objects.create(user=who["lea"], first_day=day, last_day=day)
    with town.acting(who["claire"]) as claire, django_assert_num_queries(2):
        found = absent.on_cases_of(claire, 50)
    assert {(m.user, m.gone, m.away_until) for m in found} == {
        (who["bruno"], True, None),
        (who["lea"], False, day),
    }
    assert len(found) == 6
    with town.acting(who["bruno"]) as bruno:
        assert absent.on_cases_of(bruno, 50) == []


def test_present_and_working(who, case):
    """X18: the words of the team. Lines: TeamQuerySet.working, present and gone."""
    day = clock.today()
    Absence.objects.create(user=who["lea"], first_day=day, last_day=day)
    moved(who["bruno"], who["ines"].agency)
    User.objects.filter(pk=who["hugo"].pk).update(invited_at=clock.now(), last_login=None)
    with bound(WORKER):
        members = TeamMember.objects.filter(case=case)

        def names(rows):
            return {row.user for row in rows.select_related("user")}

        working = {who["claire"], who["hugo"], who["paul"], who["lea"]}
        assert names(members.working()) == working
        assert names(members.present()) == working - {who["hugo"], who["lea"]}
        assert names(members.gone()) == {who["bruno"]}


@pytest.mark.parametrize("newest", [1, 2])
def test_it_is_found_on_an_old_case_of_many(who, case, monkeypatch, newest):
    """X18. Lines: ``others`` and ``Among`` in missed_by: beyond the newest cases all are asked."""
    monkeypatch.setattr(absent, "NEWEST", newest)
    monkeypatch.setattr(compiled, "_SHAPES", {})  # the number is written into the question
    other = town.open_case(who)
    closed(who["bruno"])
    with town.acting(who["claire"]) as claire:
        found = absent.on_cases_of(claire, 50)
    assert {(row.user, row.case) for row in found} == {
        (who["bruno"], case),
        (who["bruno"], other),
    }
