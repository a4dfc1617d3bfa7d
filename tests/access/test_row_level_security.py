"""Line of defence 4 of need-to-know: the database, asked without managers and views."""

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from casework.models import Case
from common.scope import Actor, bound
from tests.access import oracle, policies

pytestmark = pytest.mark.access


@pytest.fixture(scope="module")
def truth(stage, django_db_blocker):
    with django_db_blocker.unblock():
        return oracle.of_all(stage)


@pytest.fixture
def owner(stage, django_db_blocker):
    """A cursor of the tables' owner in a transaction that is rolled back."""
    with django_db_blocker.unblock(), policies.undone(), connections["owner"].cursor() as cursor:
        policies.take_roles(cursor)
        yield cursor


@pytest.mark.parametrize("table", oracle.TABLES)
def test_each_persona_reads_and_writes_its_own_rows(owner, stage, truth, table):
    """Red when the policies of this table are spoilt; which one, tests/access/test_mutants.py."""
    policies.check_table(owner, stage, table, truth)


def test_trails_are_append_only(owner, stage):
    """G2. Red when the REVOKE of a table is taken out of 0002_need_to_know."""
    policies.check_append_only(owner, stage)


def test_every_table_of_a_file_is_covered(owner):
    """Red when a table with a path to a case, signal or person comes without policies."""
    policies.check_every_table_is_covered(owner)


def test_the_application_itself_is_bound(stage, truth, db):
    """Under the application's own login. Red when the suite runs as the owner."""
    for persona in ("partner", "stranger", "receiver"):
        with bound(Actor.of(stage.persona(persona))), connection.cursor() as cursor:
            for table in oracle.TABLES:
                assert policies.keys(cursor, table) == truth[table, persona], (table, persona)
    with connection.cursor() as cursor:
        for table in oracle.TABLES:
            assert policies.keys(cursor, table) == set(), table


def test_nothing_is_left_bound_after_the_commit(stage, django_db_blocker):
    """Red when the settings are made for the session instead of the transaction."""
    with django_db_blocker.unblock():
        with bound(Actor.of(stage.persona("partner"))), connection.cursor() as cursor:
            assert policies.keys(cursor, "casework_case")
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('app.user_id', true), current_user")
            assert cursor.fetchone() == ("", "app")
            assert policies.keys(cursor, "casework_case") == set()
        connection.close()


def test_a_forgotten_filter_shows_the_own_cases(stage, db):
    """Red when the policy of the case is dropped or widened."""
    with bound(Actor.of(stage.persona("partner"))):
        assert [case.pk for case in Case.unscoped.all()] == [stage.cases["a"].pk]
    with bound(Actor.of(stage.persona("stranger"))):
        assert not Case.unscoped.exists()
    assert not Case.unscoped.exists()


@pytest.mark.parametrize("role", ["app_eraser", "owner"])
def test_the_application_takes_on_no_stronger_role(stage, db, role):
    """Red when database_roles grants app more than the worker's role."""
    name = connections["owner"].settings_dict["USER"] if role == "owner" else role
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f'set local role "{name}"')


def test_the_team_of_the_file_is_the_workers_to_change(stage, db):
    """Red when app gets an INSERT policy on the team: a forgotten check would let people in."""
    with (
        bound(Actor.of(stage.persona("partner"))),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "insert into casework_teammember (id, case_id, user_id, agency_id, role, active,"
            " joined_at, opened_at, double_role_reason, version) select gen_random_uuid(),"
            " case_id, %s, %s, role, true, joined_at, opened_at, '', 1"
            " from casework_teammember where user_id = %s",
            [stage.people["olga"].pk, stage.people["olga"].agency_id, stage.people["basile"].pk],
        )


def test_what_runs_as_its_owner_looks_at_temporary_tables_last(owner):
    """G2. Red when a SECURITY DEFINER function comes without pg_temp at the end of its path."""
    owner.execute(
        "select p.proname, array_to_string(p.proconfig, ';') from pg_proc p"
        " join pg_namespace n on n.oid = p.pronamespace"
        " where p.prosecdef and n.nspname in ('access', 'public')"
    )
    paths = dict(owner.fetchall())
    assert {"mine", "may_read", "match_persons"} <= paths.keys()
    assert [name for name, path in paths.items() if not path.endswith(", pg_temp")] == []
