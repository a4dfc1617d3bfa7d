"""Where the managers leave the narrowing to the policies, and where they must not.

Row-level security narrows what the bound person asks about themselves; the predicate of
casework.narrowing stands wherever anybody else is meant, or the policies are not there.
"""

import contextlib

import pytest
from django.db import connections, transaction

from casework.models import Case, TeamMember
from casework.rights import Role
from casework.team import decisions as team
from common import scope
from common.scope import NOBODY, WORKER, Actor, bound, elevated
from tests.access import managers, oracle
from tests.world.people import PERSONAS

pytestmark = pytest.mark.access


@pytest.fixture(scope="module")
def truth(stage, django_db_blocker):
    with django_db_blocker.unblock():
        return oracle.of_all(stage)


@pytest.fixture
def who(stage, db):
    """Persona -> actor."""
    return {name: Actor.of(stage.persona(name)) for name in PERSONAS}


# The places on teams that a predicate asks for, under the name that they have inside it.
ON_TEAM = 'FROM "casework_teammember" U0'


def written(rows) -> bool:
    """Whether the query would be compiled with the predicate in it."""
    return ON_TEAM in str(rows.query)


def keys(rows) -> set[str]:
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


LEFT = [model for model in managers.guarded() if model.ACCESS.left_to_policies]


@pytest.mark.parametrize("persona", PERSONAS)
def test_the_policy_alone_gives_the_oracles_rows(stage, who, truth, persona):
    """Red when a kind is left to the policies whose policy says something else.

    Line: any ``left_to_policies``; OfSource added is noticed by who may open a source.
    """
    user = stage.persona(persona)
    with bound(who[persona]):
        for model in LEFT:
            rows = model.objects.visible_to(user)
            assert keys(rows) == truth[model._meta.db_table, persona], model.__name__
            assert rows.count() == len(truth[model._meta.db_table, persona]), model.__name__
            assert rows.exists() == bool(truth[model._meta.db_table, persona]), model.__name__


def test_each_table_that_is_left_has_its_oracle():
    """Red when a model is left to a policy that no check compares with the rulings."""
    assert len(LEFT) > 30
    assert {model._meta.db_table for model in LEFT} <= set(oracle.TABLES)


def test_it_is_left_to_the_policies_for_oneself(stage, who):
    """Red when both lines are asked at once again: the page of a mayor then takes seconds."""
    with bound(who["partner"]):
        assert not written(Case.objects.visible_to(stage.persona("partner")))
        assert not written(Case.objects.all())
        assert not written(stage.cases["a"].members.all())
        assert not written(Case.objects.all().scoped(who["partner"]))
        assert written(Case.objects.all().scoped(who["foreign"]))


def test_a_query_made_for_one_and_asked_as_another(stage, who):
    """Leak 1. Red when only the making is looked at. Line: ``narrow`` in get_compiler."""
    mine = {str(stage.cases["a"].pk)}
    with bound(who["partner"]):
        rows = Case.objects.visible_to(stage.persona("partner"))
        inside = TeamMember.objects.filter(case__in=rows).values("case")
        assert (keys(rows), written(rows)) == (mine, False)
        with bound(NOBODY):
            assert (keys(rows), rows.count(), rows.exists()) == (set(), 0, False)
        with bound(who["foreign"]):
            assert (keys(rows), rows.count(), rows.exists()) == (set(), 0, False)
            assert not inside.exists()
        with bound(WORKER):
            assert (keys(rows), rows.count(), written(rows)) == (mine, 1, True)
            assert {str(row["case"]) for row in inside} == mine
        with bound(who["stranger"]):
            assert keys(rows) == set()
        assert keys(rows) == mine
    assert (keys(rows), written(rows)) == (set(), True)  # nobody is bound any more


def test_the_same_person_at_another_agency(stage, who):
    """Leak 2. Red when the agency is no part of who is asked for. Line: ``actor ==``."""
    partner, stranger = who["partner"], who["stranger"]
    moved = Actor(partner.user_id, stranger.agency_id, user=partner.user)
    with bound(partner):
        rows = Case.objects.visible_to(stage.persona("partner"))
    with bound(moved):
        assert keys(Case.objects.all()) == set()
        assert (keys(rows), written(rows)) == (set(), True)


