"""The embedded servers are real, closed to strangers, and leave nothing behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis
from django.core.exceptions import ImproperlyConfigured
from redis.backoff import NoBackoff
from redis.retry import Retry

from operations import embedded
from operations.hosting import outside, postgres, processes, redis_server

pytestmark = pytest.mark.setup

OWNER = """
import sys, time
from pathlib import Path
from operations import embedded
servers = embedded.start("dev", Path(sys.argv[1]))
print("running", flush=True)
time.sleep(120)
"""


@pytest.fixture(scope="module")
def folder():
    """A folder that others may pass through, as a checkout usually is."""
    path = Path(tempfile.mkdtemp(prefix="relais-"))
    path.chmod(0o755)
    yield path
    outside.tidy(path)
    shutil.rmtree(path)


@pytest.fixture
def own_pointer(monkeypatch):
    """What `start` writes into the environment is undone for the tests that follow."""
    before = os.environ.get(embedded.POINTER)
    yield
    if before is None:
        os.environ.pop(embedded.POINTER, None)
    else:
        os.environ[embedded.POINTER] = before


@pytest.fixture
def servers(folder, own_pointer):
    with embedded.start("dev", folder) as running:
        yield running


def ask(url, question):
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


def family(folder):
    """Processes that run in, or were started for, this folder."""
    found = []
    for process in psutil.process_iter(["cmdline", "cwd"]):
        words = " ".join(process.info["cmdline"] or ())
        if str(folder) in words or str(folder) in (process.info["cwd"] or ""):
            found.append(process)
    return found


def test_the_owner_is_no_superuser_and_the_version_is_18(servers):
    row = ask(
        servers.owner_url,
        "select rolsuper, rolbypassrls, rolcreaterole, current_setting('server_version_num')::int"
        " from pg_roles where rolname = current_user",
    )[0]
    assert row[:3] == (False, False, True)
    assert row[3] >= 180000


def test_a_wrong_password_opens_neither_server(servers):
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(servers.owner_url, password="wrong")
    port = redis.Redis.from_url(servers.redis_url).connection_pool.connection_kwargs["port"]
    once = Retry(NoBackoff(), 0)
    with redis.Redis(port=port, retry=once) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_both_listen_on_the_loopback_alone(servers):
    mine = [child for child in psutil.Process().children() if child.pid in pids(servers)]
    listening = {
        connection.laddr.ip
        for process in mine
        for connection in process.net_connections()
        if connection.status == psutil.CONN_LISTEN
    }
    assert len(mine) == 2
    assert listening == {"127.0.0.1"}


def pids(servers):
    return {server.child.pid for server in servers._running}


def test_a_failed_statement_leaves_no_name_in_the_log(servers):
    """Security fact 10."""
    ask(servers.owner_url, "create table if not exists seen (name text primary key)")
    ask(servers.owner_url, "delete from seen; insert into seen values ('Canary Dupont')")
    with pytest.raises(psycopg2.errors.UniqueViolation):
        ask(servers.owner_url, "insert into seen values ('Canary Dupont')")
    with pytest.raises(psycopg2.errors.SyntaxError):
        ask(servers.owner_url, "insert into 'Canary Dupont'")
    with pytest.raises(psycopg2.errors.InvalidTextRepresentation):
        ask(servers.owner_url, "select 'Canary Dupont'::uuid")
    log = (servers.place.folder / "postgres.log").read_text()
    assert "ready to accept connections" in log
    assert "Dupont" not in log


def test_redis_keeps_nothing_on_disk(servers):
    with redis.Redis.from_url(servers.redis_url) as client:
        client.set("canary", "1")
        assert client.config_get("save") == {"save": ""}
        assert client.config_get("appendonly") == {"appendonly": "no"}
    assert not list(servers.place.folder.glob("*.rdb"))


def test_passwords_and_addresses_are_closed_files(servers):
    for path in (servers.place.folder / "passwords.json", servers.place.address):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    said = " ".join(
        word
        for pid in pids(servers)
        for word in (*psutil.Process(pid).cmdline(), *psutil.Process(pid).environ().values())
    )
    for secret in json.loads((servers.place.folder / "passwords.json").read_text()).values():
        assert secret not in said


def test_servers_of_a_root_user_run_as_nobody_in_particular(servers):
    for pid in pids(servers):
        assert psutil.Process(pid).uids().real != 0


def test_the_addresses_are_told_while_they_run_and_denied_afterwards(folder, own_pointer):
    with embedded.start("dev", folder) as servers:
        told = embedded.urls("dev", folder)
        assert told["DATABASE_URL"] == servers.database_url
        assert told["REDIS_URL"] == servers.redis_url
    with pytest.raises(ImproperlyConfigured, match="make dev-servers"):
        embedded.urls("dev", folder)
    assert family(folder) == []


def test_a_second_owner_is_refused_and_a_second_test_run_gets_its_own(servers, folder):
    with pytest.raises(embedded.AlreadyRunning, match=f"process {os.getpid()}"):
        embedded.start("dev", folder)
    with pytest.raises(embedded.AlreadyRunning):
        embedded.forget("dev", folder)
    with (
        embedded.start("test", folder, postgres=False) as first,
        embedded.start("test", folder, postgres=False) as second,
    ):
        assert first.redis_url != second.redis_url
        assert os.environ[embedded.POINTER] == str(second.place.address)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their owner")
def test_a_killed_owner_leaves_no_process_and_its_data_stay(folder, own_pointer):
    with embedded.start("dev", folder) as servers:
        ask(servers.owner_url, "create table if not exists kept (word text)")
        ask(servers.owner_url, "insert into kept values ('here')")
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(folder)], stdout=subprocess.PIPE, cwd=embedded.ROOT
    )
    assert owner.stdout.readline() == b"running\n"
    assert len(family(folder)) >= 2
    os.kill(owner.pid, signal.SIGKILL)
    owner.wait()
    owner.stdout.close()
    limit = time.monotonic() + 20
    while family(folder) and time.monotonic() < limit:
        time.sleep(0.1)
    assert family(folder) == []
    with pytest.raises(ImproperlyConfigured):  # the address file is still there, and not believed
        embedded.urls("dev", folder)
    with embedded.start("dev", folder) as servers:
        assert ask(servers.owner_url, "select word from kept") == [("here",)]


def test_a_closed_home_is_not_opened(tmp_path, own_pointer):
    """As root the servers' user may not pass a home (0700): the files go elsewhere."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    with embedded.start("test", home) as servers:
        assert ask(servers.owner_url, "select 1") == [(1,)]
        elsewhere = servers.place.data
        assert (elsewhere == servers.place.folder) == (os.geteuid() != 0)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    embedded.forget("test", home)
    assert not (elsewhere / "pgdata").exists()


