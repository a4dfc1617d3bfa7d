"""Put a backup into an empty database, and prove by its rows that it is whole."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pyrage
from django.db.migrations.loader import MigrationLoader

from casework import server_urls
from operations.backup import BackupError, contents, files, programs


def check(backup: files.Backup, *, keys: bool = True) -> list[str]:
    """What can be said before anything is restored. Returns the migrations to run after it.

    Raises BackupError: a damaged file, a newer Relais, field keys that this machine lacks (``keys``
    False leaves these out).
    """
    if files.digest_of(backup.sealed) != backup.digest:
        raise BackupError(f"{backup.sealed} is damaged: it is not the file that was written.")
    ours = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    newer = sorted(set(backup.contents.migrations) - ours)
    if newer:
        raise BackupError(
            f"The backup was taken by a newer Relais (it knows {newer[0]}): install that one first."
        )
    if keys and backup.keys and backup.keys[0] not in contents.key_marks():
        raise BackupError(
            f"The names of sources in it were sealed with the field key {backup.keys[0]}, which is"
            " not in FIELD_KEYS. Add it, or restore with --without-keys: those names stay sealed."
        )
    return sorted(ours - set(backup.contents.migrations))


@contextmanager
def as_owner(database: dict):
    """A connection as the owner, each statement committed by itself."""
    connection = psycopg2.connect(**server_urls.libpq(database))
    connection.autocommit = True
    try:
        yield connection
    finally:
        connection.close()


def drop(cursor, name: str) -> None:
    """Drop a database of the owner's; PostgreSQL waits five seconds for sessions that end.

    Without FORCE: that ends sessions by itself, and the owner may end neither one of the
    application nor the server's own autovacuum, which a plain drop sends away.
    """
    cursor.execute(f'drop database if exists "{name}"')


def is_empty(cursor) -> bool:
    """Whether the database has no table and no schema of ours."""
    cursor.execute(
        "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname in ('public', 'access') and c.relkind in ('r', 'p')"
    )
    return cursor.fetchone()[0] == 0


def fill(backup: files.Backup, key: Path, database: dict) -> None:
    """Restore into the empty ``database`` in one transaction, then compare. Raises BackupError.

    The default privileges come with the dump, after its tables: made before, they would give back
    what migrations took from append-only tables.
    """
    private = files.identity(key)
    with as_owner(database) as connection, connection.cursor() as cursor:
        if not is_empty(cursor):
            raise BackupError(
                f"The database {database['NAME']} is not empty: a backup is restored into an empty"
                " one. Make one (createdb), and name it in DATABASE_OWNER_URL."
            )
        cursor.execute("drop schema if exists access")
        cursor.execute("select current_setting('server_version_num')::int / 10000")
        major = cursor.fetchone()[0]
    if major < backup.contents.server:
        raise BackupError(
            f"The backup comes from PostgreSQL {backup.contents.server}; this server is {major}."
        )
    _load(backup, private, database, major)
    with as_owner(database) as connection, connection.cursor() as cursor:
        lacking = contents.differences(backup.contents, contents.read(cursor))
    if lacking:
        raise BackupError("The restored database is not the one of the backup: " + lacking[0])


def _load(backup: files.Backup, private, database: dict, major: int) -> None:
    argv = [programs.find("pg_restore", major), "--no-owner", "--exit-on-error"]
    argv += ["--single-transaction", "--no-password", f"--dbname={database['NAME']}"]
    running = programs.Running(argv, database, reads=True)
    try:
        with open(backup.sealed, "rb") as file:
            pyrage.decrypt_io(file, running.child.stdin, [private])
        running.end()
    except pyrage.DecryptError as error:
        raise BackupError(f"This private key does not open the backup: {error}.") from error
    except OSError as error:  # pg_restore ended early, or the file does not open to its end
        if running.child.stdin:
            running.child.stdin.close()
        running.child.wait()
        raise BackupError(f"It could not be restored: {running.last_line()} ({error}).") from error
    finally:
        running.stop()


def end_sessions(database: dict) -> None:
    """Delete the sessions in the backup: their people may have left since."""
    with as_owner(database) as connection, connection.cursor() as cursor:
        cursor.execute("delete from usersessions_usersession")
        cursor.execute("delete from django_session")
