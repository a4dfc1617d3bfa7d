"""The database roles of Relais and what each may do with tables that do not exist yet.

Not a migration: roles belong to the whole server, migrations to one database.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

APP, WORKER, ERASER = "app", "app_worker", "app_eraser"
SCHEMAS = ("public", "access")
OLDEST = 160000  # GRANT ... WITH INHERIT FALSE, SET TRUE


class Command(BaseCommand):
    help = (
        "Creates the roles app, app_worker and app_eraser and their default privileges on the "
        "database of DATABASE_OWNER_URL. Run it before the first migrate; running it again is safe."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if "owner" not in settings.DATABASES:
            raise CommandError(
                "DATABASE_OWNER_URL is not set: name the login that owns the database."
            )
        login = settings.DATABASES["default"]
        if login["USER"] != APP:
            raise CommandError(
                f"DATABASE_URL signs in as {login['USER'] or 'nobody'}: it must be {APP}."
            )
        if not login["PASSWORD"]:
            raise CommandError(f"DATABASE_URL has no password for {APP}.")
        connection = connections["owner"]
        with transaction.atomic(using="owner"):
            prepare_roles(connection, login["PASSWORD"])
            prepare_database(connection)
        connection.close()


def prepare_roles(connection: BaseDatabaseWrapper, password: str) -> None:
    """Make or mend the three roles through the owner's connection.

    `app` signs in and passes no policy by attribute; `app_worker` is taken on by SET ROLE for
    sweeps and never inherited; `app_eraser` is granted to nobody. Raises CommandError.
    """
    connection.ensure_connection()
    if connection.connection.server_version < OLDEST:
        raise CommandError("Relais needs PostgreSQL 16 or newer.")
    with connection.cursor() as cursor:
        for role in (APP, WORKER, ERASER):
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if not cursor.fetchone():
                cursor.execute(f"CREATE ROLE {role} NOLOGIN NOINHERIT")
        refuse_powers(cursor)
        cursor.execute(f"ALTER ROLE {APP} LOGIN PASSWORD %s", [verifier(connection, password)])
        cursor.execute(f"ALTER ROLE {APP} SET statement_timeout = '15s'")
        cursor.execute(f"ALTER ROLE {APP} SET lock_timeout = '10s'")
        cursor.execute(f"ALTER ROLE {APP} SET idle_in_transaction_session_timeout = '5min'")
        # A policy makes a statement look dear: it would be compiled for longer than it runs.
        cursor.execute(f"ALTER ROLE {APP} SET jit = off")
        # What is asked lies in memory: a row found by an index costs little more than the next one.
        cursor.execute(f"ALTER ROLE {APP} SET random_page_cost = 1.1")
        # What is prepared (common/prepared.py) is planned once: policies and indexes say the way,
        # whoever asks, and planning a page's questions costs more than answering them.
        cursor.execute(f"ALTER ROLE {APP} SET plan_cache_mode = force_generic_plan")
        cursor.execute(f"GRANT {WORKER} TO {APP} WITH ADMIN FALSE, INHERIT FALSE, SET TRUE")


def prepare_database(connection: BaseDatabaseWrapper) -> None:
    """Default privileges of one database, for the tables that migrations make afterwards.

    Nothing is granted on tables that exist: migrations withdraw rights from some of them
    (append-only histories), and a second run must not give them back. A test calls this on
    its own database between its creation and its migrations.
    """
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
        cursor.execute(f"GRANT CONNECT ON DATABASE {name} TO {APP}")
        cursor.execute("CREATE SCHEMA IF NOT EXISTS access")
        for schema in SCHEMAS:
            cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {APP}, {WORKER}")
        cursor.execute(
            "ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES "
            f"TO {APP}, {WORKER}"
        )
        cursor.execute(f"ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO {APP}, {WORKER}")


def refuse_powers(cursor: CursorWrapper) -> None:
    """Raise CommandError when a role of ours would pass under the policies."""
    cursor.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) "
        "AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)",
        [[APP, WORKER, ERASER]],
    )
    strong = [row[0] for row in cursor.fetchall()]
    if strong:
        raise CommandError(
            f"Too powerful for row-level security: {', '.join(strong)}. Ask the server's "
            "administrator for: ALTER ROLE ... NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB "
            "NOREPLICATION."
        )


def verifier(connection: BaseDatabaseWrapper, password: str) -> str:
    """What the server stores of a password, so that the password itself is never sent or logged."""
    from psycopg2.extensions import encrypt_password

    return encrypt_password(password, APP, scope=connection.connection, algorithm="scram-sha-256")