def test_what_asks_the_kernel_may_itself_lie_in_a_closed_home(tmp_path, monkeypatch):
    """X63: the path that asks the kernel may lie below root's closed home."""
    (tmp_path / "bin").mkdir(mode=0o700)
    (tmp_path / "bin" / "test").symlink_to(shutil.which("test"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert processes.can_enter(Path("/"), processes.unprivileged())


@pytest.fixture
def closed_programs(tmp_path, monkeypatch):
    """The programs of both packages, below a folder that the servers' user may not enter."""
    packages = tmp_path / "home" / "site-packages"
    (tmp_path / "home").mkdir(mode=0o700)
    sources = [*postgres.parts(postgres.programs()), redis_server._program()]
    top = Path(os.path.commonpath(sources))
    for source in sources:
        target = packages / source.relative_to(top)
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, target)
    installed, program = (packages / sources[n].relative_to(top) for n in (0, -1))
    monkeypatch.setattr(postgres, "programs", lambda: installed)
    monkeypatch.setattr(redis_server, "_program", lambda: program)
    return packages


def test_programs_below_a_closed_home_run_all_the_same(closed_programs, own_pointer):
    """X63: as root, from a copy with everything they are made of, as the unprivileged user."""
    home = closed_programs.parent
    with embedded.start("test", home) as servers:
        assert ask(servers.owner_url, "select 1") == [(1,)]
        with redis.Redis.from_url(servers.redis_url) as client:
            assert client.ping()
        for pid in pids(servers):
            process = psutil.Process(pid)
            assert process.uids().real != 0
            lies = outside.folder_of(home) if os.geteuid() == 0 else closed_programs
            assert Path(process.exe()).is_relative_to(lies)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    embedded.forget("test", home)
    assert not outside.folder_of(home).exists()


class TestWhichRedis:
    """One on the path wins; without any, the package's own runs."""

    @pytest.fixture
    def path(self, tmp_path, monkeypatch):
        """A path with nothing on it, to which a test adds what it likes."""
        monkeypatch.setenv("PATH", str(tmp_path))
        return tmp_path

    def test_the_package_brings_one(self, path, folder, own_pointer):
        assert redis_server._program().is_relative_to(sys.prefix)
        with (
            embedded.start("test", folder, postgres=False) as servers,
            redis.Redis.from_url(servers.redis_url) as client,
        ):
            assert client.info("server")["valkey_version"].startswith("9.")

    @pytest.mark.parametrize("names", [["redis-server"], ["redis-server", "valkey-server"]])
    def test_one_on_the_path_wins(self, path, folder, own_pointer, names):
        brought = redis_server._program()
        for name in names:
            shutil.copy2(brought, path / name)
        assert redis_server._program() == path / names[-1]
        with (
            embedded.start("test", folder, postgres=False) as servers,
            redis.Redis.from_url(servers.redis_url) as client,
        ):
            assert Path(client.info("server")["executable"]).name == names[-1]


def test_without_any_redis_a_sentence_says_what_to_do(folder, monkeypatch, own_pointer):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(redis_server.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(embedded.EmbeddedError, match="make setup"):
        embedded.start("test", folder, postgres=False)


def test_lost_passwords_are_a_sentence_and_never_new_data(folder, own_pointer):
    with embedded.start("dev", folder) as servers:
        passwords = servers.place.folder / "passwords.json"
    kept = passwords.read_text()
    passwords.unlink()
    with pytest.raises(embedded.EmbeddedError, match=r"passwords of .* are lost"):
        embedded.start("dev", folder)
    passwords.write_text(kept)
    embedded.start("dev", folder).stop()


@pytest.mark.parametrize("text", ["", '{"superuser": "ab', "null", "[1]"])
def test_damaged_passwords_are_a_sentence_and_a_reset_mends_them(tmp_path, own_pointer, text):
    """X65: a damaged file of passwords is one sentence, no traceback."""
    passwords = tmp_path / "var" / "embedded-demo" / "passwords.json"
    passwords.parent.mkdir(parents=True)
    passwords.write_text(text)
    with pytest.raises(embedded.EmbeddedError, match=r"is damaged.*make demo-reset"):
        embedded.start("demo", tmp_path, postgres=False)
    embedded.forget("demo", tmp_path)
    embedded.start("demo", tmp_path, postgres=False).stop()
    embedded.forget("demo", tmp_path)


@pytest.mark.parametrize("text", ["", "{", "{}", "[]", '{"pid": "me"}'])
def test_a_damaged_address_is_no_address(tmp_path, own_pointer, monkeypatch, text):
    """X65: a damaged file of the address counts as none."""
    monkeypatch.delenv(embedded.POINTER, raising=False)
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "embedded-dev.json").write_text(text)
    with pytest.raises(ImproperlyConfigured, match="make dev-servers"):
        embedded.urls("dev", tmp_path)
    embedded.start("dev", tmp_path, postgres=False).stop()
    embedded.forget("dev", tmp_path)


def test_a_full_disk_is_a_sentence(folder, monkeypatch, own_pointer):
    """PostgreSQL's own words, as initdb wrote them on a disk of 20 MB."""
    said = "could not write to file: No space left on device"
    monkeypatch.setattr(processes, "run", lambda argv, log, **rest: log.write(said.encode()))
    with pytest.raises(embedded.EmbeddedError, match="no space is left"):
        embedded.start("test", folder, redis=False)


class TestDatabaseRoles:
    """manage.py database_roles, as an administrator runs it."""

    @pytest.fixture
    def prepared(self, servers):
        for _twice in range(2):
            done = subprocess.run(
                [sys.executable, "manage.py", "database_roles"],
                cwd=embedded.ROOT,
                env=os.environ
                | {
                    "RELAIS_ENV": "dev",
                    "DATABASE_URL": servers.database_url,
                    "DATABASE_OWNER_URL": servers.owner_url,
                    "REDIS_URL": servers.redis_url,
                },
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
        return servers

    def test_roles_are_as_ruled(self, prepared):
        roles = ask(
            prepared.owner_url,
            "select rolname, rolcanlogin, rolinherit, rolsuper, rolbypassrls, rolcreaterole"
            " from pg_roles where rolname like 'app%' order by 1",
        )
        assert roles == [
            ("app", True, False, False, False, False),
            ("app_eraser", False, False, False, False, False),
            ("app_worker", False, False, False, False, False),
        ]
        granted = ask(
            prepared.owner_url,
            "select roleid::regrole::text, member::regrole::text, admin_option, inherit_option,"
            " set_option from pg_auth_members where member::regrole::text like 'app%'",
        )
        assert granted == [("app_worker", "app", False, False, True)]

    def test_what_the_application_may_and_may_not(self, prepared):
        ask(prepared.owner_url, "create table if not exists room (id serial primary key, x text)")
        ask(prepared.database_url, "insert into room (x) values ('a')")
        ask(prepared.database_url, "set role app_worker; update room set x = 'b'")
        for forbidden in (
            "create table mine (x int)",
            "create temp table mine (x int)",
            "create schema mine",
            "truncate room",
            "drop table room",
            "alter table room disable row level security",
            "set role relais_owner",
            "set role app_eraser",
        ):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                ask(prepared.database_url, forbidden)

    def test_a_login_that_passes_under_the_policies_is_refused(self, prepared):
        from django.core.management.base import CommandError

        from operations.management.commands.database_roles import refuse_powers

        connection = psycopg2.connect(prepared.owner_url)
        try:
            with connection.cursor() as cursor:
                cursor.execute("alter role app createrole")
                with pytest.raises(CommandError, match="Too powerful"):
                    refuse_powers(cursor)
        finally:
            connection.rollback()
            connection.close()
