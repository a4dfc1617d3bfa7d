"""A demonstration's data of an earlier Relais: recognised, and remade after a yes alone."""

from __future__ import annotations

import secrets
from contextlib import ExitStack, closing
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest
from django.conf import settings

from operations import embedded, supervisor
from operations.backup import restore
from operations.hosting import demo, earlier
from operations.hosting.errors import EmbeddedError
from operations.hosting.progress import Progress

pytestmark = pytest.mark.setup


@pytest.fixture
def database(django_db_setup):
    """The address of an empty database, and a way to write what it knows of migrations."""
    import psycopg2

    owner = settings.DATABASES["owner"]
    name = f"relais_earlier_{secrets.token_hex(4)}"
    url = f"postgresql://{owner['USER']}:{owner['PASSWORD']}@{owner['HOST']}:{owner['PORT']}/{name}"

    def knows(*migrations: str) -> str:
        with closing(psycopg2.connect(url)) as there, there, there.cursor() as rows:
            rows.execute("create table if not exists django_migrations (app text, name text)")
            for one in migrations:
                rows.execute("insert into django_migrations values (%s, %s)", one.split("."))
        return url

    with restore.as_owner(owner) as link, link.cursor() as cursor:
        cursor.execute(f'create database "{name}"')
        try:
            yield SimpleNamespace(url=url, knows=knows)
        finally:
            restore.drop(cursor, name)


def test_data_of_before_are_recognised_by_what_they_know(database):
    """Line: the comparison in names_gone. Apps of others, and a new database, say nothing."""
    assert earlier.names_gone(database.url, embedded.ROOT) == []
    database.knows("casework.0001_initial", "casework.0003_need_to_know", "auth.0099_gone")
    assert earlier.names_gone(database.url, embedded.ROOT) == []
    database.knows("casework.0021_keys_by_sound", "plans.0010_windows_of_days")
    gone = ["casework.0021_keys_by_sound", "plans.0010_windows_of_days"]
    assert earlier.names_gone(database.url, embedded.ROOT) == gone


def test_a_server_that_does_not_answer_is_for_the_next_step(database):
    """Line: the except in names_gone: the step that prepares has the sentence."""
    nowhere = database.url.rpartition("@")[0] + "@127.0.0.1:1/relais"
    assert earlier.names_gone(nowhere, embedded.ROOT) == []


@pytest.fixture
def hosted(monkeypatch, tmp_path):
    """The demonstration's servers as ``_servers`` sees them; what it did with them."""
    did: list[str] = []
    kept = {"data": "of before"}

    class Running(ExitStack):
        owner_url = "postgresql://owner@nowhere/demo"

        def stop(self):
            did.append("stopped")

    def start(kind, **_options):
        did.append(f"started {kind}")
        return Running()

    def forget(kind):
        did.append(f"forgot {kind}")
        kept["data"] = "anew"

    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(embedded, "ROOT", tmp_path)
    monkeypatch.setattr(embedded, "start", start)
    monkeypatch.setattr(embedded, "forget", forget)
    monkeypatch.setattr(
        earlier,
        "names_gone",
        lambda url, root: [] if kept["data"] == "anew" else ["casework.0021_keys_by_sound"],
    )
    return SimpleNamespace(did=did, kept=kept)


def _asked(monkeypatch, answer: str | None) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: answer is not None))
    monkeypatch.setattr("builtins.input", lambda _question: answer)


def _servers():
    with ExitStack() as stack:
        return demo._servers(Progress(demo.FIRST, demo.TOTAL), stack)


@pytest.mark.parametrize("answer", ["y", "Yes", "oui"])
def test_after_a_yes_they_are_remade(hosted, monkeypatch, capsys, answer):
    """Line: the call of _forget in _servers."""
    _asked(monkeypatch, answer)
    _servers()
    assert hosted.did == ["started demo", "stopped", "forgot demo", "started demo"]
    assert earlier.LEFT in capsys.readouterr().out


@pytest.mark.parametrize("answer", ["", "n", "no", "what?"])
def test_without_a_yes_they_stand(hosted, monkeypatch, answer):
    """Line: the raise after the question."""
    _asked(monkeypatch, answer)
    with pytest.raises(EmbeddedError, match="Nothing was changed"):
        _servers()
    assert hosted.did == ["started demo"]


def test_where_nobody_can_be_asked_it_says_what_to_do(hosted, monkeypatch):
    """Line: isatty in agree."""
    _asked(monkeypatch, None)
    with pytest.raises(EmbeddedError, match=r"earlier Relais.*make demo-reset"):
        _servers()
    assert hosted.kept["data"] == "of before"


def test_a_database_of_ones_own_is_never_emptied(hosted, monkeypatch):
    """Line: ``own`` in agree."""
    _asked(monkeypatch, "y")
    with pytest.raises(EmbeddedError, match="that DATABASE_URL names"):
        earlier.agree(own=False)


def test_the_servers_of_development_say_it_too(monkeypatch):
    """Line: names_gone in the supervisor's dev_servers."""
    servers = MagicMock(owner_url="postgresql://owner@nowhere/dev")
    servers.place.afresh = "remove var/embedded-dev"
    monkeypatch.setattr(embedded, "start", lambda kind: servers)
    monkeypatch.setattr(earlier, "names_gone", lambda url, root: ["casework.0021_keys_by_sound"])
    servers.__exit__.return_value = False
    with pytest.raises(EmbeddedError, match="remove var/embedded-dev"):
        supervisor.dev_servers()
