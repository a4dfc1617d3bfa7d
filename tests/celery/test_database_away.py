"""The database is restarted: between two requests, inside one, in the middle of a sweep (I, J5).

The server is the test's own, with a copy of the tests' database, and is really stopped and started.
"""

from __future__ import annotations

import http.client
import re
import threading
from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connection, connections
from django.test import Client

from common.models import Draft
from intake.models import Signal
from notices.models import Delivery
from operations.backup import restore
from tests.browser import server
from tests.celery.conftest import look, wait_for
from tests.celery.test_reminders import EVERY, everything_late, mails, told

WORDS = "Il dit qu’on verra samedi."


class Person:
    """Somebody signed in, asking the served application as a browser does."""

    def __init__(self, address: str, user):
        client = Client()
        client.force_login(user, backend="agencies.backends.PasswordBackend")
        self.cookies = {key: morsel.value for key, morsel in client.cookies.items()}
        self.place = urlsplit(address).netloc

    def ask(self, method: str, path: str, **fields) -> tuple[int, str]:
        link = http.client.HTTPConnection(self.place, timeout=40)
        cookies = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        headers = {"Cookie": cookies, "Referer": f"http://{self.place}/"}
        if fields:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            link.request(method, path, urlencode(fields) or None, headers)
            answer = link.getresponse()
            for header in answer.msg.get_all("Set-Cookie", []):
                key, _is, rest = header.partition("=")
                self.cookies[key] = rest.partition(";")[0]
            return answer.status, answer.read().decode()
        finally:
            link.close()

    def hidden(self, path: str) -> dict[str, str]:
        """The hidden fields of the page's main form."""
        _status, page = self.ask("GET", path)
        form = page.partition("data-draft-url")[2]
        return dict(re.findall(r'name="(csrfmiddlewaretoken|draft)"\s+value="([^"]+)"', form))


@contextmanager
def locked(table: str):
    """Lock a table, so that whoever needs it waits; the restart lets it go."""
    with restore.as_owner(connections["owner"].settings_dict) as link, link.cursor() as lock:
        lock.execute("begin")
        lock.execute(f"lock table {table} in exclusive mode")
        yield


def at_the_lock() -> bool:
    """Whether a session of the application waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists(select from pg_stat_activity where usename = 'app'"
            " and datname = current_database() and wait_event_type = 'Lock')"
        )
        return cursor.fetchone()[0]


@pytest.fixture
def served(own_database):
    with server.running() as address:
        yield address


def test_between_two_requests_inside_one_and_while_it_is_away(people, own_database, served):
    """Lines: CONN_HEALTH_CHECKS; ``transaction.atomic()`` in bound, and the draft of FormView."""
    ines = Person(served, people["ines"])
    assert ines.ask("GET", "/signals/new/")[0] == 200
    own_database.restart()
    assert ines.ask("GET", "/signals/new/")[0] == 200, "the next request has a new session"

    form = ines.hidden("/signals/new/") | {"words": WORDS, "caller": "family"}
    answers = []
    with locked("intake_signal"):
        asking = threading.Thread(
            target=lambda: answers.append(ines.ask("POST", "/signals/new/", **form))
        )
        asking.start()
        wait_for(at_the_lock, "the request stood at the lock")
        own_database.restart()
        asking.join(40)
    own_database.stop()
    answers.append(ines.ask("POST", "/signals/new/", **form))
    own_database.start()
    for status, page in answers:
        assert status in (500, 503), "what was interrupted says so"
        assert WORDS not in page
    assert look(Signal.objects.count) == 0, "nothing half written"
    assert ines.ask("POST", "/signals/new/", **form)[0] == 302, "sent again, it is taken"
    assert look(lambda: list(Signal.objects.values_list("words", flat=True))) == [WORDS]
    assert look(lambda: Draft.objects.filter(sent_at__isnull=False).count()) == 1


def test_in_the_middle_of_a_sweep(people, own_database, sink, start):
    """J5. Line: ``except Exception`` in _tell: the worker lives and says it once."""
    everything_late(people)
    look(lambda: Delivery.objects.update(state=Delivery.State.DROPPED))
    with locked("notices_notice"):
        worker = start("worker", "-B")
        wait_for(at_the_lock, "the sweep stood at the lock")
        own_database.restart()
    every = set(EVERY)
    wait_for(lambda: {one[0].rpartition("_")[0] for one in told()} == every, "every reminder", 60)
    wait_for(lambda: not mails(Delivery.State.WAITING), "every mail left", 60)
    once = told()
    assert len(once) == len(set(once))
    assert worker.poll() is None, "the same worker went on"
    ids = [message["Message-ID"] for message in sink.seen]
    assert len(ids) == len(set(ids))
