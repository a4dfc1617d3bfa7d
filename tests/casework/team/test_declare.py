"""Declaring one's own interest and sharing the common aim (S55, S02)."""

import pytest

from casework.models import JournalEntry, TeamMember
from casework.team import decisions as team
from common.refusals import Refused
from common.scope import WORKER, bound
from notices.models import Notice
from tests import people as town
from tests import worlds

NONE, PERSONAL = TeamMember.Interest.NONE, TeamMember.Interest.PERSONAL


@worlds.standing
def who():
    return town.town()


@worlds.standing
def case(who):
    return town.open_case(who)


def declare(case, person, interest=NONE, **more):
    with town.acting(person):
        return team.declare(case, by=person, interest=interest, **more)


def member(case, person):
    with bound(WORKER):
        return TeamMember.objects.get(case=case, user=person, active=True)


def test_it_is_kept_dated_and_journalled(case, who):
    """S55: `member.interest, … = …` in `declare`."""
    declare(case, who["bruno"], aim_accepted=True)
    own = member(case, who["bruno"])
    assert own.interest == NONE
    assert own.declared_at is not None
    assert own.aim_accepted_at is not None
    with bound(WORKER):
        assert JournalEntry.objects.filter(case=case, event="team.declared").count() == 1


def test_a_personal_interest_is_told_to_the_risk_owner_alone(case, who):
    """S55: the notice ``interest_declared`` of `declare`."""
    declare(case, who["hugo"], PERSONAL, words="voisin de la famille")
    with bound(WORKER):
        told = Notice.objects.filter(kind="interest_declared")
        assert [notice.recipient_id for notice in told] == [who["paul"].pk]


def test_it_is_refused_without_a_word_on_what_the_interest_is(case, who):
    """S55: the second branch of `interest_is_said`; nothing stays."""
    with pytest.raises(Refused) as refusal:
        declare(case, who["bruno"], PERSONAL)
    assert refusal.value.obstacles[0].row == "S55"
    assert member(case, who["bruno"]).interest == ""


def test_the_page_refuses_it_with_the_same_sentence_and_keeps_the_choice(case, who, sign_in):
    browser = sign_in(who["bruno"])
    url = f"/cases/{case.pk}/declare/"
    answer = browser.post(url, {"interest": "personal", "words": ""})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "checked" in page
    assert browser.post(url, {"interest": "none"}).status_code == 302


def test_a_stranger_does_not_find_the_page(case, who, sign_in):
    """B8: `visible_to` in `SubjectView.load`."""
    assert sign_in(who["marc"]).get(f"/cases/{case.pk}/declare/").status_code == 404


def test_nobody_declares_for_somebody_else(case, who):
    """S55: `filter(user=by, active=True)` in `declare`."""
    declare(case, who["bruno"])
    assert member(case, who["lea"]).interest == ""


def test_all_or_nothing(case, who, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("casework.journal.record", broken)
    with pytest.raises(RuntimeError):
        declare(case, who["bruno"])
    assert member(case, who["bruno"]).interest == ""


def test_who_is_away_is_marked_on_the_team_page(case, who, sign_in):
    """The line `member.away_until = …` in `absent._mark`."""
    from agencies.models import Absence
    from common import clock

    def marks():
        page = sign_in(who["claire"]).get(f"/cases/{case.pk}/team/").content.decode()
        return page.partition("</table>")[0].partition("<table")[2].count('class="tag tag-planned"')

    before = marks()
    Absence.objects.create(user=who["hugo"], first_day=clock.today(), last_day=clock.today())
    assert marks() == before + 1
