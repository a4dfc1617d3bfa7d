"""Long lists are read from a streaming copy of the database, by the same readers (docs/larger.md).

The primary and its copy are the test's own servers: real PostgreSQL, real replication.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import InternalError, connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import Duty
from casework.models import Case, JournalEntry, Person, ReadingLog, Record, TeamMember
from common import clock, replica
from common.scope import WORKER, Actor, UnscopedQuery, bound
from intake.models import Signal
from operations import health
from operations.hosting.place import Place
from tests.celery.conftest import ALIASES, OwnPostgres, look, wait_for
from tests.operations.standby import Followed, Standby
from tests.people import open_case, town
from tests.world.people import LONG_AGO

pytestmark = pytest.mark.access
ASKED = ("claire", "ines", "luc", "sophie", "odile")
MODELS = (Case, Person, TeamMember, Record, JournalEntry, ReadingLog, Signal)


class Primary(OwnPostgres):
    """Other tests may run between: each of ours goes there and back."""

    kind = Followed

    def address_of(self, login: dict) -> dict:
        return {word: login[word] for word in self.ADDRESS}

    def point(self, **logins) -> None:
        self._point(**logins)

    def leave(self) -> None:
        self.point(**{alias: self.address_of(one) for alias, one in self.before.items()})


@pytest.fixture(scope="module")
def servers(django_db_setup, django_db_blocker, tmp_path_factory):
    """A primary with a case in it, and a copy that follows it."""
    folder = Path(tempfile.mkdtemp(prefix="relais-"))
    folder.chmod(0o755)  # PostgreSQL does not run as root
    with django_db_blocker.unblock():
        own = Primary(folder)
        standby = None
        try:
            own.copy(tmp_path_factory.mktemp("backup"))
            people = town()
            Duty.objects.create(user=people["odile"], kind="dpo", since=LONG_AGO)
            case = open_case(people)
            with bound(WORKER):
                for key in ("claire", "sophie"):
                    reader = people[key]
                    ReadingLog.objects.create(
                        at=clock.now(),
                        reader=reader,
                        agency=reader.agency,
                        case=case,
                        reference=case.reference,
                    )
            standby = Standby(Place(folder, "copy"), own.server)
            standby.start()
            login = dict(connections["default"].settings_dict)
            connections.settings["replica"] = login | {"PORT": str(standby.port)}
            here = {alias: own.address_of(connections[alias].settings_dict) for alias in ALIASES}
            own.leave()
            yield SimpleNamespace(own=own, here=here, standby=standby, people=people, case=case)
        finally:
            _forget()
            if standby:
                standby.stop()
                standby.place.leave()
            own.end()
            shutil.rmtree(folder)


def _forget() -> None:
    if "replica" in connections.settings:
        connections["replica"].close()
        del connections["replica"], connections.settings["replica"]


@pytest.fixture
def pair(servers, django_db_blocker, monkeypatch):
    """Both, each asked anew; the copy runs and has caught up."""
    with django_db_blocker.unblock():
        servers.own.point(**servers.here)
        monkeypatch.setattr(replica, "_paused_until", 0.0)
        if servers.standby.child is None:
            servers.standby.start()
        wait_for(_caught_up, "the copy has caught up")
        yield servers
        connections["replica"].close()
        servers.own.leave()


def _caught_up() -> bool:
    try:
        return replica.behind() == 0
    except replica.Behind:
        return False


def keys(model, user, alias: str) -> set:
    return set(model.objects.visible_to(user).using(alias).values_list("pk", flat=True))


def raw(alias: str, table: str) -> set:
    with connections[alias].cursor() as cursor:
        cursor.execute(f"select id from {table}")
        return {row[0] for row in cursor.fetchall()}


def test_each_reads_there_what_they_read_here(pair):
    """By the managers, and by raw SQL under the policies. Red without ``bind_here``."""
    counts = set()
    for user in (*(pair.people[key] for key in ASKED), None):
        with bound(Actor.of(user)):
            for model in MODELS:
                here = keys(model, user, "default")
                there = replica.read(lambda alias, m=model, u=user: (alias, keys(m, u, alias)))
                assert there == ("replica", here), (user, model)
                table = model._meta.db_table
                rows = replica.read(lambda alias, t=table: (alias, raw(alias, t)))
                assert rows == ("replica", raw("default", table)), (user, model)
                counts.add((model, bool(here)))
    assert {(Case, True), (Case, False), (ReadingLog, True)} <= counts


def test_outside_of_it_the_copy_shows_nothing(pair):
    """Nobody is bound on it before, nor after. Red when the actor is bound for the session."""
    with bound(Actor.of(pair.people["claire"])):
        assert replica.read(lambda alias: raw(alias, "casework_case"))
        assert raw("replica", "casework_case") == set()
    assert raw("replica", "casework_case") == set()
    with pytest.raises(UnscopedQuery):
        replica.read(lambda alias: raw(alias, "casework_case"))


def test_the_officer_reads_the_log_there_and_is_logged_here(pair, sign_in):
    """P1, G2. Red when the reading is not written, or is looked for in the copy."""
    officer = sign_in(pair.people["odile"])
    before = look(ReadingLog.objects.count)
    with CaptureQueriesContext(connections["replica"]) as asked:
        page = officer.get(reverse("reading_log"))
    assert page.status_code == 200
    assert any('FROM "casework_readinglog"' in query["sql"] for query in asked.captured_queries)
    assert pair.case.reference in page.content.decode()
    assert look(ReadingLog.objects.count) == before + 1
    wait_for(_caught_up, "the copy has caught up")
    with CaptureQueriesContext(connections["replica"]) as asked:
        assert officer.get(reverse("intake:searches")).status_code == 200
    assert any("intake_matchsearch" in query["sql"] for query in asked.captured_queries)


def test_others_are_refused_as_before(pair, sign_in):
    for name in ("reading_log", "intake:searches"):
        with CaptureQueriesContext(connections["replica"]) as asked:
            assert sign_in(pair.people["sophie"]).get(reverse(name)).status_code == 403
        assert not asked.captured_queries


def test_nothing_is_written_there(pair):
    """Line: ``set transaction read only``; the copy refuses by itself as well."""
    tried = []

    def write(alias):
        tried.append(alias)
        with connections[alias].cursor() as cursor:
            cursor.execute("show transaction_read_only")
            read_only = cursor.fetchone()[0] == "on"
            if read_only:
                cursor.execute("update notices_sweep set unheard = 0")
            return read_only

    with bound(WORKER):
        assert replica.read(write) is False  # refused there, and then asked here
    assert tried == ["replica", "default"]
    connections["replica"].close()
    with pytest.raises(InternalError, match="read-only"), connections["replica"].cursor() as cursor:
        cursor.execute("update notices_sweep set unheard = 0")


def test_a_copy_that_is_behind_is_believed_for_a_while(pair, settings):
    """Red when the delay is not looked at. Line: ``age > settings.REPLICA_LAG_SECONDS``."""
    settings.REPLICA_LAG_SECONDS = 60
    pair.standby.ask("select pg_wal_replay_pause()::text")
    wait_for(
        lambda: pair.standby.ask("select pg_get_wal_replay_pause_state()") == "paused", "paused"
    )
    try:
        with bound(Actor.of(pair.people["odile"])):
            before = replica.read(lambda alias: raw(alias, "casework_readinglog"))
        _write_a_reading(pair)
        with bound(Actor.of(pair.people["odile"])):
            read = replica.read(lambda alias: (alias, raw(alias, "casework_readinglog")))
            assert read == ("replica", before)
        assert replica.behind() > 0
        settings.REPLICA_LAG_SECONDS = 0
        assert [point.state for point in health._replica()] == [health.LATE]
        with bound(Actor.of(pair.people["odile"])):
            alias, found = replica.read(lambda a: (a, raw(a, "casework_readinglog")))
        assert (alias, len(found)) == ("default", len(before) + 1)
    finally:
        pair.standby.ask("select pg_wal_replay_resume()::text")


def _write_a_reading(pair) -> None:
    with bound(WORKER):
        row = ReadingLog.objects.order_by("-at").first()
        row.pk, row._state.adding = None, True
        row.save(force_insert=True)


def test_without_the_copy_the_database_itself_answers(pair, sign_in):
    """It is killed and comes back. Line: ``except Error`` in read; the pause after it."""
    officer = sign_in(pair.people["odile"])
    assert [point.state for point in health._replica()] == [health.OK]
    pair.standby.stop()
    page = officer.get(reverse("reading_log"))
    assert (page.status_code, pair.case.reference in page.content.decode()) == (200, True)
    assert [point.state for point in health._replica()] == [health.FAILED]
    pair.standby.start()
    with CaptureQueriesContext(connections["default"]) as asked:
        assert officer.get(reverse("reading_log")).status_code == 200
    assert any('FROM "casework_readinglog"' in query["sql"] for query in asked.captured_queries)


def test_a_copy_that_follows_nobody_is_not_believed(pair, monkeypatch):
    """Red when a server that took over, or the primary itself, is taken for a copy."""
    port = str(pair.standby.port)
    monkeypatch.setitem(connections["replica"].settings_dict, "PORT", str(pair.own.server.port))
    connections["replica"].close()
    with bound(Actor.of(pair.people["odile"])):
        assert replica.read(lambda alias: alias) == "default"
    assert [point.state for point in health._replica()] == [health.FAILED]
    connections["replica"].close()
    assert port != str(pair.own.server.port)


def test_without_a_name_there_is_no_copy(db):
    """Nothing is asked elsewhere, and the health page has no line for it."""
    assert not replica.exists()
    assert replica.read(lambda alias: alias) == "default"
    assert list(health._replica()) == []
    assert connection.alias == "default"
