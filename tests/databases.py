"""The databases of a run: which one the two logins use, and what the owner does in them."""

from __future__ import annotations

from contextlib import closing, contextmanager

from django.conf import settings
from django.db import connection, connections

# The database to which the owner connects to make and drop those of the run.
FIRST = settings.DATABASES["owner"]["NAME"]


def point_at(name: str) -> None:
    """Both logins go to this database from their next statement on."""
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def link(database: str, alias: str = "owner"):
    """A login's own connection to this database, each statement by itself.

    To the server itself, whose address the owner has: the other login may have a pooler's.
    """
    import psycopg2

    server, login = settings.DATABASES["owner"], settings.DATABASES[alias]
    opened = psycopg2.connect(
        dbname=database,
        user=login["USER"],
        password=login["PASSWORD"],
        host=server["HOST"],
        port=server["PORT"],
    )
    opened.autocommit = True
    return opened


def as_owner(database: str, statement: str) -> None:
    """One statement of the owner's, in this database."""
    with closing(link(database)) as owner, owner.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def one_at_a_time(database: str, lock: int = 730):
    """A lock that one process of the run holds at a time (pytest-xdist)."""
    with closing(link(database)) as owner, owner.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [lock])
        yield


def end_own_sessions(database: str = "") -> None:
    """End sessions of the application there (or in the present database), a pooler's too.

    As themselves: the owner may not.
    """
    database = database or connection.settings_dict["NAME"]
    if connection.settings_dict["NAME"] == database:
        connection.close()
    with closing(link(FIRST, "default")) as app, app.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where"
            " datname = %s and usename = current_user and pid <> pg_backend_pid()",
            [database],
        )


def drop(database: str) -> None:
    """Drop a database of the run, with whatever sessions the application has there."""
    end_own_sessions(database)
    as_owner(FIRST, f'drop database if exists "{database}"')
