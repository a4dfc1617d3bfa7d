"""Backups: taken, damaged, restored, queried (K3)."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connections

from common import clock
from notices.models import Sweep
from operations.backup import BackupError, contents, drill, files, programs, restore
from operations.backup.take import take
from tests import people as town

ROOT = Path(__file__).resolve().parents[3]
NUMBER = "06 39 98 00 17"


@pytest.fixture
def pair(tmp_path):
    """A pair of keys: the public one, the file of the private one."""
    path = tmp_path / "backup.key"
    return files.new_key(path), path


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "backups"
    made.mkdir()
    return made


@pytest.fixture
def lived_in(committed):
    """A town with two cases and a caller whose name is sealed, committed."""
    who = town.town()
    for _n in range(2):
        town.open_case(who)
    town.signal_from(who["ines"], caller_name="Farid Aït", caller_contact=NUMBER, caller="named")
    return who


@pytest.fixture
def backup(lived_in, pair, folder):
    return take(folder, pair[0])


@pytest.fixture
def empty():
    """An empty database of the owner's, dropped at the end."""
    owner = settings.DATABASES["owner"]
    name = f"relais_restored_{secrets.token_hex(4)}"
    with restore.as_owner(owner) as connection, connection.cursor() as cursor:
        cursor.execute(f'create database "{name}"')
        yield owner | {"NAME": name}
        restore.drop(cursor, name)


def run(*argv, **more) -> str:
    out = StringIO()
    call_command(*argv, stdout=out, **more)
    return out.getvalue()


def drills() -> set[str]:
    """The databases of drills; other tests make and drop databases meanwhile."""
    with restore.as_owner(settings.DATABASES["owner"]) as link, link.cursor() as cursor:
        cursor.execute(
            "select datname from pg_database where starts_with(datname, %s)", [drill.PREFIX]
        )
        return {row[0] for row in cursor.fetchall()}


def again(backup, **changes) -> files.Backup:
    """The same backup with another description."""
    path = backup.sealed.with_suffix(".json")
    said = json.loads(path.read_text())
    path.write_text(json.dumps(said | changes))
    return files.load(backup.sealed)


# --- taken ----------------------------------------------------------------------------------
def test_a_backup_holds_every_row_and_shows_none(lived_in, pair, folder, settings):
    """K3, P13. Lines: ``encrypt_io`` in _dump, ``pg_export_snapshot`` and the count in take."""
    settings.BACKUP_RECIPIENT = pair[0]
    said = run("backup", str(folder))
    (sealed,) = folder.glob("*.age")
    (described,) = folder.glob("*.json")
    assert {path.name for path in folder.iterdir()} == {sealed.name, described.name}
    assert sealed.stat().st_mode & 0o077 == 0
    told = json.loads(described.read_text())
    assert told["rows"]["public.casework_case"] == 2
    assert told["rows"]["public.intake_sourceidentity"] == 1
    assert f"{sum(told['rows'].values())} rows" in said
    for path in (sealed, described):
        text = path.read_bytes()
        for word in (b"PGDMP", b"Farid", b"Morvan", b"SA-2026", *settings.FIELD_KEYS):
            assert (word if isinstance(word, bytes) else word.encode()) not in text
    assert b"age-encryption.org" in sealed.read_bytes()
    with connections["owner"].cursor() as cursor:
        cursor.execute("select last_at from notices_sweep where name = 'backup'")
        assert cursor.fetchone()[0] is not None
    assert Sweep._meta.db_table == "notices_sweep"


