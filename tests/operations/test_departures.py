"""Somebody leaves by the administration: seen before, handed over, and asked for (X18, B5)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from agencies.models import Authorisation, ChannelPost, Duty, DutyKind, User
from casework.models import Case
from common import clock
from common.scope import WORKER, bound
from notices.models import Notice
from operations.departures import decisions
from operations.departures.decisions import Handover
from tests import people as town
from tests import worlds
from tests.browsing import text_of
from tests.cast import in_english
from tests.plans import scenes as lines
from tests.plans.conftest import at_state


@pytest.fixture(autouse=True)
def sentences_in_english():
    with translation.override("en"):
        yield


@worlds.standing
def who():
    return in_english(town.town())


@worlds.standing
def case(who):
    return town.open_case(who)


@pytest.fixture
def admin(who, sign_in):
    return sign_in(who["samuel"])


def page_of(user) -> str:
    return reverse("admin:agencies_user_change", args=[user.pk])


def form_of(user, **changes) -> dict:
    """What the form of a person sends."""
    fields = ("email", "full_name", "job_title", "language", "time_zone")
    data = {name: getattr(user, name) for name in fields}
    data |= {"agency": user.agency_id, "is_active": "on"} | changes
    return {name: value for name, value in data.items() if value is not None}


def leaving(user, **more) -> dict:
    return form_of(user, is_active=None, **more)


def answered(user, admin, chosen: str, data: dict) -> dict:
    """The answer to the page: the same choice for everything."""
    form = admin.post(page_of(user), data).context["form"]
    return data | {"_handed_over": "1"} | dict.fromkeys(form.fields, chosen)


def now(user) -> User:
    return User.objects.get(pk=user.pk)


def told(kind: str = "part_left") -> set[tuple[str, str]]:
    with bound(WORKER):
        rows = Notice.objects.filter(kind=kind).select_related("recipient")
        return {(row.recipient.full_name, row.reference) for row in rows}


def test_before_it_is_saved_they_see_what_is_held(who, case, admin):
    """X18. Lines: the page in ``changeform_view``; counts, and no reference."""
    hugo = who["hugo"]
    lines.asked(lines.gap(case, who["bruno"]), who["bruno"], hugo)
    at_state(town.open_case(who), Case.State.ENDED)
    page = admin.post(page_of(hugo), leaving(hugo))
    text = text_of(page)
    assert page.status_code == 200
    assert f"{hugo.display} leaves" in text
    assert "1 case as content coordinator" in text
    assert "1 question to answer" in text
    assert case.reference not in page.content.decode()
    assert now(hugo).is_active, "nothing is saved yet"
    assert told() == set()


def test_each_part_asks_its_coordinator_and_its_risk_owner(who, case, admin):
    """X18. Line: ``tell_of_departure``; who leaves is not told, and nobody twice."""
    hugo = who["hugo"]
    done = admin.post(page_of(hugo), answered(hugo, admin, "nobody", leaving(hugo)))
    assert done.status_code == 302
    assert not now(hugo).is_active
    claire, paul = who["claire"].full_name, who["paul"].full_name
    assert told() == {(claire, case.reference), (paul, case.reference)}
    with bound(WORKER):
        notice = Notice.objects.filter(kind="part_left").first()
    assert hugo.display in notice.facts["who"]


def test_the_process_coordinator_leaves(who, case, admin):
    """X18: then the risk owner alone is asked."""
    claire = who["claire"]
    admin.post(page_of(claire), answered(claire, admin, "nobody", leaving(claire)))
    assert told() == {(who["paul"].full_name, case.reference)}


def test_duties_and_posts_go_to_whoever_is_named(who, admin):
    """X18. Lines: ``_hand_over_duty``, ``_hand_over_post``; each is an authorisation (X40)."""
    ines = who["ines"]
    post = ChannelPost.objects.get(user=ines, channel=town.hotline())
    duties = set(Duty.objects.filter(user=ines, until=None).values_list("kind", flat=True))
    data = answered(ines, admin, str(who["bruno"].pk), leaving(ines))
    assert len(data) > len(leaving(ines)) + 1, "she holds something"
    assert admin.post(page_of(ines), data).status_code == 302
    assert not ChannelPost.objects.get(pk=post.pk).active
    new = ChannelPost.objects.get(user=who["bruno"], channel=post.channel)
    assert (new.post, new.position, new.active) == (post.post, post.position, True)
    held = Duty.objects.filter(user=who["bruno"]).active_on(clock.today())
    assert duties <= set(held.values_list("kind", flat=True))
    assert not Duty.objects.filter(user=ines).active_on(clock.today()).exists()
    kinds = set(Authorisation.objects.filter(by=who["samuel"]).values_list("kind", flat=True))
    assert {"post_given", "post_ended", "account_closed"} <= kinds


def test_a_duty_is_handed_over_once(who):
    """X18. Line: ``held.exists()``: whoever holds it already is given no second one."""
    marc = who["marc"]
    duty = Duty.objects.create(
        user=marc, kind=DutyKind.DECIDER, since=clock.today() - timedelta(days=9)
    )
    taker = Duty.objects.create(user=who["lea"], kind=DutyKind.DECIDER, since=duty.since)
    decisions.leave(marc, by=who["samuel"], handovers=[Handover(duty, who["lea"])])
    assert list(Duty.objects.filter(user=who["lea"], kind=DutyKind.DECIDER)) == [taker]
    assert Duty.objects.get(pk=duty.pk).until == clock.today() - timedelta(days=1)


def test_a_deputy_who_takes_over_a_receivers_post_receives(who):
    """X18. Line: ``receives``: one post a person and channel, the higher of both."""
    thomas = ChannelPost.objects.get(user=who["thomas"], channel=town.hotline())
    post = ChannelPost.objects.get(user=who["ines"], channel=town.hotline())
    assert (thomas.post, post.post) == ("deputy", "receiver")
    decisions.leave(who["ines"], by=who["samuel"], handovers=[Handover(post, who["thomas"])])
    assert ChannelPost.objects.get(pk=thomas.pk).post == "receiver"


def test_without_an_answer_nothing_is_saved(who, admin):
    """X18. Line: ``answered and form.is_valid()``: the page again, with its sentence."""
    ines = who["ines"]
    page = admin.post(page_of(ines), leaving(ines, job_title="Chef") | {"_handed_over": "1"})
    assert page.status_code == 422
    assert "Say who takes it over, or that nobody does for now." in text_of(page)
    assert ("job_title", "Chef") in page.context["typed"], "what was typed goes on"
    assert now(ines).is_active


def test_nobody_takes_over_for_themselves(who, admin):
    """B5: the administrator is not offered, and a forged choice is refused whole."""
    ines, samuel = who["ines"], who["samuel"]
    data = answered(ines, admin, str(samuel.pk), leaving(ines))
    assert admin.post(page_of(ines), data).status_code == 422
    post = ChannelPost.objects.get(user=ines, channel=town.hotline())
    with pytest.raises(decisions.decisions.PermissionDenied):
        decisions.leave(ines, by=samuel, handovers=[Handover(post, samuel)])
    assert now(ines).is_active
    assert ChannelPost.objects.get(pk=post.pk).active, "all or nothing"


def test_whoever_moves_may_keep_a_post_and_leaves_their_parts(who, case, admin):
    """X18. Lines: ``agency_id`` in ``leaves``; ``may_keep``; a closed account keeps nothing."""
    bruno, to = who["bruno"], who["ines"].agency
    ChannelPost.objects.create(channel=town.hotline(), user=bruno, post="deputy")
    moving = form_of(bruno, agency=to.pk)
    assert admin.post(page_of(bruno), moving).context["title"].endswith("moves to another agency")
    assert (
        admin.post(page_of(bruno), answered(bruno, admin, "keeps", leaving(bruno))).status_code
        == 422
    )
    admin.post(page_of(bruno), answered(bruno, admin, "keeps", moving))
    assert now(bruno).agency == to
    assert ChannelPost.objects.get(user=bruno).active
    assert (who["claire"].full_name, case.reference) in told()


def test_what_is_no_departure_is_saved_at_once(who, admin):
    """Another name or title asks nothing; nor does whoever holds nothing."""
    ines, odile = who["ines"], who["odile"]
    assert admin.post(page_of(ines), form_of(ines, job_title="Cheffe")).status_code == 302
    assert now(ines).job_title == "Cheffe"
    Duty.objects.filter(user=odile).delete()
    ChannelPost.objects.filter(user=odile).delete()
    assert admin.post(page_of(odile), leaving(odile)).status_code == 302
    assert not now(odile).is_active


def test_only_an_administrator_gets_there(who, sign_in):
    """C1: the page answers to the administration alone."""
    for key in ("claire", "paul"):
        answer = sign_in(who[key]).post(page_of(who["ines"]), leaving(who["ines"]))
        assert answer.status_code == 403
    assert now(who["ines"]).is_active
