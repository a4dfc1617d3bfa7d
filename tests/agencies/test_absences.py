"""S24: somebody says that they are away, or a coordinator says it for them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from agencies import colleagues, decisions
from agencies.models import Absence
from common import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return clock.today()


@pytest.fixture
def coordinator(person):
    return person("Coline", duty="signal_coordinator", language="en")


def declare(client, first, last, **fields):
    data = {"first_day": first.isoformat(), "last_day": last.isoformat(), **fields}
    return client.post(reverse("agencies:absence_add"), data)


def test_a_person_declares_their_own(browser, ana, person, today):
    stand_in = person("Bea")
    end = today + timedelta(days=3)
    response = declare(browser(ana), today, end, stand_in=stand_in.pk, reason="leave")
    assert response.status_code == 302
    absence = Absence.objects.get()
    assert (absence.user, absence.stand_in, absence.declared_by) == (ana, stand_in, ana)
    assert (absence.first_day, absence.last_day) == (today, end)


def test_nobody_else_can_be_named_by_a_person_without_the_duty(browser, ana, karim, today):
    declare(browser(ana), today, today, user=karim.pk)
    assert Absence.objects.get().user == ana


def test_a_coordinator_declares_for_whoever_holds_a_post(
    browser, coordinator, karim, hotline, post, today
):
    post(hotline, karim)
    assert declare(browser(coordinator), today, today, user=karim.pk).status_code == 302
    absence = Absence.objects.get()
    assert (absence.user, absence.declared_by) == (karim, coordinator)


def test_a_coordinator_does_not_declare_for_a_stranger(browser, coordinator, karim, today):
    assert declare(browser(coordinator), today, today, user=karim.pk).status_code == 422
    assert not Absence.objects.exists()


def test_whom_a_coordinator_speaks_for(coordinator, ana, karim, person, hotline, post, school):
    receiver = person("R", school)
    post(hotline, receiver)
    other = person("Other", school, duty="signal_coordinator")
    former = person("Former", school)
    post(hotline, former, active=False)
    people = set(colleagues.declarable_by(coordinator, clock.today()))
    assert people == {coordinator, ana, receiver, other}
    assert karim not in people


@pytest.mark.parametrize(("first", "last"), [(2, 1), (-3, -1)], ids=["backwards", "over already"])
def test_days_that_make_no_sense_answer_422(browser, ana, today, first, last):
    client = browser(ana)
    days = [today + timedelta(days=n) for n in (first, last)]
    assert declare(client, *days).status_code == 422
    assert not Absence.objects.exists()


def test_nobody_stands_in_for_themselves(browser, ana, today):
    assert declare(browser(ana), today, today, stand_in=ana.pk).status_code == 422


def test_the_stand_in_must_be_there(browser, ana, person, today):
    stand_in = person("Bea")
    Absence.objects.create(user=stand_in, first_day=today, last_day=today)
    response = declare(browser(ana), today, today, stand_in=stand_in.pk)
    assert response.status_code == 422
    assert "stand_in" in response.context["form"].errors


def test_a_stranger_cannot_stand_in(browser, ana, karim, today):
    assert declare(browser(ana), today, today, stand_in=karim.pk).status_code == 422


def test_the_same_days_are_declared_once(browser, ana, today):
    client = browser(ana)
    assert declare(client, today, today).status_code == 302
    assert declare(client, today, today + timedelta(days=1)).status_code == 422
    assert Absence.objects.count() == 1


def test_coming_back_early_leaves_the_days_that_were(ana, today):
    absence = Absence.objects.create(
        user=ana, first_day=today - timedelta(days=2), last_day=today + timedelta(days=2)
    )
    ended = decisions.end_absence(absence, by=ana, today=today)
    assert ended.last_day == today - timedelta(days=1)


def test_an_absence_that_has_not_begun_is_taken_away(ana, today):
    absence = Absence.objects.create(user=ana, first_day=today, last_day=today)
    assert decisions.end_absence(absence, by=ana, today=today) is None
    assert not Absence.objects.exists()


def test_ending_is_for_oneself_or_for_whom_one_speaks(browser, ana, karim, coordinator, today):
    absence = Absence.objects.create(user=ana, first_day=today, last_day=today)
    data = {"absence": absence.pk}
    assert browser(karim).post(reverse("agencies:absence_end"), data).status_code == 404
    assert browser(coordinator).post(reverse("agencies:absence_end"), data).status_code == 302
    assert browser(ana).post(reverse("agencies:absence_end"), data).status_code == 404


def test_an_absence_that_is_over_cannot_be_rewritten(browser, ana, today):
    yesterday = today - timedelta(days=1)
    absence = Absence.objects.create(user=ana, first_day=yesterday, last_day=yesterday)
    response = browser(ana).post(reverse("agencies:absence_end"), {"absence": absence.pk})
    assert response.status_code == 404


def test_the_reason_is_for_the_person_alone(browser, ana, zoe, coordinator, today):
    Absence.objects.create(user=ana, first_day=today, last_day=today, reason="canary-reason")
    for reader in (coordinator, zoe):
        page = browser(reader).get(reverse("agencies:absence_add"))
        assert "canary-reason" not in page.content.decode()


def test_a_decision_refuses_days_declared_meanwhile(ana):
    day = date(2026, 12, 1)
    Absence.objects.create(user=ana, first_day=day, last_day=day)
    with pytest.raises(ValidationError):
        decisions.declare_absence(Absence(user=ana, first_day=day, last_day=day), by=ana)