def test_what_cannot_be_taken_leaves_nothing(lived_in, pair, folder, settings, monkeypatch):
    """Lines: each BackupError of take, and ``draft.unlink``: no half file is left."""
    for recipient, sentence in (("", "not set"), ("age1nonsense", "no public key")):
        settings.BACKUP_RECIPIENT = recipient
        with pytest.raises(CommandError, match=sentence):
            run("backup", str(folder))
    settings.BACKUP_RECIPIENT = pair[0]
    with pytest.raises(CommandError, match="is no folder"):
        run("backup", str(folder / "none"))
    with pytest.raises(CommandError, match="at least 1"):
        run("backup", str(folder), keep=0)
    with monkeypatch.context() as patch:
        patch.setattr(programs, "_major", lambda path: 15)
        with pytest.raises(CommandError, match="this machine has 15"):
            run("backup", str(folder))
    with monkeypatch.context() as patch:
        patch.setattr(programs, "_candidates", lambda name: iter(()))
        with pytest.raises(CommandError, match="not on this machine"):
            run("backup", str(folder))
    with monkeypatch.context() as patch:
        patch.setattr("operations.backup.take._Sealed.write", _no_space)
        with pytest.raises(CommandError, match="No space left"):
            run("backup", str(folder))
    owner = settings.DATABASES["owner"]
    with monkeypatch.context() as patch:
        patch.setitem(connections["owner"].settings_dict, "PASSWORD", "wrong")
        connections["owner"].ensure_connection()
        with pytest.raises(CommandError, match="pg_dump ended with 1"):
            run("backup", str(folder))
    assert owner["PASSWORD"] != "wrong"
    assert list(folder.iterdir()) == []


def _no_space(self, data):
    raise OSError(28, "No space left on device")


# --- damaged --------------------------------------------------------------------------------
def test_what_is_wrong_with_it_is_said_before_a_byte(backup, pair, settings, monkeypatch):
    """Lines: each BackupError of files.load and restore.check."""
    path, good = backup.sealed.with_suffix(".json"), backup.sealed.read_bytes()
    described = path.read_text()
    assert restore.check(files.load(backup.sealed)) == []

    backup.sealed.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))  # one bit of the last byte
    with pytest.raises(BackupError, match="is damaged"):
        restore.check(files.load(backup.sealed))
    backup.sealed.write_bytes(good)
    with pytest.raises(BackupError, match="newer Relais"):
        restore.check(again(backup, migrations=["casework.9999_of_next_year"]))
    with pytest.raises(BackupError, match="newer Relais"):
        again(backup, format=99)
    for text in ("", "{}", '{"format": 1}', "[]"):
        path.write_text(text)
        with pytest.raises(BackupError, match="cannot be read as the description"):
            files.load(backup.sealed)
    path.unlink()
    with pytest.raises(BackupError, match="is missing"):
        files.load(backup.sealed)
    path.write_text(described)
    settings.FIELD_KEYS = ["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="]
    found = files.load(backup.sealed)
    with pytest.raises(BackupError, match="not in FIELD_KEYS"):
        restore.check(found)
    assert restore.check(found, keys=False) == []


def test_what_does_not_open_or_lacks_a_row(backup, pair, empty, tmp_path):
    """Lines: ``DecryptError``, ``is_empty`` and ``differences`` in restore.fill."""
    other = tmp_path / "other.key"
    files.new_key(other)
    with pytest.raises(BackupError, match="does not open the backup"):
        restore.fill(backup, other, empty)
    with pytest.raises(BackupError, match="is not empty"):
        restore.fill(backup, pair[1], settings.DATABASES["owner"])
    rows = backup.contents.rows | {"public.casework_case": 3}
    with pytest.raises(BackupError, match="casework_case has 2 rows, not 3"):
        restore.fill(again(backup, rows=rows), pair[1], empty)


