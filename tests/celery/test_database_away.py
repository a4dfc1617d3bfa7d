"""The database is restarted: between two requests, inside one, in the middle of a sweep (I, J5).

A restart ends every session at once; so does pg_terminate_backend, on the tests' own server.
"""

from __future__ import annotations

import http.client
import re
import threading
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connection, connections
from django.test import Client

from casework.models import Delivery, Draft
from intake.models import Signal
from tests.browser import server
from tests.celery.conftest import look, wait_for
from tests.celery.test_reminders import everything_late, mails, registry, told

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


def end_sessions(only_waiting: bool = False) -> int:
    """End the application's sessions, as a restart does; or those alone that wait for a lock."""
    waits = "and wait_event_type = 'Lock'" if only_waiting else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'app'"
            f" and datname = current_database() and pid <> pg_backend_pid() {waits}"
        )
        return cursor.fetchone()[0]


@pytest.fixture
def served(people):
    with server.running() as address:
        yield address


def test_between_two_requests_and_inside_one(people, served):
    """Lines: CONN_HEALTH_CHECKS; ATOMIC_REQUESTS and the draft of FormView."""
    ines = Person(served, people["ines"])
    assert ines.ask("GET", "/signals/new/")[0] == 200
    assert end_sessions() >= 1, "the web had a session to lose"
    assert ines.ask("GET", "/signals/new/")[0] == 200, "the next request has a new one"

    form = ines.hidden("/signals/new/") | {"words": WORDS, "caller": "family"}
    answers = []
    with connections["owner"].cursor() as lock:
        lock.execute("begin")
        lock.execute("lock table intake_signal in exclusive mode")
        asking = threading.Thread(
            target=lambda: answers.append(ines.ask("POST", "/signals/new/", **form))
        )
        asking.start()
        wait_for(lambda: end_sessions(only_waiting=True), "the request stood at the lock")
        asking.join(40)
        lock.execute("rollback")
    ((status, page),) = answers
    assert status in (500, 503), "what was interrupted says so"
    assert WORDS not in page
    assert look(Signal.objects.count) == 0, "nothing half written"
    assert ines.ask("POST", "/signals/new/", **form)[0] == 302, "sent again, it is taken"
    assert look(lambda: list(Signal.objects.values_list("words", flat=True))) == [WORDS]
    assert look(lambda: Draft.objects.filter(sent_at__isnull=False).count()) == 1


def test_in_the_middle_of_a_sweep(people, sink, start):
    """J5. Line: ``except Exception`` in _tell and _one_duty: the worker lives and says it once."""
    everything_late(people)
    look(lambda: Delivery.objects.update(state=Delivery.State.DROPPED))
    with connections["owner"].cursor() as lock:
        lock.execute("begin")
        lock.execute("lock table casework_notice in exclusive mode")
        worker = start("worker", "-B")
        wait_for(lambda: end_sessions(only_waiting=True), "the sweep stood at the lock")
        lock.execute("rollback")
    every = set(registry.duties)
    wait_for(lambda: {one[0].rpartition("_")[0] for one in told()} == every, "every duty", 60)
    wait_for(lambda: not mails(Delivery.State.WAITING), "every mail left", 60)
    once = told()
    assert len(once) == len(set(once))
    assert worker.poll() is None, "the same worker went on"
    ids = [message["Message-ID"] for message in sink.seen]
    assert len(ids) == len(set(ids))
