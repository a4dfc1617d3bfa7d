"""One database for the whole run, made by its owner; the tests sign in as the application does.

PostgreSQL and Redis are the embedded ones unless DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL
name others. The first assertion of every run is that row-level security binds the login.
"""

from __future__ import annotations

import gc
import hashlib
import uuid
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test import Client

from common.scope import WORKER, bound
from tests import servers, worlds, written_once
from tests.carried import Browser
from tests.cast import committed_people, fails, people, tuesday
from tests.databases import FIRST, as_owner, drop, link, one_at_a_time, point_at

__all__ = ["committed_people", "fails", "people", "tuesday"]
ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = "relais_template_"


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """A migrated database of the run's own, its owner's; point both logins at it; drop it."""
    from django.core.management import call_command
    from django.core.management.sql import emit_post_migrate_signal

    from operations.management.commands.database_roles import prepare_database

    name = f"relais_test_{uuid.uuid4().hex[:10]}"
    with django_db_blocker.unblock():
        with one_at_a_time(FIRST):  # roles and templates belong to the whole server
            call_command("database_roles", verbosity=0)
            template = None if servers.NAMED else _template()
            as_owner(FIRST, f'create database "{name}" template "{template or "template1"}"')
        point_at(name)
        prepare_database(connections["owner"])
        if template is None:
            call_command("migrate", database="owner", verbosity=0, interactive=False)
        else:  # what is filled from the code as it is now, not from a migration
            emit_post_migrate_signal(verbosity=0, interactive=False, db="owner")
        connections["owner"].close()
        worlds.begin(name)
        with connection.cursor() as cursor:
            cursor.execute("select current_user")
            assert cursor.fetchone()[0] == "app", "the tests must run as the application's login"
        connection.close()
    yield
    with django_db_blocker.unblock():
        worlds.clear()
        point_at(FIRST)
        drop(name)


def _template() -> str:
    """A migrated database of the embedded server, made once for what its migrations are now.

    Its name is a digest of every migration, of what migrations are made of, and of the locked
    packages: another migration, another template. Those of earlier days go.
    """
    from django.core.management import call_command

    from operations.management.commands import database_roles

    sources = sorted(ROOT.glob("*/migrations/*.*")) + sorted(ROOT.glob("*/need_to_know.py"))
    sources += [ROOT / "requirements-dev.lock", ROOT / "common" / "tables.py"]
    sources.append(Path(database_roles.__file__))
    told = hashlib.sha256()
    for source in sources:
        told.update(source.name.encode() + source.read_bytes())
    name = f"{TEMPLATES}{told.hexdigest()[:16]}"
    with closing(link(FIRST)) as owner, owner.cursor() as cursor:
        cursor.execute(
            "select datname from pg_database where starts_with(datname, %s)", [TEMPLATES]
        )
        there = {row[0] for row in cursor.fetchall()}
        if name in there:
            return name
        draft = f"draft_{name}"
        for old in (*there, draft):
            cursor.execute(f'drop database if exists "{old}"')
        cursor.execute(f'create database "{draft}"')
        point_at(draft)
        database_roles.prepare_database(connections["owner"])
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        point_at(FIRST)
        cursor.execute(f'alter database "{draft}" rename to "{name}"')
    return name


def pytest_collection_finish(session):
    """What stands now stands to the end of the run: it is not looked through for garbage again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def written_around_conditions():
    """Write what stands around the condition of a question once: it takes half of the time."""
    with written_once.around_conditions():
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown():
    """Back to the first database, whatever world the test used."""
    try:
        return (yield)
    finally:
        worlds.go_home()


@pytest.fixture
def everything():
    """All rows, as the worker: for assertions, never for what a person is shown."""
    with bound(WORKER):
        yield


@pytest.fixture
def sign_in():
    """A browser (Django's test client) signed in as a person."""

    def opened(user, **headers) -> Client:
        client = Browser(REMOTE_ADDR="127.0.0.1", **headers)
        client.user = user
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
