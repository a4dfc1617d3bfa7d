"""What an agency aims at, gains and cannot do, said openly (S14)."""

import pytest

from casework.models import AgencyStatement, JournalEntry
from casework.team import decisions as team
from common.refusals import Conflict, Refused
from common.scope import WORKER, bound
from tests import people as town
from tests import worlds


@worlds.standing
def who():
    return town.town()


@worlds.standing
def case(who):
    return town.open_case(who)


def state(case, person, goal="Qu’il retrouve une formation.", expected=0, **more):
    with town.acting(person):
        return team.state_agency(case, by=person, expected=expected, goal=goal, **more)


def test_it_is_read_by_the_team_and_kept_in_versions(case, who, sign_in):
    """S14: `statements` on the team page; I4: a history row per save."""
    state(case, who["bruno"], limit="Pas de suivi au-delà de 26 ans.")
    state(case, who["bruno"], goal="Qu’il garde sa formation.", expected=1)
    page = sign_in(who["lea"]).get(f"/cases/{case.pk}/team/").content.decode()
    assert "Qu’il garde sa formation." in page
    with bound(WORKER):
        assert AgencyStatement.history.count() == 2
        assert JournalEntry.objects.filter(case=case, event="agency.stated").count() == 2


def test_a_colleague_who_wrote_meanwhile_is_not_overwritten(case, who):
    """I1: `expected` in `save_changes`, the case's lock in `state_agency`."""
    state(case, who["bruno"])
    with pytest.raises(Conflict):
        state(case, who["bruno"], goal="Autre but.", expected=0)


def test_it_is_refused_without_a_goal(case, who):
    """S14: the empty goal in `state_agency`; nothing stays."""
    with pytest.raises(Refused):
        state(case, who["bruno"], goal="  ")
    with bound(WORKER):
        assert not AgencyStatement.objects.exists()


def test_a_stranger_does_not_find_the_page_and_nobody_writes_for_another_agency(case, who, sign_in):
    """B8 and the policy `see_insert`: the row's agency is the writer's."""
    assert sign_in(who["marc"]).get(f"/cases/{case.pk}/our-part/").status_code == 404
    own = state(case, who["bruno"])
    assert own.agency_id == who["bruno"].agency_id


def test_all_or_nothing(case, who, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("casework.journal.record", broken)
    with pytest.raises(RuntimeError):
        state(case, who["bruno"])
    with bound(WORKER):
        assert not AgencyStatement.objects.exists()


def test_through_the_page(case, who, sign_in):
    browser = sign_in(who["bruno"])
    url = f"/cases/{case.pk}/our-part/"
    token = browser.get(url).context["draft_token"]
    sent = {"draft": token, "goal": "Qu’il retrouve une formation.", "interest": "", "limit": ""}
    assert browser.post(url, sent).status_code == 302
    assert "Qu’il retrouve une formation." in browser.get(url).content.decode()