def test_the_worker_in_between(stage, who):
    """Leaks 3 and 6. Red when ``visible_to`` lets everything through inside ``elevated``.

    Line: ``actor == _actor.get()`` in policies_narrow.
    """
    for persona, own in (("stranger", 0), ("partner", 1)):
        user = stage.persona(persona)
        with bound(who[persona]):
            rows = Case.objects.visible_to(user)
            with elevated():
                assert Case.objects.count() >= 2
                for looked in (rows, Case.objects.visible_to(user)):
                    assert (looked.count(), written(looked)) == (own, True)
                assert Case.objects.visible_to(stage.persona("foreign")).count() == 1
            assert (rows.count(), Case.objects.count(), written(rows)) == (own, own, False)
            assert Case.objects.visible_to(stage.persona("foreign")).count() == 0


def test_another_actor_in_a_savepoint_that_is_rolled_back(stage, who):
    """Leak 4. Red when what a rolled-back block bound is believed afterwards."""
    with bound(who["stranger"]):
        with contextlib.suppress(RuntimeError), bound(who["partner"]):
            assert Case.objects.count() == 1
            raise RuntimeError
        assert Case.objects.count() == 0
        with transaction.atomic():
            with bound(who["partner"]):
                rows = Case.objects.visible_to(stage.persona("partner"))
                assert rows.count() == 1
            transaction.set_rollback(True)
        assert (Case.objects.count(), rows.count()) == (0, 0)


def test_a_membership_that_ends_meanwhile(stage, who):
    """Leak 5. Red when what a transaction saw is remembered."""
    lila = stage.persona("other_partner")
    with bound(who["other_partner"]):
        rows = Case.objects.visible_to(lila)
        assert rows.count() == 1
        with elevated():
            for member in TeamMember.objects.filter(user=lila, active=True):
                TeamMember.unscoped.filter(pk=member.pk).update(
                    active=False, left_at=member.joined_at, version=member.version + 1
                )
        assert (rows.all().count(), Case.objects.count()) == (0, 0)


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_login_that_the_policies_do_not_bind(stage, who):
    """Red when the predicate is left out for the tables' owner.

    Lines: ``alias`` in policies_narrow; ``row_security_active`` and ``current_user`` in _BIND.
    """
    values = [str(who["partner"].user_id), str(who["partner"].agency_id), "2026-01-01", ""]
    with connections["owner"].cursor() as cursor:
        cursor.execute(scope._BIND, [*values, "none"])
        assert cursor.fetchone()[-1] is False
    with bound(who["partner"]):
        rows = Case.objects.visible_to(stage.persona("partner")).using("owner")
        assert keys(rows) == {str(stage.cases["a"].pk)}
        assert keys(Case.objects.using("owner")) == {str(stage.cases["a"].pk)}
    with bound(WORKER):
        assert scope._narrows.get() is False


def test_a_database_that_says_it_narrows_nothing(stage, who, monkeypatch):
    """Red when the application believes in policies that the database does not apply."""
    answer = "coalesce(row_security_active(to_regclass('public.casework_case')), false)"
    assert answer in scope._BIND
    monkeypatch.setattr(scope, "_BIND", scope._BIND.replace(answer, "false"))
    with bound(who["partner"]):
        assert written(Case.objects.visible_to(stage.persona("partner")))
        assert written(Case.objects.all())


def test_what_is_written_or_joined_keeps_its_predicate(stage, who):
    """Red when UPDATE, DELETE or ``|`` compile what was left out."""
    with bound(who["partner"]):
        rows = Case.objects.visible_to(stage.persona("partner"))
        assert written(rows._to_write())
        both = rows | Case.objects.visible_to(stage.persona("foreign"))
        assert str(both.query).count(ON_TEAM) == 2
        assert keys(both) == {str(stage.cases["a"].pk)}


def test_a_new_member_is_seen_at_once(stage, who):
    """The other side of leak 5: whoever joins reads from the next statement on."""
    olga = stage.persona("stranger")
    with bound(who["stranger"]):
        rows = Case.objects.visible_to(olga)
        assert rows.count() == 0
        with elevated():
            team.first_member(stage.cases["a"], olga, Role.PARTNER)
        assert rows.all().count() == 1
