"""The drill: restore into a scratch database, query it as its readers would, drop it (K3).

Every line that it prints comes from restored rows: exit codes prove nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from common import sealing
from operations.backup import BackupError, files, restore

PREFIX = "relais_drill_"


def drill(backup: files.Backup, key: Path) -> Iterator[str]:
    """Restore beside the real database and yield what was proved. Raises BackupError."""
    following = restore.check(backup, keys=False)
    with _scratch() as database:
        restore.fill(backup, key, database)
        rows = backup.contents.rows
        yield f"{len(rows)} tables with {sum(rows.values())} rows, each counted and the same."
        yield "Policies, rights, triggers and constraints are the same."
        with restore.as_owner(database) as connection, connection.cursor() as cursor:
            yield _sources(cursor)
            someone = _someone(cursor)
        yield from _readers(database, someone)
        yield (
            f"{len(following)} migrations of this Relais would follow."
            if following
            else "Its migrations are those of this Relais."
        )


@contextmanager
def _scratch():
    """An empty database on the same server, dropped at the end whatever happened."""
    owner = settings.DATABASES["owner"]
    name = PREFIX + secrets.token_hex(6)
    with restore.as_owner(owner) as connection, connection.cursor() as cursor:
        cursor.execute("select rolcreatedb from pg_roles where rolname = current_user")
        if not cursor.fetchone()[0]:
            raise BackupError(
                "The owner may not make databases, so no drill can be held here:"
                f" ALTER ROLE {owner['USER']} CREATEDB, as the server's administrator."
            )
        cursor.execute(f'create database "{name}" template template0')
        cursor.execute(f'revoke all on database "{name}" from public')
        cursor.execute(f'grant connect on database "{name}" to app')
        try:
            yield owner | {"NAME": name}
        finally:
            restore.drop(cursor, name)


def _sources(cursor) -> str:
    """Proves that one sealed source opens with the keys of this machine, or that there is none."""
    cursor.execute("select id, sealed from intake_sourceidentity limit 1")
    row = cursor.fetchone()
    if row is None:
        return "There is no sealed source in it."
    key, sealed = row
    try:
        sealing.unseal(f"intake_sourceidentity:sealed:{key}", sealed)
    except sealing.CannotOpen as error:
        raise BackupError(
            "A sealed source does not open with FIELD_KEYS: the key that sealed it is missing."
        ) from error
    return "A sealed source opens with the keys of this machine."


def _someone(cursor) -> tuple | None:
    """A person on a team, with the number of their cases."""
    cursor.execute(
        "select m.user_id, m.agency_id, count(distinct m.case_id) from casework_teammember m"
        " join agencies_user u on u.id = m.user_id and u.agency_id = m.agency_id and u.is_active"
        " where m.active and not exists (select 1 from casework_teammember e"
        "   where e.user_id = m.user_id and e.role = 'evaluator')"
        " group by 1, 2 order by 3 desc, 1 limit 1"
    )
    return cursor.fetchone()


def _readers(database: dict, someone: tuple | None) -> Iterator[str]:
    """As the application's login: nobody bound sees nothing, a person their own cases alone."""
    # Straight to the owner's server: a pooler before it knows no scratch database.
    login = settings.DATABASES["default"]
    app = database | {word: login[word] for word in ("USER", "PASSWORD")}
    with restore.as_owner(app) as connection, connection.cursor() as cursor:
        cursor.execute("select count(*) from casework_case")
        if cursor.fetchone()[0]:
            raise BackupError("Whoever has not signed in would see cases in it.")
        yield "Whoever has not signed in sees no case."
        if someone is None:
            return
        user, agency, cases = someone
        cursor.execute(
            "select set_config('app.user_id', %s, false), set_config('app.agency_id', %s, false)",
            [str(user), str(agency)],
        )
        cursor.execute("select count(*) from casework_case")
        seen = cursor.fetchone()[0]
        if seen != cases:
            raise BackupError(f"Somebody on {cases} teams sees {seen} cases in it.")
        yield f"Somebody on {cases} teams sees those cases and no other."
