"""Users, agencies and duties as rows."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, transaction

from agencies.models import Agency, Duty, User
from common import clock

pytestmark = pytest.mark.django_db


def test_an_address_is_kept_in_lower_case(town):
    user = User.objects.create_user(" Ana@Exemple.FR ", full_name="Ana", agency=town)
    assert user.email == "ana@exemple.fr"
    assert User.objects.get_by_natural_key("ANA@exemple.fr") == user


def test_the_database_refuses_an_address_in_capitals(ana):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=ana.pk).update(email="ANA@exemple.fr")


def test_somebody_without_passphrase_cannot_sign_in(town):
    user = User.objects.create_user("neuf@exemple.fr", full_name="Neuf", agency=town)
    assert not user.has_usable_password()
    assert not User.objects.create(email="b@exemple.fr", agency=town).has_usable_password()


def test_there_is_no_way_to_make_a_superuser():
    with pytest.raises(NotImplementedError, match="create_first_administrator"):
        User.objects.create_superuser("root@exemple.fr", "x" * 20)


def test_a_superuser_made_by_hand_has_no_right_at_all(ana):
    User.objects.filter(pk=ana.pk).update(is_superuser=True)
    root = User.objects.get(pk=ana.pk)
    every = [f"{p.content_type.app_label}.{p.codename}" for p in Permission.objects.all()]
    assert every
    assert not any(root.has_perm(perm) for perm in every)
    assert not any(root.has_perm(perm, ana.agency) for perm in every)
    assert not root.has_module_perms("agencies")
    assert not root.is_staff
    assert root.get_all_permissions() == set()


def test_an_agency_has_a_group_that_survives_a_new_name(town):
    group = town.group
    town.name = "Ville de Saint-Aubrac"
    town.save()
    assert Agency.objects.get(pk=town.pk).group == group
    assert "Ville" not in group.name


def test_a_person_is_in_the_group_of_their_agency_and_in_no_other(ana, town, school):
    ana.groups.add(Group.objects.create(name="stray"))
    assert town.group in ana.groups.all()
    ana.agency = school
    ana.save()
    assert list(ana.groups.all()) == [school.group]
    ana.agency = None
    ana.save()
    assert not ana.groups.exists()


def test_saving_other_fields_leaves_the_groups_alone(ana, school, town):
    ana.agency = school
    ana.save(update_fields=["full_name"])
    assert list(ana.groups.all()) == [town.group]


def test_a_duty_runs_from_its_first_day_to_its_last(ana):
    today = clock.today()
    Duty.objects.create(user=ana, kind="decider", since=today, until=today + timedelta(days=1))
    for days, held in [(-1, False), (0, True), (1, True), (2, False)]:
        with clock.at(clock.now() + timedelta(days=days)):
            assert User.objects.get(pk=ana.pk).has_duty("decider") is held, days


def test_duties_are_asked_once(ana, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert not ana.has_duty("dpo")
        assert not ana.has_duty("administrator")
        assert not ana.is_staff


def test_an_inactive_person_holds_no_duty(zoe):
    zoe.is_active = False
    assert not zoe.has_duty("administrator")
    assert not zoe.is_staff


def test_a_duty_cannot_end_before_it_begins(ana):
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.create(user=ana, kind="dpo", since=date(2026, 5, 2), until=date(2026, 5, 1))


def test_a_duty_is_held_once_at_a_time(zoe):
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.create(user=zoe, kind="administrator", since=date(2026, 5, 2))


def test_a_fresh_database_has_nobody():
    """No default account (A12), no anonymous row of guardian (fact 8)."""
    assert not User.objects.exists()