def test_a_missing_policy_is_noticed(backup):
    """K3. Line: ``wanted.guards != found.guards``: a policy that is gone is no detail."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("begin")
        before = contents.read(cursor)
        assert before.guards == backup.contents.guards
        for statement in (
            "drop policy see_select on casework_case",
            "grant delete on casework_journalentry to app",
            "alter table casework_case disable row level security",
            "drop trigger check_version on casework_case",
        ):
            cursor.execute("savepoint whole")
            cursor.execute(statement)
            assert contents.differences(before, contents.read(cursor)), statement
            cursor.execute("rollback to savepoint whole")
        cursor.execute("rollback")


# --- restored -------------------------------------------------------------------------------
def test_the_drill_asks_its_readers(backup, pair, settings):
    """K3. Lines of operations.backup.drill; the scratch database is gone, whatever happened."""
    with drill._scratch() as standing:
        assert drills() == {standing["NAME"]}
    said = run("restore", str(backup.sealed), key=pair[1], drill=True)
    for line in (
        "each counted and the same",
        "A sealed source opens",
        "Whoever has not signed in sees no case.",
        "Somebody on 2 teams sees those cases and no other.",
        "Its migrations are those of this Relais.",
        "is good.",
    ):
        assert line in said
    assert not drills()
    settings.FIELD_KEYS = ["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="]
    with pytest.raises(CommandError, match="does not open with FIELD_KEYS"):
        run("restore", str(backup.sealed), key=pair[1], drill=True)
    assert not drills()


def manage(database: dict, *argv) -> subprocess.CompletedProcess:
    """The command in a process of its own, on that database."""

    def url(login: dict) -> str:
        place = f"{login['HOST']}:{login['PORT']}/{database['NAME']}"
        return f"postgresql://{login['USER']}:{login['PASSWORD']}@{place}"

    env = os.environ | {
        "DATABASE_OWNER_URL": url(settings.DATABASES["owner"]),
        "DATABASE_URL": url(settings.DATABASES["default"]),
        "REDIS_URL": settings.REDIS_URL,
    }
    return subprocess.run(
        [sys.executable, "manage.py", *argv], cwd=ROOT, env=env, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_restored_whole_into_an_empty_database(backup, pair, empty):
    """K3: rows, rights and no session; a second time it is refused, and nothing changes."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("select count(*) from casework_case")
        assert cursor.fetchone()[0] == 2
    done = manage(empty, "restore", str(backup.sealed), "--key", str(pair[1]))
    assert done.returncode == 0, done.stderr
    assert "everybody signs in anew" in done.stdout
    assert "Rights and teams agree." in done.stdout
    with restore.as_owner(empty) as link, link.cursor() as cursor:
        found = contents.read(cursor)
    assert contents.differences(backup.contents, found) == []
    app = settings.DATABASES["default"] | {"NAME": empty["NAME"]}
    refused = pytest.raises(psycopg2.errors.InsufficientPrivilege)
    with restore.as_owner(app) as link, link.cursor() as cursor, refused:
        cursor.execute("delete from casework_journalentry")
    twice = manage(empty, "restore", str(backup.sealed), "--key", str(pair[1]))
    assert twice.returncode == 1
    assert "is not empty" in twice.stderr


# --- old ones, and keys -----------------------------------------------------------------------
def test_old_backups_go_and_the_newest_stays(folder, pair):
    """K3, H5: no copy outlives its time. Line: ``found[:-1]`` in forget_old."""
    now = clock.now()
    for days in (100, 40, 36):
        name = files.name_of(now - timedelta(days=days))
        (folder / f"{name}.age").write_bytes(b"x")
        (folder / f"{name}.json").write_text("{}")
    (folder / "relais-by-hand.age").write_bytes(b"x")
    gone = files.forget_old(folder, 35, now)
    assert len(gone) == 3
    assert [path.name for path in folder.iterdir()] == ["relais-by-hand.age"]
    (folder / "relais-by-hand.age").unlink()
    alone = folder / f"{files.name_of(now - timedelta(days=400))}.age"
    alone.write_bytes(b"x")
    assert files.forget_old(folder, 35, now) == []
    assert files.name_of(datetime(2026, 3, 29, 1, 30, tzinfo=UTC)) == "relais-20260329T013000Z"


def test_a_pair_of_keys(tmp_path):
    """Lines: ``O_EXCL`` and 0o600 in new_key; what is no key is said."""
    path = tmp_path / "backup.key"
    said = run("backup", new_key=path)
    assert said.startswith("BACKUP_RECIPIENT=age1")
    assert path.stat().st_mode & 0o077 == 0
    assert str(files.identity(path)) not in said
    with pytest.raises(CommandError, match="not replaced"):
        run("backup", new_key=path)
    for text in ("", "nothing", "AGE-SECRET-KEY-1NONSENSE"):
        path.write_text(text)
        with pytest.raises(BackupError, match="private key"):
            files.identity(path)
    with pytest.raises(BackupError, match="cannot be read"):
        files.identity(tmp_path / "none")
