"""One database for the whole run, made by its owner; the tests sign in as the application does.

PostgreSQL and Redis are the embedded ones unless DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL
name others. The first assertion of every run is that row-level security binds the login.
"""

from __future__ import annotations

import uuid
from contextlib import closing, contextmanager

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client

from casework.scope import WORKER, bound


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """Create, migrate and fill a database as its owner; point both logins at it; drop it."""
    from django.core.management import call_command

    from casework.management.commands.database_roles import prepare_database

    name = f"relais_test_{uuid.uuid4().hex[:10]}"
    first = settings.DATABASES["owner"]["NAME"]
    with django_db_blocker.unblock():
        _as_owner(first, f'create database "{name}"')
        for alias in ("default", "owner"):
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = name
        with _one_at_a_time(first):  # roles belong to the whole server
            call_command("database_roles", verbosity=0)
        prepare_database(connections["owner"])
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        connections["owner"].close()
        with connection.cursor() as cursor:
            cursor.execute("select current_user")
            assert cursor.fetchone()[0] == "app", "the tests must run as the application's login"
        connection.close()
    yield
    with django_db_blocker.unblock():
        _end_own_sessions()
        for alias in ("default", "owner"):
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = first
        _as_owner(first, f'drop database if exists "{name}"')


def _end_own_sessions() -> None:
    """A killed worker's session may outlive it by a moment, and the owner cannot end it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where"
            " datname = current_database() and usename = current_user and pid <> pg_backend_pid()"
        )


def _link(database: str):
    import psycopg2

    login = settings.DATABASES["owner"]
    link = psycopg2.connect(
        dbname=database,
        user=login["USER"],
        password=login["PASSWORD"],
        host=login["HOST"],
        port=login["PORT"],
    )
    link.autocommit = True
    return link


def _as_owner(database: str, statement: str) -> None:
    with closing(_link(database)) as link, link.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def _one_at_a_time(database: str):
    """Held by one process of the run; the others wait (pytest-xdist)."""
    with closing(_link(database)) as link, link.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(730)")
        yield


@pytest.fixture
def everything():
    """Look at all rows, as the worker: for assertions, never for what a person is shown."""
    with bound(WORKER):
        yield


@pytest.fixture
def sign_in():
    """A browser (Django's test client) signed in as a person."""

    def opened(user, **headers) -> Client:
        client = Client(REMOTE_ADDR="127.0.0.1", **headers)
        if user is not None:
            client.force_login(user, backend="agencies.backends.PasswordBackend")
        return client

    return opened


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Real commits, for what other processes must see; the owner empties the tables afterwards.

    What migrations fill (permissions, the trigger's table, code lists) is filled again.
    """
    from django.contrib.contenttypes.models import ContentType
    from django.core.management import call_command

    with django_db_blocker.unblock():
        try:
            yield
        finally:
            connection.close()
            ContentType.objects.clear_cache()
            call_command("flush", database="owner", verbosity=0, interactive=False)
            connections["owner"].close()
            ContentType.objects.clear_cache()
