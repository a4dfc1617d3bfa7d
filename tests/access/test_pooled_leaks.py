"""Nothing of one client reaches the next on the same session of the server (make test-pooled).

Through PgBouncer in transaction mode, as deployed: the application's clients take turns on sessions
that outlive them. Each test asserts that it was the same session, or it would prove nothing.
"""

from __future__ import annotations

import contextlib
import os
import socket
from contextlib import closing, contextmanager

import psycopg2
import pytest
from django.db import connection
from django.urls import reverse

from casework.models import Case
from common.scope import _BIND, WORKER, Actor, bound, elevated
from tests.access import policies
from tests.databases import end_own_sessions, link

pytestmark = pytest.mark.access
SESSION = "select pg_backend_pid()"
# What a client may leave on a session of the server, and no transaction takes away.
LEFT = """
select 'advisory lock' from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()
union all select 'listen' from pg_listening_channels()
union all select 'cursor ' || name from pg_cursors where is_holdable
union all select 'prepared ' || name from pg_prepared_statements
union all select 'table ' || relname from pg_class
  where relpersistence = 't' and relnamespace = pg_my_temp_schema()
union all select 'setting ' || name from pg_settings where source = 'session' and name <> all(%s)
union all select 'role ' || current_user where current_user <> 'app' or session_user <> 'app'
union all select 'actor ' || name from unnest(array['app.user_id', 'app.agency_id', 'app.unsealed'])
  name where coalesce(current_setting(name, true), '') <> ''
"""
# PgBouncer itself puts these on a session, as each client asks when it connects.
ITS_OWN = ["application_name", "client_encoding", "DateStyle", "TimeZone"]
ITS_OWN += ["standard_conforming_strings", "IntervalStyle"]


@pytest.fixture
def pooled(stage, django_db_blocker):
    """Real transactions on the stage, through the pooler; what they wrote is rolled back."""
    with django_db_blocker.unblock():
        connection.close()
        yield stage
        connection.close()


@contextmanager
def client():
    """Another client of the pooler, as another process of the application is one."""
    login = connection.settings_dict
    opened = psycopg2.connect(
        dbname=login["NAME"],
        user=login["USER"],
        password=login["PASSWORD"],
        host=login["HOST"],
        port=login["PORT"],
    )
    with closing(opened):
        yield opened


def asked(cursor, statement: str, *values):
    cursor.execute(statement, values)
    return cursor.fetchone()[0]


def session() -> int:
    """The session of the server on which the application's transaction runs."""
    with connection.cursor() as cursor:
        return asked(cursor, SESSION)


def check_nobody(session_of_before: int) -> None:
    """A new client on that very session is nobody: it sees no case and has no role but app."""
    with client() as other, other.cursor() as cursor:
        assert asked(cursor, SESSION) == session_of_before, "another session: nothing was proved"
        assert policies.keys(cursor, "casework_case") == set()
        assert asked(cursor, "select current_user::text") == "app"
        assert not asked(cursor, "select current_setting('app.user_id', true)")


def test_the_application_goes_through_the_pooler(pooled):
    """Red when the suite believes in a pooler and talks to the server itself."""
    assert connection.settings_dict["PORT"] != str(_server_port())
    with client() as one, one.cursor() as cursor, closing(link("postgres")) as owner:
        pid, port = asked(cursor, SESSION), asked(cursor, "select inet_server_port()")
        assert (port, pid > 0) == (_server_port(), True)
        with owner.cursor() as direct:
            assert asked(direct, "select inet_server_port()") == port


def _server_port() -> int:
    from django.db import connections

    return int(connections["owner"].settings_dict["PORT"])


@pytest.mark.parametrize("persona", ["partner", "receiver", "dpo"])
def test_the_next_client_on_the_session_is_nobody(pooled, persona):
    """Red when the actor is bound for the session. Line: ``true`` in _BIND."""
    with bound(Actor.of(pooled.persona(persona))):
        before = session()
    check_nobody(before)


def test_the_next_client_is_no_worker(pooled):
    """Leak 3. Red when the worker's role is taken on for the session."""
    with bound(WORKER):
        assert Case.objects.count() >= 2
        before = session()
    check_nobody(before)
    with bound(Actor.of(pooled.persona("stranger"))):
        with elevated():
            assert Case.objects.count() >= 2
        before = session()
    check_nobody(before)


