"""S24: who is there for a channel on a day; absent must not mean missed."""

from datetime import date

import pytest

from agencies import duty_desk, presence
from agencies.models import Absence, Channel, Duty, User
from common import clock

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


def away(user, first=DAY, last=DAY, **fields):
    return Absence.objects.create(user=user, first_day=first, last_day=last, **fields)


def thin(day):
    """The desks that rest on one person (S24)."""
    return [desk for desk in duty_desk.desks(day) if desk.is_thin]


def test_receivers_are_asked_in_their_order(hotline, ana, karim, post):
    post(hotline, karim, position=2)
    post(hotline, ana, position=1)
    desk = duty_desk.on_duty(hotline, DAY)
    assert desk.receivers_all == desk.receivers_present == (ana, karim)
    assert not desk.is_thin


def test_an_absent_receiver_is_not_asked(hotline, ana, karim, post):
    post(hotline, ana)
    post(hotline, karim, "deputy")
    away(ana)
    desk = duty_desk.on_duty(hotline, DAY)
    assert (desk.receivers_present, desk.deputies_present) == ((), (karim,))


def test_with_receiver_and_deputy_away_the_coordinators_are_asked(hotline, person, post):
    receiver, deputy = person("R"), person("D")
    coordinator = person("C", duty="signal_coordinator")
    post(hotline, receiver)
    post(hotline, deputy, "deputy")
    away(receiver)
    away(deputy)
    desk = duty_desk.on_duty(hotline, DAY)
    assert (desk.receivers_present, desk.deputies_present) == ((), ())
    assert desk.coordinators_present == (coordinator,)


def test_the_stand_in_comes_first_among_the_deputies(hotline, person, post):
    receiver, first, named = person("R"), person("First"), person("Named")
    post(hotline, receiver)
    post(hotline, first, "deputy", 1)
    post(hotline, named, "deputy", 2)
    assert duty_desk.on_duty(hotline, DAY).deputies_present == (first, named)
    away(receiver, stand_in=named)
    assert duty_desk.on_duty(hotline, DAY).deputies_present == (named, first)


def test_a_stand_in_without_a_post_is_not_on_the_desk(hotline, ana, karim, post):
    post(hotline, ana)
    away(ana, stand_in=karim)
    desk = duty_desk.on_duty(hotline, DAY)
    assert karim not in (*desk.receivers_present, *desk.deputies_present)


def test_an_absence_counts_on_both_its_ends(ana):
    away(ana, date(2026, 11, 24), date(2026, 11, 26))
    seen = [presence.is_absent(ana, date(2026, 11, day)) for day in range(23, 28)]
    assert seen == [False, True, True, True, False]


def test_absence_is_asked_for_several_at_once(ana, karim, django_assert_num_queries):
    away(karim)
    with django_assert_num_queries(1):
        assert presence.is_absent([ana.pk, karim.pk], DAY) == {karim.pk}
    assert presence.is_absent(karim.pk, DAY) is True


def test_inactive_people_and_posts_do_not_count(hotline, ana, karim, person, post):
    post(hotline, ana)
    post(hotline, karim, active=False)
    post(hotline, person("Gone", is_active=False))
    assert duty_desk.on_duty(hotline, DAY).receivers_all == (ana,)


def test_a_coordinator_whose_duty_ended_does_not_count(hotline, person):
    over = person("Over", duty="signal_coordinator")
    Duty.objects.filter(user=over).update(until=date(2026, 11, 23))
    assert duty_desk.on_duty(hotline, DAY).coordinators_present == ()


def test_a_channel_with_one_receiver_is_thin_whatever_its_deputies(hotline, ana, karim, post):
    post(hotline, ana)
    post(hotline, karim, "deputy")
    (desk,) = thin(DAY)
    assert (desk.channel, desk.receivers_all) == (hotline, (ana,))


def test_a_channel_with_two_receivers_is_thin_only_while_one_is_away(hotline, ana, karim, post):
    post(hotline, ana)
    post(hotline, karim)
    assert thin(DAY) == []
    away(karim)
    (desk,) = thin(DAY)
    assert (len(desk.receivers_all), desk.receivers_present) == (2, (ana,))


def test_a_closed_channel_warns_nobody(hotline):
    Channel.objects.update(active=False)
    assert thin(DAY) == []


def test_the_number_of_queries_does_not_grow(person, post, django_assert_num_queries):
    for index in range(4):
        channel = Channel.objects.create(name=f"C{index}", kind="desk")
        post(channel, person(f"R{index}"))
        post(channel, person(f"D{index}"), "deputy")
        person(f"Co{index}", duty="signal_coordinator")
        with django_assert_num_queries(2):
            duty_desk.on_duty(channel, DAY)
        with django_assert_num_queries(2):
            [user.agency.name for desk in thin(DAY) for user in desk.receivers_present]


def test_who_was_invited_and_never_came_clears_no_warning(hotline, ana, karim, post):
    """X18. Lines: ``presence.joined`` in _desks and _coordinators."""
    post(hotline, ana)
    post(hotline, karim)
    User.objects.filter(pk=karim.pk).update(invited_at=clock.now(), last_login=None)
    (desk,) = thin(DAY)
    assert desk.receivers_all == (ana,)
    assert not presence.can_act(karim.pk, None, DAY)
    User.objects.filter(pk=karim.pk).update(last_login=clock.now())
    assert thin(DAY) == []
    karim.refresh_from_db()
    assert presence.can_act(karim, karim.agency, DAY)
    assert not presence.can_act(karim, ana.agency, DAY)
    away(karim)
    assert not presence.can_act(karim.pk, karim.agency_id, DAY)