def test_after_an_error_and_after_a_rollback(pooled):
    """Leak 4."""
    with contextlib.suppress(RuntimeError), bound(Actor.of(pooled.persona("partner"))):
        before = session()
        raise RuntimeError
    check_nobody(before)
    with client() as one, one.cursor() as cursor:
        cursor.execute(_BIND, ["", "", "2026-01-01", "", "app_worker"])
        before = asked(cursor, SESSION)
        with pytest.raises(psycopg2.DataError):
            cursor.execute("select 'x'::int")
        one.rollback()
        check_nobody(before)


def test_a_client_that_is_gone_in_the_middle(pooled):
    """Its session goes with it: what it had bound and locked is for nobody to take over."""
    with client() as one, one.cursor() as cursor:
        cursor.execute(_BIND, ["", "", "2026-01-01", "", "app_worker"])
        before = asked(cursor, SESSION)
        assert policies.keys(cursor, "casework_case")
        with socket.socket(fileno=os.dup(one.fileno())) as wire:
            wire.shutdown(socket.SHUT_RDWR)
    with client() as other, other.cursor() as cursor:
        assert asked(cursor, SESSION) != before
        assert policies.keys(cursor, "casework_case") == set()
        assert asked(cursor, "select current_user::text") == "app"


def test_many_take_turns_on_one_session_with_generic_plans(pooled):
    """Leak 1: member, nobody, another member, outsider, through functions that keep their plans."""
    turns = ("partner", None, "foreign", "stranger", "partner", "anonymous", "other_partner")
    sessions, seen = set(), {}
    for persona in turns * 3:
        actor = Actor.of(pooled.persona(persona)) if persona else Actor()
        with bound(actor), connection.cursor() as cursor:
            cursor.execute("set local plan_cache_mode = force_generic_plan")
            sessions.add(asked(cursor, SESSION))
            found = policies.keys(cursor, "casework_case")
            assert found == policies.keys(cursor, "casework_case")
            assert seen.setdefault(persona, found) == found, persona
        connection.close()  # the next is another client
    assert len(sessions) == 1, "they did not take turns"
    a, b = (str(pooled.cases[one].pk) for one in "ab")
    assert seen["partner"] == seen["other_partner"] == {a}
    assert seen["foreign"] == {b}
    assert not seen[None] | seen["stranger"] | seen["anonymous"]


def test_two_at_the_same_time_have_a_session_each(pooled):
    with bound(Actor.of(pooled.persona("partner"))), connection.cursor() as cursor:
        mine = policies.keys(cursor, "casework_case")
        with client() as other, other.cursor() as second:
            assert policies.keys(second, "casework_case") == set()
            assert asked(second, SESSION) != session()
            other.rollback()
            assert policies.keys(cursor, "casework_case") == mine != set()


def test_pages_leave_nothing_on_the_session(pooled, sign_in):
    """Red on a SET, an advisory lock, LISTEN, a temporary table, a cursor that outlives its
    transaction: each would be the next client's."""
    for persona in ("partner", "receiver", "coordinator"):
        browser = sign_in(pooled.persona(persona))
        for name in ("home", "cases", "intake:list", "notices"):
            assert browser.get(reverse(name)).status_code in (200, 403), name
    check_clean()


def test_what_is_left_would_be_noticed(pooled):
    """The check above, broken on purpose."""
    for leaves in (
        "set work_mem = '5MB'",
        "select pg_advisory_lock(1)",
        "listen something",
        "select set_config('app.user_id', '1', false)",
        "set role app_worker",
    ):
        with client() as one, one.cursor() as cursor:
            cursor.execute(leaves)
            one.commit()
            with pytest.raises(AssertionError):
                check_clean()
        end_own_sessions()
    check_clean()


def check_clean() -> None:
    connection.close()
    with client() as one, one.cursor() as cursor:
        cursor.execute(LEFT, [ITS_OWN])
        assert [row[0] for row in cursor.fetchall()] == []


def test_how_long_it_may_take_belongs_to_the_role(pooled):
    """A pooler passes no options on. Line: ``lock_timeout`` in database_roles."""
    with client() as one, one.cursor() as cursor:
        for name, value in (("statement_timeout", "15s"), ("lock_timeout", "10s"), ("jit", "off")):
            assert asked(cursor, f"show {name}") == value
